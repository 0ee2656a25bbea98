package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedFetcherTest {

    private final List<String> conditions = new ArrayList<>();
    private final FeedFetcher fetcher = new FeedFetcher(1_000);
    private HttpServer server;
    private String etag = "\"1\"";
    private int status = 200;
    private String body = "content";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        fetcher.close();
    }

    @Test
    void fetchesAFeedOnlyWhenItChanged() throws Exception {
        String stamp;
        try (var first = fetcher.fetch(feed(), null).orElseThrow()) {
            assertThat(first.content()).hasContent("content");
            stamp = first.stamp();
        }

        assertThat(fetcher.fetch(feed(), stamp)).isEmpty();

        etag = "\"2\"";
        body = "newer";
        try (var second = fetcher.fetch(feed(), stamp).orElseThrow()) {
            assertThat(second.content()).hasContent("newer");
        }
        assertThat(conditions).containsExactly("null", "\"1\"", "\"1\"");
    }

    @Test
    void deletesADownloadWhenItIsClosed() throws Exception {
        var file = fetcher.fetch(feed(), null).orElseThrow();

        file.close();

        assertThat(Files.exists(file.content())).isFalse();
    }

    @Test
    void saysWhatTheServerAnswered() {
        status = 503;

        assertThatIOException()
                .isThrownBy(() -> fetcher.fetch(feed(), null))
                .withMessage("the server answered 503");
    }

    @Test
    void stopsADownloadBeyondTheLimit() {
        body = "x".repeat(2_000);

        assertThatIOException().isThrownBy(() -> fetcher.fetch(feed(), null));
    }

    @Test
    void namesAFeedByTheEndOfItsAddressAndShowsNoQuery() {
        var zip = new Feed.Download(URI.create("https://example.com/Debian/all.zip?token=s3cret"));
        var other = new Feed.Download(URI.create("https://example.com/feeds/kev.json"));

        assertThat(zip.name()).isEqualTo("Debian/all.zip");
        assertThat(zip.location()).isEqualTo("https://example.com/Debian/all.zip");
        assertThat(other.name()).isEqualTo("kev.json");
    }

    private Feed feed() {
        return new Feed.Download(
                URI.create("http://127.0.0.1:%d/a.jsonl".formatted(server.getAddress().getPort())));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var condition = exchange.getRequestHeaders().getFirst("If-None-Match");
            conditions.add(String.valueOf(condition));
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(condition)) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
