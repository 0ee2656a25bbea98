package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.advisory.RecordedTopic.Published;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisoryMirrorTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path folder;

    private final RecordedTopic topic = new RecordedTopic();
    private final FeedFetcher fetcher = new FeedFetcher(1 << 20);
    private AdvisoryMirror mirror;
    private int writes;

    @BeforeEach
    void start() throws InterruptedException {
        restart();
    }

    @AfterEach
    void stop() {
        fetcher.close();
    }

    @Test
    void publishesAFeedAndSaysThenThatItIsLoaded() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:13", "2.0"));

        assertThat(mirror.refresh()).isTrue();

        var published = topic.takePublished();
        assertThat(published)
                .extracting(Published::key)
                .containsExactly("A-1", "A-2", "feed:debian.jsonl");
        assertThat(published.getLast().event())
                .isEqualTo(
                        FeedLoaded.newBuilder()
                                .setFeed("debian.jsonl")
                                .setLocation(folder.resolve("debian.jsonl").toString())
                                .setRecords(2)
                                .setEcosystems(List.of("Debian:12", "Debian:13"))
                                .setNewest(Instant.parse("2026-01-01T00:00:00Z"))
                                .setLoadedAt(NOW)
                                .build());
    }

    @Test
    void publishesNothingWhenNothingChanged() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        mirror.refresh();

        assertThat(topic.takePublished()).isEmpty();
    }

    @Test
    void publishesOnlyTheFeedAfterARestart() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        restart();
        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:debian.jsonl");
    }

    @Test
    void publishesOnlyWhatChanged() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:12", "1.1"));
        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("A-2", "feed:debian.jsonl");
    }

    @Test
    void d11WithdrawsWhatLeftItsFeedAndTakesItBackWhenItReturns() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();

        assertThat(advisories(topic.takePublished()))
                .singleElement()
                .satisfies(
                        advisory -> {
                            assertThat(advisory.getId()).isEqualTo("A-2");
                            assertThat(advisory.getWithdrawn()).isEqualTo(NOW);
                            assertThat(advisory.getAffected()).hasSize(1);
                        });

        restart();
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();

        assertThat(advisories(topic.takePublished()))
                .singleElement()
                .satisfies(
                        advisory -> {
                            assertThat(advisory.getId()).isEqualTo("A-2");
                            assertThat(advisory.getWithdrawn()).isNull();
                        });
    }

    @Test
    void refusesAFeedThatLostMoreThanTwoOfAHundred() throws Exception {
        write("debian.jsonl", many(200));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", many(195));
        mirror.refresh();
        assertThat(topic.takePublished()).isEmpty();

        restart();
        mirror.refresh();
        assertThat(topic.takePublished()).isEmpty();

        write("debian.jsonl", many(196));
        mirror.refresh();
        assertThat(advisories(topic.takePublished())).hasSize(4);
    }

    @Test
    void refusesAnEmptyFeed() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl");
        mirror.refresh();

        assertThat(topic.takePublished()).isEmpty();
    }

    @Test
    void refusesAFeedThatIsCutShort() throws Exception {
        var whole = gzip(String.join("\n", many(200)));
        Files.write(folder.resolve("debian.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));

        mirror.refresh();
        assertThat(topic.takePublished()).isEmpty();

        Files.write(folder.resolve("debian.jsonl.gz"), whole);
        mirror.refresh();
        assertThat(topic.takePublished()).hasSize(201);
    }

    @Test
    void takesWhatItCanReadOfAFeed() throws Exception {
        write(
                "debian.jsonl",
                "{\"id\":",
                osv("A-1", "Debian:12", "1.0"),
                "{\"schema_version\":\"2.0.0\",\"id\":\"A-3\"}",
                "{\"id\":\"\"}");

        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("A-1", "feed:debian.jsonl");
    }

    @Test
    void keepsOneRecordOfAnIdThatSeveralFeedsHave() throws Exception {
        var older = osv("A-1", "Debian:12", "1.0");
        var newer = older.replace("2026-01-01", "2026-02-01");
        write("a.jsonl", older, osv("A-2", "Debian:12", "1.0"));
        write("b.jsonl", newer, osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();

        assertThat(advisories(topic.takePublished()))
                .extracting(AdvisoryChanged::getId, AdvisoryChanged::getFeed)
                .containsExactly(
                        tuple("A-1", "a.jsonl"), tuple("A-2", "a.jsonl"), tuple("A-1", "b.jsonl"));

        restart();
        mirror.refresh();
        assertThat(advisories(topic.takePublished())).isEmpty();
    }

    @Test
    void findsAWithdrawnRecordAgainInTheOtherFeedThatHasIt() throws Exception {
        write("a.jsonl", osv("A-1", "Debian:12", "1.0"), osv("A-2", "Debian:12", "1.0"));
        write("b.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        write("a.jsonl", osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        mirror.refresh();

        var last = advisories(topic.takePublished()).getLast();
        assertThat(last.getFeed()).isEqualTo("b.jsonl");
        assertThat(last.getWithdrawn()).isNull();
    }

    @Test
    void mergesAnIdThatComesTwiceInAFeed() throws Exception {
        write("alma.jsonl", osv("A-1", "AlmaLinux:8", "1.0"), osv("A-1", "AlmaLinux:9", "1.0"));

        mirror.refresh();

        assertThat(advisories(topic.takePublished()))
                .singleElement()
                .satisfies(
                        advisory ->
                                assertThat(advisory.getAffected())
                                        .extracting(affected -> affected.getEcosystem())
                                        .containsExactly("AlmaLinux:8", "AlmaLinux:9"));
    }

    @Test
    void joinsTheCatalogueAndTheScoresOfNamedVulnerabilities() throws Exception {
        write(
                "debian.jsonl",
                osv("DEBIAN-CVE-2024-1001", "Debian:12", "1.0")
                        .replace("\"modified\"", "\"upstream\":[\"CVE-2024-1001\"],\"modified\""));
        write(
                "kev.json",
                """
                {"catalogVersion":"1","vulnerabilities":[
                {"cveID":"CVE-2024-1001","dueDate":"2024-05-01"},{"cveID":"CVE-2024-2002"}]}\
                """);
        write(
                "epss.csv",
                "#model_version:v1",
                "cve,epss,percentile",
                "CVE-2024-1001,0.5,0.9",
                "CVE-2024-3003,0.1,0.2");
        mirror.refresh();

        var published = topic.takePublished();
        assertThat(
                        published.stream()
                                .map(Published::event)
                                .filter(ExploitationChanged.class::isInstance)
                                .toList()
                                .reversed())
                .startsWith(new ExploitationChanged("CVE-2024-1001", true, "2024-05-01", 0.5, 0.9))
                .contains(new ExploitationChanged("CVE-2024-2002", true, null, null, null))
                .hasSize(3);
        assertThat(published.getLast().event())
                .isInstanceOfSatisfying(
                        FeedLoaded.class,
                        feed -> {
                            assertThat(feed.getEpss()).isTrue();
                            assertThat(feed.getRecords()).isEqualTo(2);
                        });

        restart();
        mirror.refresh();
        assertThat(topic.takePublished()).allMatch(event -> event.key().startsWith("feed:"));
    }

    @Test
    void readsTheScoresAgainWhenMoreVulnerabilitiesAreNamed() throws Exception {
        write("epss.csv", "cve,epss,percentile", "CVE-2024-1001,0.5,0.9");
        mirror.refresh();
        topic.takePublished();

        write(
                "debian.jsonl",
                osv("DEBIAN-CVE-2024-1001", "Debian:12", "1.0")
                        .replace("\"modified\"", "\"upstream\":[\"CVE-2024-1001\"],\"modified\""));
        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .contains("exploitation:CVE-2024-1001");
    }

    @Test
    void withdrawsTheFeedsOfALocationThatIsNoLongerConfigured() throws Exception {
        var old = Files.createDirectory(folder.resolve("old"));
        var current = Files.createDirectory(folder.resolve("current"));
        Files.writeString(old.resolve("sample.jsonl"), osv("A-1", "Debian:12", "1.0"));
        Files.writeString(current.resolve("real.jsonl"), osv("B-1", "Debian:12", "1.0"));
        restart(old.toString());
        mirror.refresh();
        topic.takePublished();

        restart(current.toString());
        mirror.refresh();

        var published = topic.takePublished();
        assertThat(published)
                .extracting(Published::key)
                .containsExactly("A-1", "feed:sample.jsonl", "B-1", "feed:real.jsonl");
        assertThat(advisories(published).getFirst().getWithdrawn()).isEqualTo(NOW);
        assertThat(((FeedLoaded) published.get(1).event()).getEcosystems()).isEmpty();
    }

    @Test
    void keepsAFeedWhoseFileIsGone() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        Files.delete(folder.resolve("debian.jsonl"));
        mirror.refresh();

        assertThat(topic.takePublished()).isEmpty();
    }

    @Test
    void readsOnlyTheFilesDirectlyInAFolder() throws Exception {
        Files.createDirectory(folder.resolve("samples"));
        Files.writeString(folder.resolve("samples/a.jsonl"), osv("A-1", "Debian:12", "1.0"));
        Files.writeString(folder.resolve("README.md"), "about the feeds");

        assertThat(mirror.refresh()).isTrue();
        assertThat(topic.takePublished()).isEmpty();
    }

    @Test
    void saysThatALocationCannotBeReached() throws Exception {
        restart(folder.resolve("missing.jsonl").toString());

        assertThat(mirror.refresh()).isFalse();
    }

    private void restart() throws InterruptedException {
        restart(folder.toString());
    }

    private void restart(String location) throws InterruptedException {
        mirror =
                new AdvisoryMirror(
                        List.of(FeedLocation.parse(location)),
                        fetcher,
                        new FeedReader(FeedLimits.DEFAULT),
                        topic.open(),
                        Clock.fixed(NOW, ZoneOffset.UTC));
        mirror.restore();
    }

    /** Each time a second later, as file systems do not tell quick writes apart. */
    private void write(String name, String... lines) throws IOException {
        var file = Files.writeString(folder.resolve(name), String.join("\n", lines));
        writes++;
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(writes)));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> osv("A-" + number, "Debian:12", "1.0"))
                .toArray(String[]::new);
    }

    private static String osv(String id, String ecosystem, String fixed) {
        return """
               {"id":"%s","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"%s","name":"tar"},\
               "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"%s"}]}]}]}\
               """
                .formatted(id, ecosystem, fixed);
    }

    private static List<AdvisoryChanged> advisories(List<Published> published) {
        return published.stream()
                .map(Published::event)
                .filter(AdvisoryChanged.class::isInstance)
                .map(AdvisoryChanged.class::cast)
                .toList();
    }
}
