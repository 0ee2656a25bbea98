package dev.plimsoll.notify.channel.http;

import static dev.plimsoll.notify.Samples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.notify.channel.HttpTimeouts;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.channel.SecretUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPostTest {

    private final HttpPost http =
            new HttpPost(new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)));

    @ParameterizedTest
    @CsvSource({
        "120, 120",
        "'Sun, 01 Mar 2026 12:00:30 GMT', 30",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 0",
        "soon, ",
        "-5, ",
        "99999999999999999999, ",
    })
    void readsHowLongToWait(String header, Long seconds) {
        assertThat(HttpPost.retryAfter(header, NOON))
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "204, Delivered",
        "302, Refused",
        "400, Refused",
        "408, Unavailable",
        "410, Refused",
        "413, Refused",
        "425, Unavailable",
        "429, Unavailable",
        "500, Unavailable",
        "503, Unavailable",
    })
    void tellsLaterFromNever(int status, String outcome) throws IOException {
        try (var server = new Server(status, 0)) {
            assertThat(http.post(server.url(), Map.of(), new byte[0]).getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
    }

    @Test
    void readsNoMoreOfAnAnswerThanItShows() throws IOException {
        try (var server = new Server(400, 1 << 20)) {
            var refused = (Outcome.Refused) http.post(server.url(), Map.of(), new byte[0]);

            assertThat(refused.reason()).startsWith("HTTP 400: xxx").hasSizeLessThan(250);
        }
    }

    @Test
    void knowsThatNothingArrivedWhereNobodyListens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var url = SecretUrl.of("http://127.0.0.1:" + port + "/canary");

        assertThat(http.post(url, Map.of(), new byte[0]))
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        outcome -> assertThat(outcome.reason()).doesNotContain("canary"));
    }

    @Test
    void doesNotKnowWhatHappenedWhenNoAnswerCame() throws IOException {
        var impatient =
                new HttpPost(new HttpTimeouts(Duration.ofMillis(50), Duration.ofMillis(50)));
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = SecretUrl.of("http://127.0.0.1:" + silent.getLocalPort() + "/canary");

            assertThat(impatient.post(url, Map.of(), new byte[0]))
                    .isEqualTo(new Outcome.Unknown("no answer within PT0.05S"));
        }
    }

    /** Answers with one status and a body of that many bytes. */
    private static final class Server implements AutoCloseable {

        private final HttpServer server;

        Server(int status, int bytes) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
                            exchange.getResponseBody().write("x".repeat(bytes).getBytes(UTF_8));
                        } catch (IOException e) {
                            // The client hung up, as it should.
                            assertThat(bytes).isPositive();
                        }
                    });
            server.start();
        }

        SecretUrl url() {
            return SecretUrl.of("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
