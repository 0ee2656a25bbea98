package dev.plimsoll.ingest.registry;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.bytes;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.endless;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.Trap;
import dev.plimsoll.ingest.registry.ScriptedRegistry.Answer;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of repositories and tags that lie, lead away or never end. */
@Contained
class HostileListTest {

    private static final Repository WEB = new Repository("team/web");
    private static final String CATALOGUE = "/v2/_catalog";
    private static final String TAGS = "/v2/team/web/tags/list";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(UTF_8));

    private ScriptedRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pagesAreReadInTheirOrderToTheLast() {
        server.on(
                CATALOGUE,
                exchange -> {
                    var query = String.valueOf(exchange.getRequestURI().getRawQuery());
                    switch (query) {
                        case "n=100" ->
                                page("[\"a\",\"b\"]", "</v2/_catalog?last=b&n=100>; rel=\"next\"")
                                        .to(exchange);
                        case "last=b&n=100" ->
                                page(
                                                "[\"c\"]",
                                                "<%s/elsewhere?last=c%%2Fd>;rel=next, <?x=1>; rel=\"prev\""
                                                        .formatted(server.address()))
                                        .to(exchange);
                        case "last=c%2Fd" -> page("[\"c/d\"]", "<?x=1>; rel=\"prev\"").to(exchange);
                        default -> status(500, "X", query).to(exchange);
                    }
                });

        var names = registry().repositories(ListLimits.USUAL);

        assertThat(names.values()).containsExactly("a", "b", "c", "c/d");
        assertThat(names.complete()).isTrue();
    }

    @Test
    void endlessPagesEndAtTheBoundAndAreNotComplete() {
        var page = new AtomicInteger();
        server.on(
                CATALOGUE,
                exchange -> {
                    int number = page.incrementAndGet();
                    page(
                                    "[\"r%d\"]".formatted(number),
                                    "<?page=%d>; rel=\"next\"".formatted(number))
                            .to(exchange);
                });

        var byPages =
                registry().repositories(new ListLimits(100, 7, 1_000, 1_000_000, 1_000, 1_000));
        assertThat(byPages.complete()).isFalse();
        assertThat(byPages.values()).hasSize(7);
        assertThat(page).hasValue(7);

        var byNames =
                registry().repositories(new ListLimits(100, 500, 1_000, 1_000_000, 20, 1_000));
        assertThat(byNames.complete()).isFalse();
        assertThat(byNames.values()).hasSize(20);

        var byBytes = registry().repositories(new ListLimits(100, 500, 1_000, 200, 1_000, 1_000));
        assertThat(byBytes.complete()).isFalse();
        assertThat(byBytes.values()).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"a\"]", "[\"../../etc\"]"})
    void pagesThatBringNothingNewEndSoon(String names) {
        var page = new AtomicInteger();
        server.on(
                CATALOGUE,
                exchange ->
                        page(names, "<?page=%d>; rel=\"next\"".formatted(page.incrementAndGet()))
                                .to(exchange));

        assertThat(registry().repositories(ListLimits.USUAL).complete()).isFalse();
        assertThat(page.get()).isLessThan(15);
    }

    @Test
    void aPageThatLeadsToItselfIsReadOnce() {
        server.on(CATALOGUE, page("[\"a\"]", "<?n=100>; rel=\"next\""));

        assertThat(registry().repositories(ListLimits.USUAL).complete()).isFalse();
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aLinkToAnotherHostIsRefusedAndNotFollowed(Trap trap) {
        server.on(
                TAGS,
                page("tags", "[\"1.0\"]", "<%s/v2?x=1>; rel=\"next\"".formatted(trap.address())));

        refused(() -> registry("ann").tags(WEB, ListLimits.USUAL))
                .withMessageContaining("which is no page of it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//HOST/v2?n=1",
                "ftp://HOST/?n=1",
                "http://ann@OWN/?n=1",
                "/v2/_catalog",
                "?n=a b",
                "file:///etc/passwd?n=1"
            })
    void anyOtherLinkThatIsNoPageIsRefused(String link, Trap trap) {
        server.on(
                CATALOGUE,
                page(
                        "[\"a\"]",
                        "<%s>; rel=\"next\""
                                .formatted(
                                        link.replace("HOST", trap.host())
                                                .replace("OWN", server.host()))));

        refused(() -> registry().repositories(ListLimits.USUAL));
    }

    @Test
    void namesOutsideTheGrammarAreLeftOutAndCounted() {
        server.on(
                CATALOGUE,
                page(
                        """
                        ["ok", "../../etc/passwd", "a/../b", "UPPER", "", "a//b", "/a", "a\\u0000", 7, null,
                         {"a": 1}, "ok", "%s"]
                        """
                                .formatted("x".repeat(300)),
                        ""));
        server.on(
                TAGS,
                page(
                        "tags",
                        "[\"1.0\", \"../1\", \"1.0\", \"-a\", \"a b\", \"%s\"]"
                                .formatted("t".repeat(129)),
                        ""));

        var repositories = registry().repositories(ListLimits.USUAL);
        var tags = registry().tags(WEB, ListLimits.USUAL);

        assertThat(repositories.values()).containsExactly("ok");
        assertThat(repositories.malformed()).isEqualTo(11);
        assertThat(tags.values()).containsExactly("1.0");
        assertThat(tags.malformed()).isEqualTo(4);
    }

    @Test
    void aHundredMegabytesAreNotRead() {
        server.on(CATALOGUE, endless(" ".repeat(1 << 20).getBytes(UTF_8), 0));

        refused(() -> registry().repositories(ListLimits.USUAL))
                .withMessageContaining("more than 4194304 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"repositories\": 7}",
                "{\"repositories\": {\"a\": 1}}",
                "{\"repositories\": []",
                "{\"repositories\": [], \"repositories\": [\"a\"]}",
                "<html>log in</html>",
            })
    void whatIsNoListIsRefusedAndNotTakenForAnEmptyOne(String document) {
        server.on(CATALOGUE, bytes(200, "application/json", document.getBytes(UTF_8)));

        refused(() -> registry().repositories(ListLimits.USUAL));
    }

    @Test
    void deepAndWideDocumentsAreRefusedOrRead() {
        server.on(
                CATALOGUE,
                bytes(
                        200,
                        "application/json",
                        ("{\"repositories\": " + "[".repeat(100_000)).getBytes(UTF_8)));
        refused(() -> registry().repositories(ListLimits.USUAL));

        server.on(CATALOGUE, page("[" + "1,".repeat(1_500_000) + "1]", ""));
        assertThat(registry().repositories(ListLimits.USUAL).malformed()).isEqualTo(1_500_001);
    }

    @Test
    void aRepositoryWhoseTagsAreAllGoneHasNone() {
        server.on(TAGS, page("tags", "null", ""));

        assertThat(registry().tags(WEB, ListLimits.USUAL))
                .isEqualTo(new Names(new java.util.TreeSet<>(), 0, true));
    }

    @Test
    void theCatalogueIsAskedForWithATokenOfItsOwnScope() {
        server.on(
                CATALOGUE,
                exchange -> {
                    if ("Bearer t0k"
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                        page("[\"a\"]", "").to(exchange);
                    } else {
                        status(
                                        401,
                                        "WWW-Authenticate",
                                        "Bearer realm=\"%s/token\",scope=\"repository:other:push\""
                                                .formatted(server.address()))
                                .to(exchange);
                    }
                });
        server.on("/token", bytes(200, "", "{\"token\":\"t0k\"}".getBytes(UTF_8)));

        assertThat(registry("ann").repositories(ListLimits.USUAL).values()).containsExactly("a");
        assertThat(server.asked())
                .contains(new ScriptedRegistry.Asked("/token?scope=registry%3Acatalog%3A*", BASIC));
    }

    @Test
    void thePasswordGoesUnaskedToTheOwnHostAndToNoOther(Trap trap) {
        server.on("/api/v2.0/projects", status(302, "Location", trap.address() + "/"));

        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(
                        () ->
                                registry("ann")
                                        .pages(
                                                "/api/v2.0/projects?page=1",
                                                ListLimits.USUAL,
                                                _ -> Pages.Progress.MORE))
                .matches(refusal -> refusal.reason() == Reason.REDIRECT_REFUSED);
        assertThat(server.asked())
                .containsExactly(new ScriptedRegistry.Asked("/api/v2.0/projects?page=1", BASIC));
    }

    @Test
    void theDigestOfATagIsAskedForWithoutItsManifestAndReadWhereThatIsNotKnown() {
        var digest =
                server.manifest(
                        "team/web",
                        "1.0",
                        ManifestReader.OCI_INDEX,
                        "{\"schemaVersion\":2,\"manifests\":[]}");
        assertThat(registry().digest(WEB, "1.0")).isEqualTo(digest);

        var told = "sha256:" + "a".repeat(64);
        server.on("/v2/team/web/manifests/1.0", status(200, "Docker-Content-Digest", told));
        assertThat(registry().digest(WEB, "1.0")).isEqualTo(new Digest(told));

        server.on("/v2/team/web/manifests/1.0", status(200, "Docker-Content-Digest", "md5:1"));
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(() -> registry().digest(WEB, "1.0"))
                .matches(refusal -> refusal.reason() == Reason.DIGEST_INVALID);

        server.on("/v2/team/web/manifests/1.0", status(404, "X", "y"));
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(() -> registry().digest(WEB, "1.0"))
                .matches(refusal -> refusal.reason() == Reason.GONE);
    }

    private static Answer page(String names, String link) {
        return page("repositories", names, link);
    }

    private static Answer page(String field, String names, String link) {
        return exchange -> {
            if (!link.isEmpty()) {
                exchange.getResponseHeaders().set("Link", link);
            }
            bytes(200, "application/json", "{\"%s\": %s}".formatted(field, names).getBytes(UTF_8))
                    .to(exchange);
        };
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<ImageRefusedException> refused(
            ThrowingCallable listing) {
        return assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(listing)
                .matches(refusal -> refusal.reason() == Reason.UNEXPECTED_RESPONSE);
    }

    private Registry registry() {
        return registry(RegistryAccess.anonymous(server.host(), server.address()));
    }

    private Registry registry(String username) {
        return registry(
                new RegistryAccess(
                        server.host(),
                        server.address(),
                        username,
                        "secret",
                        List.of(),
                        List.of(),
                        null));
    }

    private static Registry registry(RegistryAccess access) {
        return Registries.of(List.of(access), Clock.systemUTC()).find(access.host()).orElseThrow();
    }
}
