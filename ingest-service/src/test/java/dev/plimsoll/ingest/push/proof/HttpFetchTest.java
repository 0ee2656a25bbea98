package dev.plimsoll.ingest.push.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFetchTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger followed = new AtomicInteger();

    private HttpServer server;
    private HttpFetch fetch;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        fetch = new HttpFetch(HttpClient.newBuilder(), Duration.ofMillis(500));
        server.createContext(
                "/status/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    var path = exchange.getRequestURI().getPath();
                    exchange.sendResponseHeaders(
                            Integer.parseInt(path.substring("/status/".length())), -1);
                    exchange.close();
                });
        server.createContext(
                "/elsewhere",
                exchange -> {
                    followed.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.createContext(
                "/keys",
                exchange -> {
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getResponseBody().write("keys".getBytes(UTF_8));
                    exchange.close();
                });
        server.createContext(
                "/drop-by-drop",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('k');
                    exchange.getResponseBody().flush();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        fetch.close();
        server.stop(0);
    }

    @Test
    void whatIsThereIsFetched() throws IOException {
        assertThat(fetch.get(address("/keys"), 4)).isEqualTo("keys".getBytes(UTF_8));
    }

    @Test
    void moreThanTheBoundIsRefused() {
        assertThatThrownBy(() -> fetch.get(address("/keys"), 3)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 500, 503, 429, 408, 204})
    void anAnswerThatMayChangeIsNoAnswer(int status) {
        assertThatThrownBy(() -> fetch.get(address("/status/" + status), 4))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(Fetch.NotThereException.class);
        assertThat(followed).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404})
    void whatIsNotThereIsToldApart(int status) {
        assertThatThrownBy(() -> fetch.get(address("/status/" + status), 4))
                .isInstanceOf(Fetch.NotThereException.class);
    }

    @Test
    void aBodyThatDoesNotEndIsNotWaitedFor() {
        assertThatThrownBy(() -> fetch.get(address("/drop-by-drop"), 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took too long");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    }
}
