package dev.plimsoll.analysis.advisory;

import static dev.plimsoll.analysis.advisory.ScriptedServer.answer;
import static dev.plimsoll.analysis.advisory.ScriptedServer.broken;
import static dev.plimsoll.analysis.advisory.ScriptedServer.partial;
import static dev.plimsoll.analysis.advisory.ScriptedServer.rest;
import static dev.plimsoll.analysis.advisory.ScriptedServer.status;
import static dev.plimsoll.analysis.advisory.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.plimsoll.analysis.advisory.FeedFile.Kind;
import dev.plimsoll.analysis.advisory.ScriptedServer.Asked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedFetcherTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final int LIMIT = 500_000;
    private static final byte[] CONTENT = bytes(300_000);
    private static final byte[] OTHER = bytes(200_000);

    private static final DownloadRules QUICK =
            new DownloadRules(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    1_000,
                    4,
                    Duration.ofMillis(1),
                    Duration.ofMillis(5));

    @TempDir private Path folder;
    private ScriptedServer server;
    private FeedFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        fetcher = fetcherAt(NOW);
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
    }

    @Test
    void fetchesAFeedOnlyWhenItChanged() throws Exception {
        server.script(whole("\"1\"", CONTENT), status(304), whole("\"2\"", OTHER));

        var first = taken(fetcher.fetch(feed(), null));
        assertThat(first.content()).hasBinaryContent(CONTENT);
        assertThat(first.kind()).isEqualTo(Kind.NEW);
        fetcher.keep(first);
        assertThat(fetcher.fetch(feed(), first.stamp())).isEqualTo(new Fetched.Unchanged(NOW));
        var second = taken(fetcher.fetch(feed(), first.stamp()));

        assertThat(second.content()).hasBinaryContent(OTHER);
        assertThat(server.asked())
                .extracting(Asked::ifNoneMatch)
                .containsExactly("", "\"1\"", "\"1\"");
    }

    @Test
    void goesOnWhereAConnectionBroke() throws Exception {
        server.script(broken("\"1\"", CONTENT, 180_000), rest("\"1\"", CONTENT));

        var file = taken(fetcher.fetch(feed(), null));

        assertThat(file.content()).hasBinaryContent(CONTENT);
        var asked = server.asked();
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().range()).matches("bytes=[1-9][0-9]*-");
        assertThat(asked.getLast().ifRange()).isEqualTo("\"1\"");
    }

    @Test
    void goesOnWhereAConnectionBrokeBeforeARestart() throws Exception {
        server.script(broken("\"1\"", CONTENT, 180_000), status(404));
        assertThatIOException().isThrownBy(() -> fetcher.fetch(feed(), null));
        fetcher.close();
        fetcher = fetcherAt(LATER);
        server.script(rest("\"1\"", CONTENT));

        var file = taken(fetcher.fetch(feed(), null));

        assertThat(file.content()).hasBinaryContent(CONTENT);
        assertThat(server.asked().getLast().range()).isNotEmpty();
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoRanges() throws Exception {
        server.script(broken("\"1\"", CONTENT, 180_000), whole("\"1\"", CONTENT));

        assertThat(taken(fetcher.fetch(feed(), null)).content()).hasBinaryContent(CONTENT);
    }

    @Test
    void beginsAnewWhenTheContentChangedMeanwhile() throws Exception {
        server.script(broken("\"1\"", CONTENT, 180_000), whole("\"2\"", OTHER));

        var file = taken(fetcher.fetch(feed(), null));

        assertThat(file.content()).hasBinaryContent(OTHER);
        assertThat(file.stamp()).isEqualTo("\"2\"|");
    }

    @Test
    void neverJoinsPartsThatDoNotBelongTogether() throws Exception {
        for (var wrong :
                List.of(
                        partial("\"1\"", "bytes 5-299999/300000", CONTENT, 5),
                        partial("\"1\"", "bytes 0-9/300000", CONTENT, 299_990),
                        partial("\"2\"", "bytes 180000-299999/300000", CONTENT, 180_000),
                        partial("\"1\"", "lines 1-2/3", CONTENT, 180_000),
                        status(416))) {
            server.script(broken("\"1\"", CONTENT, 180_000), wrong, whole("\"1\"", CONTENT));

            var file = taken(fetcher.fetch(feed(), null));

            assertThat(file.content()).hasBinaryContent(CONTENT);
            fetcher.discard(file);
        }
    }

    @Test
    void doesNotContinueWhatNobodyCanTellApart() throws Exception {
        server.script(
                exchange -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    exchange.getResponseBody().write(CONTENT, 0, 180_000);
                    exchange.getResponseBody().flush();
                    throw new IOException("the cable is cut");
                },
                answer(200, Map.of(), CONTENT));

        assertThat(taken(fetcher.fetch(feed(), null)).content()).hasBinaryContent(CONTENT);
        assertThat(server.asked()).extracting(Asked::range).containsExactly("", "");
    }

    @Test
    void triesAgainWhatMayPassAndNotWhatWillNot() throws Exception {
        server.script(status(503), status(429), whole("\"1\"", CONTENT));
        assertThat(taken(fetcher.fetch(feed(), null)).content()).hasBinaryContent(CONTENT);

        server.script(status(404));
        assertThatIOException()
                .isThrownBy(() -> fetcher.fetch(feed(), null))
                .withMessage("the server answered 404");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void givesUpAfterSomeAttemptsAndWhenItIsToldToWaitForLong() {
        server.script(status(503));
        assertThatIOException()
                .isThrownBy(() -> fetcher.fetch(feed(), null))
                .withMessage("the server answered 503");
        assertThat(server.asked()).hasSize(QUICK.attempts());

        server.script(answer(503, Map.of("Retry-After", "3600"), new byte[0]));
        assertThatIOException().isThrownBy(() -> fetcher.fetch(feed(), null));
        assertThat(server.asked()).hasSize(QUICK.attempts() + 1);
    }

    @Test
    void givesUpOnAServerThatSendsNextToNothing() {
        server.script(server.stalling(CONTENT, 10));
        var impatient =
                new DownloadRules(
                        QUICK.connect(),
                        Duration.ofMillis(300),
                        QUICK.bytesInWindow(),
                        2,
                        QUICK.pause(),
                        QUICK.longestPause());

        try (var hasty = fetcherAt(NOW, impatient)) {
            assertThatIOException()
                    .isThrownBy(() -> hasty.fetch(feed(), null))
                    .withMessage("less than 1000 bytes came in PT0.3S");
        }
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void refusesWhatIsTooLargeWhetherAnnouncedOrNot() {
        var large = bytes(LIMIT + 1);
        server.script(
                whole("\"1\"", large),
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(large);
                });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(FeedRefusedException.class)
                    .isThrownBy(() -> fetcher.fetch(feed(), null))
                    .withMessage("it is larger than 500000 bytes");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void followsTheServerOnItsOwnHostOnly() throws Exception {
        server.script(
                answer(302, Map.of("Location", "/moved.jsonl"), new byte[0]),
                whole("\"1\"", CONTENT));
        assertThat(taken(fetcher.fetch(feed(), null)).content()).hasBinaryContent(CONTENT);
        assertThat(server.asked())
                .extracting(Asked::path)
                .containsExactly("/a.jsonl", "/moved.jsonl");

        for (var elsewhere :
                List.of(
                        "http://localhost:1/a.jsonl",
                        "http://169.254.169.254/latest",
                        "file:///etc/passwd",
                        "http://user:secret@127.0.0.1/")) {
            server.script(answer(301, Map.of("Location", elsewhere), new byte[0]));
            assertThatIOException()
                    .isThrownBy(() -> fetcher.fetch(feed(), null))
                    .withMessageContaining("configure the address there")
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void endsACircleOfRedirects() {
        server.script(answer(302, Map.of("Location", "/a.jsonl"), new byte[0]));

        assertThatIOException()
                .isThrownBy(() -> fetcher.fetch(feed(), null))
                .withMessageContaining("more than 5 times");
    }

    @Test
    void readsTheLastGoodContentWithoutNetworkAfterARestart() throws Exception {
        server.script(whole("\"1\"", CONTENT));
        fetcher.keep(taken(fetcher.fetch(feed(), null)));
        var feed = feed();
        server.close();
        fetcher.close();
        fetcher = fetcherAt(LATER);

        var fetched = (Fetched.Content) fetcher.fetch(feed, null);

        assertThat(fetched.trouble()).isNotNull();
        assertThat(fetched.file().content()).hasBinaryContent(CONTENT);
        assertThat(fetched.file().kind()).isEqualTo(Kind.KEPT);
        assertThat(fetched.file().checkedAt()).isEqualTo(NOW);
        assertThatIOException().isThrownBy(() -> fetcher.fetch(feed, fetched.file().stamp()));
    }

    @Test
    void asksOnlyWhetherItChangedAfterARestart() throws Exception {
        server.script(whole("\"1\"", CONTENT), status(304));
        fetcher.keep(taken(fetcher.fetch(feed(), null)));
        fetcher.close();
        fetcher = fetcherAt(LATER);

        var fetched = (Fetched.Content) fetcher.fetch(feed(), null);

        assertThat(fetched.trouble()).isNull();
        assertThat(fetched.file().content()).hasBinaryContent(CONTENT);
        assertThat(fetched.file().checkedAt()).isEqualTo(LATER);
    }

    @Test
    void row55NeverReadsAContentThatIsNotWhole() throws Exception {
        server.script(whole("\"1\"", CONTENT));
        fetcher.keep(taken(fetcher.fetch(feed(), null)));
        try (var files = Files.list(folder)) {
            var content = files.filter(file -> file.toString().endsWith(".content")).toList();
            Files.write(content.getFirst(), Arrays.copyOf(CONTENT, 1_000));
        }
        fetcher.close();
        fetcher = fetcherAt(LATER);

        var file = taken(fetcher.fetch(feed(), null));

        assertThat(file.kind()).isEqualTo(Kind.NEW);
        assertThat(file.content()).hasBinaryContent(CONTENT);
        assertThat(server.asked().getLast().ifNoneMatch()).isEmpty();
    }

    @Test
    void keepsOneContentOfAFeedAndNothingOfARefusedOne() throws Exception {
        server.script(whole("\"1\"", CONTENT), whole("\"2\"", OTHER), whole("\"3\"", OTHER));
        fetcher.keep(taken(fetcher.fetch(feed(), null)));
        fetcher.keep(taken(fetcher.fetch(feed(), null)));
        fetcher.discard(taken(fetcher.fetch(feed(), null)));

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.toString().replaceAll(".*\\.", ""))
                    .containsExactlyInAnyOrder("content", "properties");
        }
    }

    @Test
    void readsWhatAServerPackedUnaskedOrNamedWrongly() throws Exception {
        var record = "{\"id\":\"A-1\",\"affected\":[]}\n";
        var packed = gzip(record);
        server.script(
                answer(200, Map.of("Content-Encoding", "gzip"), packed),
                answer(
                        200,
                        Map.of("Content-Encoding", "gzip"),
                        record.getBytes(StandardCharsets.UTF_8)));

        for (int i = 0; i < 2; i++) {
            var entries = new ArrayList<FeedEntry>();
            new FeedReader(FeedLimits.DEFAULT)
                    .read(taken(fetcher.fetch(feed(), null)), entries::add);
            assertThat(entries)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            FeedEntry.Advisory.class,
                            entry -> assertThat(entry.advisory().getId()).isEqualTo("A-1"));
        }
    }

    @Test
    void doesNotSendBackWhatIsNoTag() throws Exception {
        server.script(answer(200, Map.of("ETag", "none at all"), CONTENT));

        assertThat(taken(fetcher.fetch(feed(), null)).stamp()).isEqualTo("|");
    }

    @Test
    void namesAFeedByTheEndOfItsAddressAndShowsNoQuery() {
        var zip = new Feed.Download(URI.create("https://example.com/Debian/all.zip?token=s3cret"));
        var other = new Feed.Download(URI.create("https://example.com/feeds/kev.json"));
        var tracker = new Feed.Download(URI.create("https://example.com/tracker/data/json"));
        var spaced = new Feed.Download(URI.create("https://example.com/Rocky%20Linux/all.zip"));

        assertThat(zip.name()).isEqualTo("Debian/all.zip");
        assertThat(zip.location()).isEqualTo("https://example.com/Debian/all.zip");
        assertThat(other.name()).isEqualTo("kev.json");
        assertThat(tracker.name()).isEqualTo("tracker/data/json");
        assertThat(spaced.name()).isEqualTo("Rocky Linux/all.zip");
        assertThat(new Feed.LocalFile(Path.of("/mirror/PyPI/all.zip")).name())
                .isEqualTo("PyPI/all.zip");
    }

    private FeedFetcher fetcherAt(Instant now) {
        return fetcherAt(now, QUICK);
    }

    private FeedFetcher fetcherAt(Instant now, DownloadRules rules) {
        return new FeedFetcher(
                new DownloadFolder(folder), rules, LIMIT, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Feed feed() {
        return new Feed.Download(server.uri("/a.jsonl"));
    }

    private static FeedFile taken(Fetched fetched) {
        return ((Fetched.Content) fetched).file();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
