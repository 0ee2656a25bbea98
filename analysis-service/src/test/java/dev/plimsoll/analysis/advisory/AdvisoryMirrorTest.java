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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisoryMirrorTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path folder;
    @TempDir private Path downloads;

    private final RecordedTopic topic = new RecordedTopic();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Map<String, Instant> accepted = Map.of();
    private FeedFetcher fetcher;
    private AdvisoryMirror mirror;
    private int writes;

    @BeforeEach
    void start() throws Exception {
        fetcher =
                new FeedFetcher(
                        new DownloadFolder(downloads), DownloadRules.DEFAULT, 1 << 24, new Later());
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
                                .setCheckedAt(NOW)
                                .build());
    }

    @Test
    void saysOnlyThatItLookedWhenNothingChanged() throws Exception {
        write("debian.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        var loaded = (FeedLoaded) topic.takePublished().getLast().event();

        clock = Clock.offset(clock, Duration.ofHours(1));
        mirror.refresh();

        assertThat(topic.takePublished())
                .containsExactly(
                        new Published(
                                "feed:debian.jsonl",
                                FeedLoaded.newBuilder(loaded)
                                        .setCheckedAt(NOW.plusSeconds(3600))
                                        .build()));
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
        assertThat(alarm(topic.takePublished()))
                .isEqualTo("refused: 5 of its 200 advisories are gone");

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

        assertThat(alarm(topic.takePublished()))
                .isEqualTo("refused: it has no record that can be read; 0 cannot, the first: []");
    }

    @Test
    void refusesAFeedThatIsCutShort() throws Exception {
        var whole = gzip(String.join("\n", many(200)));
        Files.write(folder.resolve("debian.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));

        mirror.refresh();
        assertThat(alarm(topic.takePublished()))
                .startsWith("refused: it cannot be read to its end");

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
                .containsExactly("B-1", "feed:real.jsonl", "feed:sample.jsonl", "A-1");
        assertThat(((FeedLoaded) published.get(2).event()).getEcosystems()).isEmpty();
        assertThat(advisories(published).getLast().getWithdrawn()).isEqualTo(NOW);
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

    @Test
    void row55RefusesAFeedThatGoesBackInTime() throws Exception {
        write("debian.jsonl", changedAt("A-1", "2026-02-01"), changedAt("A-2", "2026-02-03"));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", changedAt("A-1", "2026-02-02"), changedAt("A-2", "2026-02-02"));
        mirror.refresh();

        assertThat(alarm(topic.takePublished()))
                .isEqualTo(
                        "refused: it goes back in time: its newest record is of 2026-02-02T00:00:00Z, that of the last good one of 2026-02-03T00:00:00Z");
    }

    @Test
    void aTimeThatHasNotComeYetIsNoMeasure() throws Exception {
        write("debian.jsonl", changedAt("A-1", "2026-02-01"), changedAt("A-2", "2099-01-01"));
        mirror.refresh();
        write("debian.jsonl", changedAt("A-1", "2026-02-01"), changedAt("A-2", "2026-02-02"));
        mirror.refresh();

        assertThat(((FeedLoaded) topic.takePublished().getLast().event()).getAlarm()).isNull();
    }

    @Test
    void row55RefusesAFeedThatGrewTenfold() throws Exception {
        write("debian.jsonl", many(150));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", many(1_501));
        mirror.refresh();

        assertThat(alarm(topic.takePublished()))
                .isEqualTo(
                        "refused: it has 1501 records, more than 10 times the 150 of the last good one");
    }

    @Test
    void row55RefusesAFeedOfManyRepeatedIds() throws Exception {
        var lines = new ArrayList<>(List.of(many(100)));
        lines.addAll(List.of(many(5)));
        write("debian.jsonl", lines.toArray(String[]::new));

        mirror.refresh();

        assertThat(alarm(topic.takePublished()))
                .startsWith("refused: 5 of its 100 ids come more than once");
    }

    @Test
    void row55RefusesAFeedOfAnotherSchemaAndKeepsWhatItHad() throws Exception {
        write("debian.jsonl", many(300));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", schema2(many(300), 300));
        mirror.refresh();
        assertThat(alarm(topic.takePublished()))
                .startsWith("refused: it has no record that can be read; 300 cannot");

        write("debian.jsonl", schema2(many(300), 7));
        mirror.refresh();
        assertThat(alarm(topic.takePublished()))
                .startsWith("refused: 7 of its 300 records cannot be read");
    }

    @Test
    void row55ARecordThatCannotBeReadAnyMoreIsNotWithdrawn() throws Exception {
        write("debian.jsonl", many(300));
        mirror.refresh();
        topic.takePublished();

        write("debian.jsonl", schema2(many(300), 4));
        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:debian.jsonl");
    }

    @Test
    void row55TakesACircleOfAliasesAsItIs() throws Exception {
        write("debian.jsonl", named("A-1", "A-2"), named("A-2", "A-3"), named("A-3", "A-1"));

        mirror.refresh();

        assertThat(advisories(topic.takePublished()))
                .extracting(AdvisoryChanged::getAliases)
                .containsExactly(List.of("A-2"), List.of("A-3"), List.of("A-1"));
    }

    @Test
    void anOperatorLetsAFeedShrinkOnce() throws Exception {
        write("debian.jsonl", many(200));
        mirror.refresh();
        topic.takePublished();
        accepted = Map.of("debian.jsonl", NOW.plusSeconds(60));
        restart();

        write("debian.jsonl", many(100));
        mirror.refresh();
        assertThat(advisories(topic.takePublished()))
                .hasSize(100)
                .allMatch(advisory -> advisory.getWithdrawn() != null);

        write("debian.jsonl", many(50));
        mirror.refresh();
        assertThat(alarm(topic.takePublished()))
                .isEqualTo("refused: 50 of its 100 advisories are gone");
    }

    @Test
    void whatAnOperatorLetsPassHasAnEndAndIsNeverAnEmptyFeed() throws Exception {
        write("debian.jsonl", many(200));
        mirror.refresh();
        topic.takePublished();
        accepted = Map.of("debian.jsonl", NOW);
        restart();

        write("debian.jsonl", many(100));
        mirror.refresh();
        assertThat(alarm(topic.takePublished())).contains("100 of its 200");

        accepted = Map.of("debian.jsonl", NOW.plusSeconds(60));
        restart();
        write("debian.jsonl");
        mirror.refresh();
        assertThat(alarm(topic.takePublished())).contains("no record that can be read");
    }

    @Test
    void anOperatorLetsAFileGo() throws Exception {
        write("old.jsonl", osv("A-1", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();
        Files.delete(folder.resolve("old.jsonl"));
        accepted = Map.of("old.jsonl", NOW.plusSeconds(60));
        restart();

        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:old.jsonl", "A-1");
    }

    @Test
    void aFeedThatNobodyNeedsForNowIsNotLetGo() throws Exception {
        var needed = new HashSet<>(Set.of("Debian"));
        var template = folder.resolve("{ecosystem}").resolve("all.zip").toString();
        Files.createDirectory(folder.resolve("Debian"));
        try (var zip =
                new ZipOutputStream(
                        Files.newOutputStream(folder.resolve("Debian").resolve("all.zip")))) {
            zip.putNextEntry(new ZipEntry("A-1.json"));
            zip.write(osv("A-1", "Debian:12", "1.0").getBytes(StandardCharsets.UTF_8));
        }
        accepted = Map.of("Debian/all.zip", NOW.plusSeconds(60));
        restart(FeedLocation.parse(template, () -> needed));
        mirror.refresh();
        assertThat(topic.takePublished()).hasSize(2);

        needed.clear();
        mirror.refresh();

        assertThat(topic.takePublished()).isEmpty();
    }

    @Test
    void aRefusedFeedIsGoodAgainWhenItIsMended() throws Exception {
        write("debian.jsonl", many(200));
        mirror.refresh();
        write("debian.jsonl", many(100));
        mirror.refresh();
        topic.takePublished();

        clock = Clock.offset(clock, Duration.ofHours(1));
        mirror.refresh();
        assertThat(topic.takePublished()).as("refused is not checked").isEmpty();

        write("debian.jsonl", many(200));
        mirror.refresh();
        var loaded = (FeedLoaded) topic.takePublished().getLast().event();
        assertThat(loaded.getAlarm()).isNull();
        assertThat(loaded.getCheckedAt()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void appliesADailyDeltaOfThousandsAndNothingElse() throws Exception {
        int all = 12_000;
        write("debian.jsonl", many(all));
        mirror.refresh();
        topic.takePublished();

        var next = many(all);
        for (int i = 0; i < 3_000; i++) {
            next[i * 4] = osv("A-" + i * 4, "Debian:12", "2.0");
        }
        write("debian.jsonl", next);
        mirror.refresh();

        var published = advisories(topic.takePublished());
        assertThat(published).hasSize(3_000);
        assertThat(published.getFirst().getAffected().getFirst().getRanges().getFirst().getEvents())
                .last()
                .satisfies(event -> assertThat(event.getVersion()).isEqualTo("2.0"));
    }

    @Test
    void withdrawnInTheFeedIsWithdrawnInTheTopicAndComesBack() throws Exception {
        var record = osv("A-1", "Debian:12", "1.0");
        write("debian.jsonl", record, osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        topic.takePublished();

        write(
                "debian.jsonl",
                record.replace("\"id\"", "\"withdrawn\":\"2026-02-01T00:00:00Z\",\"id\""),
                osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        assertThat(advisories(topic.takePublished()))
                .extracting(AdvisoryChanged::getWithdrawn)
                .containsExactly(Instant.parse("2026-02-01T00:00:00Z"));

        write("debian.jsonl", record, osv("A-2", "Debian:12", "1.0"));
        mirror.refresh();
        assertThat(advisories(topic.takePublished()))
                .extracting(AdvisoryChanged::getWithdrawn)
                .containsOnlyNulls();
    }

    @Test
    void anExchangeOfFeedsNeverLeavesAnAdvisoryOrTheCatalogueOut() throws Exception {
        var old = Files.createDirectory(folder.resolve("old"));
        var current = Files.createDirectory(folder.resolve("current"));
        Files.writeString(old.resolve("a.jsonl"), osv("A-1", "Debian:12", "1.0"));
        Files.writeString(old.resolve("kev.json"), KEV_JSON);
        Files.writeString(current.resolve("b.jsonl"), osv("A-1", "Debian:12", "1.0"));
        Files.writeString(current.resolve("kev.csv"), KEV_CSV);
        restart(old.toString());
        mirror.refresh();
        topic.takePublished();

        restart(current.toString());
        mirror.refresh();

        var published = topic.takePublished();
        assertThat(advisories(published))
                .singleElement()
                .satisfies(
                        advisory -> {
                            assertThat(advisory.getFeed()).isEqualTo("b.jsonl");
                            assertThat(advisory.getWithdrawn()).isNull();
                        });
        assertThat(published).noneMatch(one -> one.event() instanceof ExploitationChanged);
        var listed = List.of("feed:kev.csv", "feed:kev.json");
        assertThat(published)
                .filteredOn(one -> listed.contains(one.key()))
                .extracting(one -> ((FeedLoaded) one.event()).getKev())
                .containsExactly(true, false);
    }

    @Test
    void anOldCatalogueStaysUntilTheNewOneIsThere() throws Exception {
        var old = Files.createDirectory(folder.resolve("old"));
        var current = Files.createDirectory(folder.resolve("current"));
        Files.writeString(old.resolve("kev.json"), KEV_JSON);
        Files.writeString(
                current.resolve("kev.csv"), "cveID,dateAdded\nCVE-2024-1001,2026-01-01\n");
        restart(old.toString());
        mirror.refresh();
        topic.takePublished();

        restart(current.toString());
        mirror.refresh();
        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:kev.csv");

        Files.writeString(current.resolve("kev.csv"), KEV_CSV);
        mirror.refresh();
        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:kev.csv", "feed:kev.json");
    }

    @Test
    void ofTwoCataloguesTheNewerOneCounts() throws Exception {
        Files.writeString(folder.resolve("kev.json"), KEV_JSON);
        Files.writeString(
                folder.resolve("kev-old.csv"),
                "cveID,dateAdded,dueDate\nCVE-2024-9999,2020-01-01,2020-02-01\n");

        mirror.refresh();

        assertThat(topic.takePublished())
                .filteredOn(one -> one.event() instanceof ExploitationChanged)
                .extracting(Published::key)
                .containsExactly("exploitation:CVE-2024-1001");
    }

    @Test
    void withoutAnyCatalogueLeftItFirstSaysThatThereIsNone() throws Exception {
        var old = Files.createDirectory(folder.resolve("old"));
        var current = Files.createDirectory(folder.resolve("current"));
        Files.writeString(old.resolve("kev.json"), KEV_JSON);
        restart(old.toString());
        mirror.refresh();
        topic.takePublished();

        restart(current.toString());
        mirror.refresh();

        assertThat(topic.takePublished())
                .extracting(Published::key)
                .containsExactly("feed:kev.json", "exploitation:CVE-2024-1001");
    }

    private static final String KEV_JSON =
            """
            {"catalogVersion":"2026.01.29","vulnerabilities":[
             {"cveID":"CVE-2024-1001","dateAdded":"2026-01-01","dueDate":"2026-02-01"}]}
            """;

    private static final String KEV_CSV =
            """
            cveID,vendorProject,dateAdded,shortDescription,dueDate
            CVE-2024-1001,Example,2026-01-01,"A flaw, of
            two lines",2026-02-01
            """;

    private static String changedAt(String id, String day) {
        return osv(id, "Debian:12", "1.0").replace("2026-01-01T", day + "T");
    }

    private static String named(String id, String alias) {
        return osv(id, "Debian:12", "1.0")
                .replace("\"affected\"", "\"aliases\":[\"%s\"],\"affected\"".formatted(alias));
    }

    private static String[] schema2(String[] records, int count) {
        for (int i = 0; i < count; i++) {
            records[i] = records[i].replaceFirst("\\{", "{\"schema_version\":\"2.0.0\",");
        }
        return records;
    }

    /** The clock as it is set when it is asked. */
    private final class Later extends Clock {

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static String alarm(List<Published> published) {
        assertThat(published).hasSize(1);
        return ((FeedLoaded) published.getFirst().event()).getAlarm();
    }

    private void restart() throws InterruptedException {
        restart(folder.toString());
    }

    private void restart(String location) throws InterruptedException {
        restart(FeedLocation.parse(location, Set::of));
    }

    private void restart(FeedLocation location) throws InterruptedException {
        mirror =
                new AdvisoryMirror(
                        List.of(location),
                        fetcher,
                        new FeedReader(FeedLimits.DEFAULT),
                        topic.open(),
                        new Concessions(accepted),
                        new Later());
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
