package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.analysis.match.Explanation;
import dev.plimsoll.analysis.match.ListedAdvisories;
import dev.plimsoll.analysis.match.Match;
import dev.plimsoll.analysis.match.Matcher;
import dev.plimsoll.analysis.match.Matching;
import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real package databases against real advisories, where the data of the project's authors is at
 * hand beside the repository; it is no part of it.
 */
class SharedExpectationsTest {

    private static final Path SHARED = Path.of("..", "..", "shared");
    private static final Path EXPECTED = SHARED.resolve("images/expected");

    /** The kinds of the lists that are packages; "npm-lock" is a package named by a lock file. */
    private static final Map<String, String> TYPES =
            Map.of("deb", "deb", "apk", "apk", "pypi", "pypi", "npm-lock", "npm");

    /** Each is a walk through all advisories. */
    private static final int EXPLAINED = 25;

    private static List<AdvisoryChanged> everything;
    private static ListedAdvisories advisories;

    @BeforeAll
    static void load() throws IOException {
        assumeTrue(Files.isDirectory(EXPECTED), "no shared data at " + EXPECTED);
        long start = System.nanoTime();
        var read = new ArrayList<AdvisoryChanged>();
        var location = FeedLocation.parse(SHARED.resolve("advisories").toString(), Set::of);
        for (var feed : location.feeds()) {
            if (feed.name().endsWith(".jsonl.gz")) {
                new FeedReader(FeedLimits.DEFAULT)
                        .read(
                                new FeedFile(
                                        feed,
                                        Path.of(feed.location()),
                                        "",
                                        Instant.EPOCH,
                                        FeedFile.Kind.LOCAL),
                                entry -> read.add(((FeedEntry.Advisory) entry).advisory()));
            }
        }
        everything = read;
        advisories = ListedAdvisories.of(read);
        System.out.printf(
                "%d advisories read in %d ms%n",
                read.size(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "alpine-3.11.docker-save, alpine, 3.11.5",
        "alpine-3.12.0-pkgdb.oci, alpine, 3.12.0",
        "alpine-3.18.9-minirootfs.oci, alpine, 3.18.9",
        "alpine-goof-package-lock.docker-oci, alpine, 3.19.1",
        "debian-12.15-minbase-pkgdb.oci, debian, 12",
        "nginx-debian-10-pkgdb.docker-save, debian, 10",
        "python-3.11-site-packages.oci, '',",
    })
    void findsExactlyWhatIsExpectedOfAnImage(String image, String id, @Nullable String versionId)
            throws IOException {
        var inventory = inventory(image, id, versionId);
        var expected = lines("expected-findings", image);

        long start = System.nanoTime();
        var matching = Matcher.match(inventory, advisories);
        System.out.printf(
                "%s: %d components matched in %d us%n",
                image, inventory.getComponents().size(), (System.nanoTime() - start) / 1_000);

        assertThat(matching)
                .isInstanceOfSatisfying(
                        Matched.class,
                        matched ->
                                assertThat(matched.matches())
                                        .extracting(SharedExpectationsTest::row)
                                        .containsExactlyInAnyOrderElementsOf(expected));
    }

    @ParameterizedTest
    @CsvSource({"cbl-mariner-2.0-rpmdb-sqlite.oci, mariner, 2.0", "busybox-1.31.1.oci, '',"})
    void saysThatAnImageCannotBeMatched(String image, String id, @Nullable String versionId)
            throws IOException {
        var matching = Matcher.match(inventory(image, id, versionId), advisories);

        assertThat(matching)
                .isInstanceOfSatisfying(
                        Matching.NotMatchable.class,
                        not -> {
                            assertThat(not.status()).isEqualTo(ImageStatus.UNSUPPORTED);
                            assertThat(not.reason()).isEqualTo("DISTRO_UNKNOWN");
                        });
    }

    /** What a package that is made up here has, by the text of the records that name it. */
    @ParameterizedTest
    @CsvSource({
        "pypi, Jinja2, 2.10, CVE-2019-10906 2.10.1, CVE-2020-28493 2.11.3",
        "cargo, tokio, 1.24.1, GHSA-4q83-7cq4-p6wg 1.24.2, GHSA-rr8g-9fpq-6wmg 1.38.2",
        "cargo, tokio, 1.44.2, ,",
        "golang, golang.org/x/net, v0.54.1-0.20260101000000-abcdefabcdef, CVE-2026-46600 0.56.0, CVE-2026-42506 0.55.0 CVE-2026-39821 0.55.0 CVE-2026-42502 0.55.0 CVE-2026-25680 0.55.0 CVE-2026-25681 0.55.0 CVE-2026-27136 0.55.0",
        "maven, org.apache.activemq:activemq-broker, 5.10.1, CVE-2015-6524 5.10.2,",
        "npm, @mcpjam/inspector, 1.4.2, CVE-2026-23744 1.4.3,",
        "npm, @mcpjam/inspector, 1.4.3, ,",
    })
    void findsWhatTheRecordsOfALanguageSay(
            String type,
            String name,
            String version,
            @Nullable String first,
            @Nullable String second) {
        var component = component(new String[] {type, name, version, name, version});

        assertThat(found(inventory("", null, component))).isEqualTo(wanted(first, second));
    }

    @ParameterizedTest
    @CsvSource({
        "rocky, 8.9, rpm, openssl-libs, 1:1.1.1k-12.el8_9, openssl, 1.1.1k-12.el8_9, CVE-2024-5535 1:1.1.1k-14.el8_10 CVE-2025-9230 1:1.1.1k-14.el8_10",
        "almalinux, 9.8, rpm, openssl-libs, 1:3.5.5-2.el9_8, openssl, 3.5.5-2.el9_8, CVE-2026-28390 1:3.5.5-3.el9_8 CVE-2026-7383 1:3.5.5-4.el9_8 CVE-2026-9076 1:3.5.5-4.el9_8 CVE-2026-34180 1:3.5.5-4.el9_8 CVE-2026-34181 1:3.5.5-4.el9_8 CVE-2026-34182 1:3.5.5-4.el9_8 CVE-2026-34183 1:3.5.5-4.el9_8 CVE-2026-42764 1:3.5.5-4.el9_8 CVE-2026-42766 1:3.5.5-4.el9_8 CVE-2026-42767 1:3.5.5-4.el9_8 CVE-2026-42768 1:3.5.5-4.el9_8 CVE-2026-42769 1:3.5.5-4.el9_8 CVE-2026-42770 1:3.5.5-4.el9_8 CVE-2026-45445 1:3.5.5-4.el9_8 CVE-2026-45446 1:3.5.5-4.el9_8 CVE-2026-45447 1:3.5.5-4.el9_8",
        "ubuntu, 22.04, deb, libcurl4, 7.81.0-1ubuntu1.18, curl, 7.81.0-1ubuntu1.18, CVE-2024-11053 7.81.0-1ubuntu1.20 CVE-2024-9681 7.81.0-1ubuntu1.19 USN-5495-2 7.81.0-1ubuntu1.21 CVE-2025-0167 - CVE-2025-14017 - CVE-2025-14524 - CVE-2025-14819 - CVE-2025-15079 - CVE-2025-15224 - CVE-2025-9086 -",
    })
    void findsWhatTheRecordsOfADistributionSay(
            String id,
            String release,
            String type,
            String name,
            String version,
            String source,
            String sourceVersion,
            String wanted) {
        var component = component(new String[] {type, name, version, source, sourceVersion});

        assertThat(found(inventory(id, release, component))).isEqualTo(wanted(wanted, null));
    }

    /** For every match, and for as many vulnerabilities that are none. */
    @ParameterizedTest
    @CsvSource({
        "alpine-3.12.0-pkgdb.oci, alpine, 3.12.0",
        "alpine-goof-package-lock.docker-oci, alpine, 3.19.1",
        "nginx-debian-10-pkgdb.docker-save, debian, 10",
    })
    void explainsAsAFindingExactlyWhatIsOne(String image, String id, String versionId)
            throws IOException {
        var inventory = inventory(image, id, versionId);
        var matches = ((Matched) Matcher.match(inventory, advisories)).matches();
        var random = new Random(8);
        var asked = new TreeSet<String>();
        matches.stream()
                .map(Match::vulnerability)
                .distinct()
                .sorted()
                .limit(EXPLAINED)
                .forEach(asked::add);
        while (asked.size() < 2 * EXPLAINED) {
            asked.add(everything.get(random.nextInt(everything.size())).getId());
        }

        for (var vulnerability : asked) {
            var answers = Matcher.explain(inventory, advisories, vulnerability);

            assertThat(answers).as(vulnerability).isNotEmpty();
            for (var match :
                    answers.stream().map(Explanation::match).filter(Objects::nonNull).toList()) {
                assertThat(matches).contains(match);
            }
            assertThat(answers)
                    .as(vulnerability)
                    .filteredOn(answer -> answer.match() != null)
                    .filteredOn(answer -> answer.vulnerability().equals(vulnerability))
                    .extracting(Explanation::match)
                    .containsExactlyInAnyOrderElementsOf(
                            matches.stream()
                                    .filter(match -> match.vulnerability().equals(vulnerability))
                                    .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alpine-goof-package-lock.docker-oci, alpine, 3.19.1",
        "debian-12.15-minbase-pkgdb.oci, debian, 12",
        "nginx-debian-10-pkgdb.docker-save, debian, 10",
    })
    void matchesAPackageAloneAsAmongAllOthers(String image, String id, String versionId)
            throws IOException {
        var inventory = inventory(image, id, versionId);
        var matches = ((Matched) Matcher.match(inventory, advisories)).matches();
        var packages =
                matches.stream()
                        .map(match -> new AdvisedPackage(match.ecosystem(), match.packageName()))
                        .distinct()
                        .toList();
        var random = new Random(9);

        for (int i = 0; i < 10; i++) {
            var chosen =
                    packages.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());

            assertThat(Matcher.matchOnly(inventory, advisories, chosen))
                    .isEqualTo(
                            matches.stream()
                                    .filter(
                                            match ->
                                                    chosen.contains(
                                                            new AdvisedPackage(
                                                                    match.ecosystem(),
                                                                    match.packageName())))
                                    .toList());
        }
    }

    private static Set<String> found(Inventory inventory) {
        return ((Matched) Matcher.match(inventory, advisories))
                .matches().stream()
                        .map(
                                match ->
                                        match.vulnerability()
                                                + " "
                                                + (match.fixedVersion() == null
                                                        ? "-"
                                                        : match.fixedVersion()))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Vulnerability, fix, vulnerability, fix, and so on. */
    private static Set<String> wanted(@Nullable String first, @Nullable String second) {
        var wanted = new TreeSet<String>();
        for (var part : new String[] {first, second}) {
            var words = part == null ? new String[0] : part.split(" ", -1);
            for (int i = 0; i + 1 < words.length; i += 2) {
                wanted.add(words[i] + " " + words[i + 1]);
            }
        }
        return wanted;
    }

    private static Inventory inventory(String id, @Nullable String versionId, Component component) {
        return Inventory.newBuilder()
                .setDistribution(
                        Distribution.newBuilder().setId(id).setVersionId(versionId).build())
                .setComponents(List.of(component))
                .setLayers(List.of())
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }

    @Test
    void readsTheUnshortenedRecordsOfOsvDev() throws IOException {
        var broken = new ArrayList<FeedEntry>();
        var count = new int[1];
        for (var feed :
                FeedLocation.parse(SHARED.resolve("advisories/format-samples").toString(), Set::of)
                        .feeds()) {
            new FeedReader(FeedLimits.DEFAULT)
                    .read(
                            new FeedFile(
                                    feed,
                                    Path.of(feed.location()),
                                    "",
                                    Instant.EPOCH,
                                    FeedFile.Kind.LOCAL),
                            entry -> {
                                count[0]++;
                                if (!(entry instanceof FeedEntry.Advisory)) {
                                    broken.add(entry);
                                }
                            });
        }

        assertThat(broken).isEmpty();
        assertThat(count[0]).isEqualTo(324);
    }

    private static String row(Match match) {
        return String.join(
                "\t",
                match.vulnerability(),
                match.ecosystem(),
                match.packageName(),
                match.version(),
                String.join(
                        ",",
                        match.components().stream().map(Component::getName).distinct().toList()),
                match.fixedVersion() == null ? "-" : match.fixedVersion(),
                String.join(",", match.advisories()));
    }

    private static Inventory inventory(String image, String id, @Nullable String versionId)
            throws IOException {
        return Inventory.newBuilder()
                .setDistribution(
                        Distribution.newBuilder().setId(id).setVersionId(versionId).build())
                .setComponents(
                        lines("expected-packages", image).stream()
                                .map(line -> line.split("\t", -1))
                                .filter(cells -> TYPES.containsKey(cells[0]))
                                .map(SharedExpectationsTest::component)
                                .toList())
                .setLayers(List.of())
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }

    private static Component component(String[] cells) {
        var type = TYPES.getOrDefault(cells[0], cells[0]);
        return Component.newBuilder()
                .setPurl("pkg:%s/%s@%s".formatted(type, cells[1], cells[2]))
                .setType(type)
                .setName(cells[1])
                .setVersion(cells[2])
                .setSourceName(cells[3])
                .setSourceVersion(cells[4])
                .setPath("")
                .build();
    }

    private static List<String> lines(String folder, String image) throws IOException {
        return Files.readAllLines(EXPECTED.resolve(folder).resolve(image + ".tsv")).stream()
                .skip(1)
                .toList();
    }
}
