package dev.plimsoll.ingest.registry;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.bytes;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.endless;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.Trap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Registries that lie, leak and loiter. Numbers are the rows of the list of hostile inputs. */
@Contained
class HostileRegistryTest {

    private static final Repository WEB = new Repository("team/web");
    private static final String EMPTY = "sha256:" + "0".repeat(64);
    private static final String BASIC =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));

    private static final Patience SHORT =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(200));

    private ScriptedRegistry server;

    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

    @BeforeEach
    void listen() {
        warnings.start();
        ((Logger) LoggerFactory.getLogger(InlineData.class)).addAppender(warnings);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger(InlineData.class)).detachAppender(warnings);
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void row30AManifestIsCappedWhateverItsBody() {
        server.on(manifest("large"), bytes(200, "", new byte[4 * 1024 * 1024 + 1]));
        server.on(manifest("endless"), endless(new byte[64 * 1024], 0));

        assertRefused(Reason.LIMIT_MANIFEST, () -> registry().manifest(WEB, "large"));
        assertRefused(Reason.LIMIT_MANIFEST, () -> registry().manifest(WEB, "endless"));
    }

    @Test
    void row30AManifestThatTricklesIsGivenUp() {
        server.on(manifest("slow"), endless(new byte[] {' '}, 20));

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry().manifest(WEB, "slow"))
                .withMessageContaining("too slow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>please log in</html>",
                "[]",
                "\uFEFF{}",
                "{\"schemaVersion\":2,\"schemaVersion\":2}",
                "{\"manifests\":[],\"layers\":[],\"config\":{}}",
                "{\"manifests\":{}}",
                "{\"manifests\":[{\"digest\":\"" + "EMPTY" + "\",\"size\":-1}]}",
                "{\"manifests\":[{\"digest\":\"" + "EMPTY" + "\",\"size\":9223372036854775808}]}",
                "{\"manifests\":[{\"digest\":\"" + "EMPTY" + "\",\"size\":\"1\"}]}",
                "{\"mediaType\":7,\"manifests\":[]}",
                "{\"manifests\":[]} {}",
                "{\"layers\":[]}"
            })
    void row31AmbiguousManifestsAreRefused(String document) {
        server.manifest("team/web", "bad", "", document.replace("EMPTY", EMPTY));

        assertRefused(Reason.MANIFEST_INVALID, () -> registry().manifest(WEB, "bad"));
    }

    @Test
    void row31AManifestThatTheRegistryCallsAnIndexIsRefused() {
        server.manifest(
                "team/web",
                "bad",
                ManifestReader.OCI_INDEX,
                "{\"mediaType\":\"%s\",\"layers\":[]}".formatted(ManifestReader.OCI_MANIFEST));

        assertRefused(Reason.MEDIA_TYPE_MISMATCH, () -> registry().manifest(WEB, "bad"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:../../x",
                "sha256:",
                "sha512:00",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:ABCDEF0000000000000000000000000000000000000000000000000000000000",
                "sha256:zz00000000000000000000000000000000000000000000000000000000000000",
                ""
            })
    void row32DigestsOutsideTheGrammarAreRefusedBeforeUse(String digest) {
        assertRefused(Reason.DIGEST_INVALID, () -> new Digest(digest));
        server.manifest(
                "team/web",
                "bad",
                "",
                "{\"manifests\":[{\"digest\":\"%s\",\"size\":1}]}".formatted(digest));
        assertRefused(Reason.DIGEST_INVALID, () -> registry().manifest(WEB, "bad"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../admin", "a//b", "A", "a/../b", "a b", "a?x=1", "", "a/", "a@b"})
    void row32RepositoriesOutsideTheGrammarAreRefusedBeforeUse(String name) {
        assertRefused(Reason.REFERENCE_INVALID, () -> new Repository(name));
    }

    @Test
    void row33ContentThatIsNotWhatWasAskedForIsRefused() {
        var wanted = Digest.ofText("{}");
        server.on(
                manifest(wanted.value()),
                bytes(200, "", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        server.on(
                manifest("lying"),
                exchange -> {
                    exchange.getResponseHeaders().set("Docker-Content-Digest", EMPTY);
                    bytes(200, "", "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8))
                            .to(exchange);
                });
        var blob = server.blob("team/web", "", new byte[] {1, 2, 3});
        server.on("/v2/team/web/blobs/" + EMPTY, bytes(200, "", new byte[] {1, 2, 3}));

        assertRefused(Reason.DIGEST_MISMATCH, () -> registry().manifest(WEB, wanted));
        assertRefused(Reason.DIGEST_MISMATCH, () -> registry().manifest(WEB, "lying"));
        assertRefused(
                Reason.DIGEST_MISMATCH,
                () -> registry().config(WEB, new Descriptor("", new Digest(EMPTY), 3)));
        assertRefused(
                Reason.DIGEST_MISMATCH,
                () -> registry().config(WEB, new Descriptor("", blob.digest(), 2)));
        assertRefused(
                Reason.DIGEST_MISMATCH,
                () -> registry().config(WEB, new Descriptor("", blob.digest(), 4)));
        assertThat(registry().config(WEB, blob)).containsExactly(1, 2, 3);
    }

    @Test
    void row36InlineDataIsIgnored() {
        var blob =
                server.blob("team/web", "application/vnd.oci.image.config.v1+json", new byte[] {7});
        server.manifest(
                "team/web",
                "inline",
                "",
                "{\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"data\":\"AAAA\"},\"layers\":[]}"
                        .formatted(blob.mediaType(), blob.digest()));

        var image = (Manifest.Image) registry().manifest(WEB, "inline");

        assertThat(registry().config(WEB, image.config())).containsExactly(7);
        assertThat(warnings.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly("inline data is not what its digest says, and is ignored");
    }

    @Test
    void row36InlineDataThatIsRightIsNoEvent() {
        server.manifest(
                "team/web",
                "inline",
                "",
                "{\"manifests\":[{\"digest\":\"%s\",\"size\":1,\"data\":\"Bw==\"}]}"
                        .formatted(Digest.of(new byte[] {7})));

        registry().manifest(WEB, "inline");

        assertThat(warnings.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://TRAP/token",
                "http://0.0.0.0:1/token",
                "http://[::ffff:127.0.0.1]:1/token",
                "http://2130706433/token",
                "http://ann@OWN/token",
                "file:///etc/passwd",
                "",
                "not an address"
            })
    void row37ThePasswordIsShownToConfiguredTokenServersOnly(String realm, Trap trap) {
        var address = realm.replace("TRAP", trap.host()).replace("OWN", server.host());
        server.on(
                manifest("1"),
                status(
                        401,
                        "WWW-Authenticate",
                        "Bearer realm=\"%s\",service=\"x\"".formatted(address)));

        assertRefused(Reason.REALM_NOT_ALLOWED, () -> registry().manifest(WEB, "1"));
    }

    @Test
    void row37ATokenIsAskedForOnceForOurOwnScope() {
        server.on(
                manifest("1"),
                status(
                        401,
                        "WWW-Authenticate",
                        "Bearer realm=\"%s/token\",service=\"x\",scope=\"repository:other/secret:pull\""
                                .formatted(server.address())));
        server.on("/token", bytes(200, "", "{\"token\":\"t0k\"}".getBytes(StandardCharsets.UTF_8)));

        assertRefused(Reason.UNAUTHORIZED, () -> registry().manifest(WEB, "1"));
        assertThat(server.asked())
                .containsExactly(
                        new ScriptedRegistry.Asked(manifest("1"), null),
                        new ScriptedRegistry.Asked(
                                "/token?scope=repository%3Ateam%2Fweb%3Apull&service=x", BASIC),
                        new ScriptedRegistry.Asked(manifest("1"), "Bearer t0k"));
    }

    /** There is no check of an address that a second look-up could outrun. */
    @Test
    void row37ANameThatIsNotConfiguredIsNotEvenLookedUp() {
        var name = "rebinding-%s.test".formatted(Long.toHexString(System.nanoTime()));
        server.on(
                manifest("realm"),
                status(
                        401,
                        "WWW-Authenticate",
                        "Bearer realm=\"http://%s/token\"".formatted(name)));
        server.on(manifest("moved"), status(307, "Location", "http://%s/".formatted(name)));

        assertRefused(Reason.REALM_NOT_ALLOWED, () -> registry().manifest(WEB, "realm"));
        assertRefused(Reason.REDIRECT_REFUSED, () -> registry().manifest(WEB, "moved"));

        assertThat(LookUps.of(name)).isZero();
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> InetAddress.getByName(name));
        assertThat(LookUps.of(name)).isOne();
    }

    @Test
    void row37AThousandChallengesAreAnsweredOnce() {
        server.on(
                manifest("1"),
                exchange -> {
                    for (int i = 0; i < 1_000; i++) {
                        exchange.getResponseHeaders()
                                .add(
                                        "WWW-Authenticate",
                                        "Bearer realm=\"%s/token?%d\""
                                                .formatted(server.address(), i));
                    }
                    exchange.sendResponseHeaders(401, -1);
                });

        assertRefused(Reason.GONE, () -> registry().manifest(WEB, "1"));
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void row38ATokenServerMayNotRedirect(Trap trap) {
        server.on(
                manifest("1"),
                status(
                        401,
                        "WWW-Authenticate",
                        "Bearer realm=\"%s/token\"".formatted(server.address())));
        server.on("/token", status(302, "Location", trap.address() + "/token"));

        assertRefused(Reason.REALM_NOT_ALLOWED, () -> registry().manifest(WEB, "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://TRAP/blob",
                "http://169.254.169.254/latest",
                "file:///etc/passwd",
                "gopher://x/",
                "http://user@OWN/x",
                ""
            })
    void row38RedirectsToHostsThatAreNotConfiguredAreRefused(String location, Trap trap) {
        var address = location.replace("TRAP", trap.host()).replace("OWN", server.host());
        server.on("/v2/team/web/blobs/" + EMPTY, status(307, "Location", address));

        assertRefused(
                Reason.REDIRECT_REFUSED,
                () -> registry().config(WEB, new Descriptor("", new Digest(EMPTY), 1)));
    }

    @Test
    void row38ARedirectLoopEnds() {
        server.on(
                "/v2/team/web/blobs/" + EMPTY,
                status(307, "Location", "/v2/team/web/blobs/" + EMPTY));

        assertRefused(
                Reason.REDIRECT_REFUSED,
                () -> registry().config(WEB, new Descriptor("", new Digest(EMPTY), 1)));
        assertThat(server.asked()).hasSize(6);
    }

    @Test
    void row38AConfiguredBlobHostServesBlobsWithoutOurCredentials() throws IOException {
        try (var storage = new ScriptedRegistry()) {
            var digest = Digest.of(new byte[] {5});
            server.on(
                    "/v2/team/web/blobs/" + digest,
                    exchange -> {
                        if (exchange.getRequestHeaders().containsKey("Authorization")) {
                            status(307, "Location", storage.address() + "/s3?signature=1")
                                    .to(exchange);
                        } else {
                            status(401, "WWW-Authenticate", "Basic realm=\"r\"").to(exchange);
                        }
                    });
            storage.on("/s3", bytes(200, "", new byte[] {5}));
            var registry =
                    registry(
                            new RegistryAccess(
                                    server.host(),
                                    server.address(),
                                    "ann",
                                    "secret",
                                    List.of(),
                                    List.of(storage.host()),
                                    null));

            var content = registry.config(WEB, new Descriptor("", digest, 1));

            assertThat(content).containsExactly(5);
            assertThat(storage.asked())
                    .containsExactly(new ScriptedRegistry.Asked("/s3?signature=1", null));
        }
    }

    @Test
    void row38FromAProtectedConnectionNothingLeadsToAnOpenOne() {
        var protectedHost = new Endpoint("https", "registry.example.com", 443);

        assertThat(protectedHost.mayLeadTo(new Endpoint("http", "registry.example.com", 80)))
                .isFalse();
        assertThat(protectedHost.mayLeadTo(new Endpoint("https", "cdn.example.com", 443))).isTrue();
        assertThat(new Endpoint("http", "a", 80).mayLeadTo(new Endpoint("http", "b", 80)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "502", "503", "408"})
    void row40WhatMayPassIsTriedLater(int status) {
        server.on(manifest("1"), status(status, "Retry-After", "17"));

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry().manifest(WEB, "1"))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(17)));
    }

    @Test
    void row40ABrokenOffBlobAndARefusedConnectionAreTriedLater() throws IOException {
        var address = server.address();
        server.on(
                "/v2/team/web/blobs/" + EMPTY,
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000_000);
                    exchange.getResponseBody().write(new byte[1000]);
                    exchange.getResponseBody().flush();
                    throw new IOException("pulled the plug");
                });

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(
                        () ->
                                registry()
                                        .config(
                                                WEB,
                                                new Descriptor("", new Digest(EMPTY), 1_000_000)));
        server.close();
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(
                        () ->
                                registry(RegistryAccess.anonymous(server.host(), address))
                                        .manifest(WEB, "1"));
        start();
    }

    @ParameterizedTest
    @ValueSource(ints = {206, 204, 400, 418})
    void row40AnswersThatMakeNoSenseAreRefused(int status) {
        server.on(manifest("1"), status(status, "X-Test", "1"));

        assertRefused(Reason.UNEXPECTED_RESPONSE, () -> registry().manifest(WEB, "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void row41WhatIsNoLongerThereIsGone(int status) {
        server.on(manifest("1"), status(status, "X-Test", "1"));

        assertRefused(Reason.GONE, () -> registry().manifest(WEB, "1"));
    }

    @Test
    void row42ATokenThatExpiresIsFetchedAgain() {
        var tokens = new AtomicInteger();
        server.on(
                "/token",
                exchange ->
                        bytes(
                                        200,
                                        "",
                                        "{\"token\":\"t%d\"}"
                                                .formatted(tokens.incrementAndGet())
                                                .getBytes(StandardCharsets.UTF_8))
                                .to(exchange));
        var valid = new java.util.concurrent.atomic.AtomicReference<>("Bearer t1");
        server.on(
                manifest("1"),
                exchange -> {
                    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
                    if (valid.get().equals(authorization)) {
                        bytes(200, "", "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8))
                                .to(exchange);
                    } else {
                        status(
                                        401,
                                        "WWW-Authenticate",
                                        "Bearer realm=\"%s/token\"".formatted(server.address()))
                                .to(exchange);
                    }
                });
        var registry = registry();

        registry.manifest(WEB, "1");
        registry.manifest(WEB, "1");
        valid.set("Bearer t2");
        registry.manifest(WEB, "1");

        assertThat(tokens).hasValue(2);
    }

    @Test
    void row42TwoRegistriesOfOneHostShareNothing() throws IOException {
        try (var neighbour = new ScriptedRegistry()) {
            server.on(manifest("1"), status(401, "WWW-Authenticate", "Basic realm=\"r\""));
            neighbour.on(manifest("1"), status(401, "WWW-Authenticate", "Basic realm=\"r\""));
            var registries =
                    Registries.of(
                            List.of(
                                    access(),
                                    RegistryAccess.anonymous(
                                            neighbour.host(), neighbour.address())),
                            Clock.systemUTC(),
                            SHORT);

            for (var host : List.of(server.host(), neighbour.host(), server.host())) {
                assertRefused(
                        Reason.UNAUTHORIZED,
                        () -> registries.find(host).orElseThrow().manifest(WEB, "1"));
            }

            assertThat(server.asked())
                    .extracting(ScriptedRegistry.Asked::authorization)
                    .contains(BASIC);
            assertThat(neighbour.asked())
                    .containsExactly(new ScriptedRegistry.Asked(manifest("1"), null));
        }
    }

    @Test
    void row42NamesOutsideAsciiAreSentAsUtf8AndColonsAreRefused() {
        server.on(manifest("1"), status(401, "WWW-Authenticate", "Basic realm=\"r\""));
        var registry = registry(as("жанна-é"));

        assertRefused(Reason.UNAUTHORIZED, () -> registry.manifest(WEB, "1"));

        var sent = server.asked().getLast().authorization().substring("Basic ".length());
        assertThat(new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8))
                .isEqualTo("жанна-é:secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> as("ann:bob"))
                .withMessageContaining("contains a colon");
    }

    @Test
    void row42LayersWhoseTokenExpiredTogetherFetchOneNewToken() throws Exception {
        int layers = 4;
        var content = "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        var tokens = new AtomicInteger();
        var old = new CyclicBarrier(layers);
        server.on(
                "/token",
                exchange ->
                        bytes(
                                        200,
                                        "",
                                        "{\"token\":\"t%d\"}"
                                                .formatted(tokens.incrementAndGet())
                                                .getBytes(StandardCharsets.UTF_8))
                                .to(exchange));
        server.on(manifest("1"), whoHas("Bearer t1", () -> {}, content));
        server.on(manifest("2"), whoHas("Bearer t2", () -> await(old), content));
        var registry = registry();
        registry.manifest(WEB, "1");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking =
                    Collections.nCopies(
                            layers, (Callable<Manifest>) () -> registry.manifest(WEB, "2"));
            for (var answer : threads.invokeAll(asking)) {
                assertThat(answer.get()).isNotNull();
            }
        }

        assertThat(tokens).hasValue(2);
    }

    /** Everybody else is refused, but not before the others are here. */
    private ScriptedRegistry.Answer whoHas(String token, Runnable others, byte[] content) {
        return exchange -> {
            if (token.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                bytes(200, "", content).to(exchange);
                return;
            }
            others.run();
            status(401, "WWW-Authenticate", "Bearer realm=\"%s/token\"".formatted(server.address()))
                    .to(exchange);
        };
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void row42ThePasswordAppearsInNoMessage() {
        server.on(manifest("1"), status(401, "WWW-Authenticate", "Basic realm=\"r\""));

        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(() -> registry().manifest(WEB, "1"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
        assertThat(access().toString()).doesNotContain("secret");
    }

    private Registry registry() {
        return registry(access());
    }

    private RegistryAccess access() {
        return as("ann");
    }

    private RegistryAccess as(String username) {
        return new RegistryAccess(
                server.host(), server.address(), username, "secret", List.of(), List.of(), null);
    }

    private static Registry registry(RegistryAccess access) {
        return Registries.of(List.of(access), Clock.systemUTC(), SHORT)
                .find(access.host())
                .orElseThrow();
    }

    private static String manifest(String reference) {
        return "/v2/team/web/manifests/" + reference;
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(call)
                .extracting(ImageRefusedException::reason)
                .isEqualTo(reason);
    }
}
