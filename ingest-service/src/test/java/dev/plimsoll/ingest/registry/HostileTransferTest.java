package dev.plimsoll.ingest.registry;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.bytes;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.Trap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that end early, late, never or elsewhere. Numbers are the rows of the list. */
@Contained
class HostileTransferTest {

    private static final Repository WEB = new Repository("team/web");
    private static final int SIZE = 1_000_000;

    /** All but one per cent. */
    private static final int CUT = 990_000;

    private static final Patience SHORT =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofMillis(600),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(200));

    private final byte[] content = new byte[SIZE];
    private final Queue<String> ranges = new ConcurrentLinkedQueue<>();
    private ScriptedRegistry server;
    private Descriptor blob;
    private String path;

    @BeforeEach
    void start() throws IOException {
        new Random(40).nextBytes(content);
        server = new ScriptedRegistry();
        blob = new Descriptor("", Digest.of(content), SIZE);
        path = "/v2/team/web/blobs/" + blob.digest();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void row30HeadersThatTrickleAreGivenUp() {
        try (var raw =
                new RawServer(
                        socket -> {
                            RawServer.head(socket);
                            while (true) {
                                socket.getOutputStream().write("X".getBytes(ISO_8859_1));
                                socket.getOutputStream().flush();
                                Thread.onSpinWait();
                            }
                        })) {
            assertUnavailable(() -> registry(raw.address("http")).manifest(WEB, "1"));
        }
    }

    @Test
    void row30ABodyAboveTheMinimumRateHasADeadlineAllTheSame() {
        // 17 KiB at a time, 4 MiB only after a minute.
        server.on("/v2/team/web/manifests/1", ScriptedRegistry.endless(new byte[17 * 1024], 250));
        var patient =
                new Patience(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(900),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(600));

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry(server.address(), patient).manifest(WEB, "1"))
                .withMessageContaining("too slow");
    }

    @Test
    void row30ABlobThatIsTooSlowIsNotAskedForAgain() {
        server.on(path, ScriptedRegistry.endless(new byte[1], 20));

        assertUnavailable(() -> registry().config(WEB, blob));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void row40AConnectionResetAtNinetyNinePerCentGoesOnFromThere() {
        server.on(path, cutOnce(this::rest));

        assertThat(registry().config(WEB, blob)).isEqualTo(content);
        assertWentOn();
    }

    @Test
    void row40ARegistryWithoutRangesIsReadFromTheBeginningAgain() {
        server.on(path, cutOnce((exchange, _) -> bytes(200, "", content).to(exchange)));

        assertThat(registry().config(WEB, blob)).isEqualTo(content);
        assertWentOn();
    }

    @Test
    void row40AnotherRestThanTheRestIsFoundByTheDigest() {
        var other = content.clone();
        other[SIZE - 1] ^= 1;
        server.on(
                path,
                cutOnce(
                        (exchange, from) -> {
                            range(exchange, from, SIZE);
                            bytes(206, "", Arrays.copyOfRange(other, from, SIZE)).to(exchange);
                        }));

        assertRefused(Reason.DIGEST_MISMATCH, () -> registry().config(WEB, blob));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-999999/1000000",
                "bytes 990000-999999/2000000",
                "bytes 990000-2000000/*",
                "bytes 989999-999999/1000000",
                "octets 990000-999999/1000000",
                ""
            })
    void row40ARangeThatWasNotAskedForIsRefused(String range) {
        server.on(
                path,
                cutOnce(
                        (exchange, from) -> {
                            exchange.getResponseHeaders().set("Content-Range", range);
                            bytes(206, "", Arrays.copyOfRange(content, from, SIZE)).to(exchange);
                        }));

        assertRefused(Reason.UNEXPECTED_RESPONSE, () -> registry().config(WEB, blob));
    }

    @Test
    void row40ABlobThatIsCutAgainAndAgainIsTriedLater() {
        server.on(
                path,
                exchange -> {
                    int from = from(exchange);
                    range(exchange, from, SIZE);
                    exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
                    exchange.getResponseBody().write(content, from, 1_000);
                    exchange.getResponseBody().flush();
                    throw new IOException("pulled the plug");
                });

        assertUnavailable(() -> registry().config(WEB, blob));
        assertThat(ranges).hasSize(1 + BlobBody.MAX_RESUMPTIONS);
    }

    @Test
    void row40ABusyRegistryEndsTheResumptionAndSaysWhenToComeAgain() {
        server.on(path, cutOnce((exchange, _) -> status(429, "Retry-After", "7").to(exchange)));

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry().config(WEB, blob))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void row40ARedirectOnTheWayIsFollowedAgainWithTheRange() throws IOException {
        try (var storage = new ScriptedRegistry()) {
            server.on(path, status(307, "Location", storage.address() + "/signed"));
            storage.on("/signed", cutOnce(this::rest));
            var access =
                    new RegistryAccess(
                            server.host(),
                            server.address(),
                            null,
                            null,
                            List.of(),
                            List.of(storage.host()),
                            null);

            var read =
                    Registries.of(List.of(access), Clock.systemUTC(), SHORT)
                            .find(server.host())
                            .orElseThrow()
                            .config(WEB, blob);

            assertThat(read).isEqualTo(content);
            assertThat(server.asked()).hasSameSizeAs(ranges);
            assertWentOn();
        }
    }

    @Test
    void row42ATokenThatExpiresInTheMiddleOfABlobIsFetchedOnceMore() {
        var tokens = new AtomicInteger();
        server.on(
                "/token",
                exchange ->
                        bytes(
                                        200,
                                        "",
                                        "{\"token\":\"t%d\"}"
                                                .formatted(tokens.incrementAndGet())
                                                .getBytes(ISO_8859_1))
                                .to(exchange));
        var cutOnce = cutOnce(this::rest);
        server.on(
                path,
                exchange -> {
                    boolean resumed = exchange.getRequestHeaders().containsKey("Range");
                    var valid = resumed ? "Bearer t2" : "Bearer t1";
                    if (valid.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                        cutOnce.to(exchange);
                    } else {
                        status(
                                        401,
                                        "WWW-Authenticate",
                                        "Bearer realm=\"%s/token\"".formatted(server.address()))
                                .to(exchange);
                    }
                });

        assertThat(registry().config(WEB, blob)).isEqualTo(content);
        assertThat(tokens).hasValue(2);
    }

    @Test
    void row38AResumptionIsRedirectedNowhereElse(Trap trap) {
        server.on(
                path,
                cutOnce(
                        (exchange, _) ->
                                status(307, "Location", trap.address() + "/x").to(exchange)));

        assertRefused(Reason.REDIRECT_REFUSED, () -> registry().config(WEB, blob));
    }

    @Test
    void row40APartThatNobodyAskedForIsRefused() {
        server.on(
                path,
                exchange -> {
                    range(exchange, 0, SIZE);
                    bytes(206, "", content).to(exchange);
                });

        assertRefused(Reason.UNEXPECTED_RESPONSE, () -> registry().config(WEB, blob));
    }

    @Test
    void row40ALoginPageIsNoManifestAndNoBlob() {
        var page = "<html>please log in</html>".getBytes(ISO_8859_1);
        server.on("/v2/team/web/manifests/1", bytes(200, "text/html; charset=utf-8", page));
        server.on(path, bytes(200, "text/html", page));

        assertRefused(Reason.UNEXPECTED_RESPONSE, () -> registry().manifest(WEB, "1"));
        assertRefused(Reason.DIGEST_MISMATCH, () -> registry().config(WEB, blob));
    }

    @Test
    void row40ABlobPackedOnceMoreOnTheWayIsNotTheBlob() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        server.on(path, encoded(packed.toByteArray()));

        assertRefused(Reason.DIGEST_MISMATCH, () -> registry().config(WEB, blob));
        assertThat(ranges).containsExactly("identity");
    }

    @Test
    void row40ALabelAloneChangesNoByte() {
        server.on(path, encoded(content));

        assertThat(registry().config(WEB, blob)).isEqualTo(content);
    }

    @Test
    void row40AServerThatSaysGoAwayIsTriedLater() {
        // SETTINGS and GOAWAY of HTTP/2, to a client that never spoke it.
        var frames =
                new byte[] {
                    0, 0, 0, 4, 0, 0, 0, 0, 0, //
                    0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                };
        try (var raw =
                new RawServer(
                        socket -> {
                            RawServer.head(socket);
                            socket.getOutputStream().write(frames);
                            socket.shutdownOutput();
                            socket.getInputStream().read();
                        })) {
            assertUnavailable(() -> registry(raw.address("http")).manifest(WEB, "1"));
        }
    }

    @Test
    void row40AStormOfFailuresIsNotAnsweredWithAStormOfRequests() {
        server.on("/v2/team/web/manifests/1", status(503, "X-Test", "1"));
        var registry = registry();

        for (int push = 0; push < 100; push++) {
            assertUnavailable(() -> registry.manifest(WEB, "1"));
        }

        assertThat(server.asked()).hasSize(Circuit.FAILURES);
    }

    /** Answers with all but one per cent and a reset, then as the test says. */
    private ScriptedRegistry.Answer cutOnce(Rest rest) {
        return exchange -> {
            int from = from(exchange);
            if (from > 0) {
                rest.answer(exchange, from);
                return;
            }
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(content, 0, CUT);
            exchange.getResponseBody().flush();
            throw new IOException("pulled the plug");
        };
    }

    /** From some byte before the cut: the client may drop what it had not handed over yet. */
    private void assertWentOn() {
        var last = List.copyOf(ranges).getLast();
        assertThat(last).matches("bytes=[1-9][0-9]*-");
        assertThat(Integer.parseInt(last, 6, last.length() - 1, 10)).isLessThanOrEqualTo(CUT);
    }

    @FunctionalInterface
    private interface Rest {
        void answer(HttpExchange exchange, int from) throws IOException;
    }

    private void rest(HttpExchange exchange, int from) throws IOException {
        range(exchange, from, SIZE);
        bytes(206, "", Arrays.copyOfRange(content, from, SIZE)).to(exchange);
    }

    private int from(HttpExchange exchange) {
        var range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "none" : range);
        return range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
    }

    private static void range(HttpExchange exchange, int from, int size) {
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
    }

    private ScriptedRegistry.Answer encoded(byte[] body) {
        return exchange -> {
            ranges.add(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            bytes(200, "", body).to(exchange);
        };
    }

    private Registry registry() {
        return registry(server.address());
    }

    private static Registry registry(URI address) {
        return registry(address, SHORT);
    }

    private static Registry registry(URI address, Patience patience) {
        var access = RegistryAccess.anonymous("registry.example.com", address);
        return Registries.of(List.of(access), Clock.systemUTC(), patience)
                .find(access.host())
                .orElseThrow();
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(call);
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(call)
                .extracting(ImageRefusedException::reason)
                .isEqualTo(reason);
    }
}
