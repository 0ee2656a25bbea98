package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            Map.of("deb", "deb", "apk", "apk", "rpm", "rpm", "pypi", "pypi", "npm-lock", "npm");

    private static ListedAdvisories advisories;

    @BeforeAll
    static void load() throws IOException {
        assumeTrue(Files.isDirectory(EXPECTED), "no shared data at " + EXPECTED);
        long start = System.nanoTime();
        var read = new ArrayList<AdvisoryChanged>();
        var location = FeedLocation.parse(SHARED.resolve("advisories").toString());
        for (var feed : location.feeds()) {
            if (feed.name().endsWith(".jsonl.gz")) {
                new FeedReader(FeedLimits.DEFAULT)
                        .read(
                                new FeedFile(feed, Path.of(feed.location()), "", false),
                                entry -> read.add(((FeedEntry.Advisory) entry).advisory()));
            }
        }
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

    @Test
    void readsTheUnshortenedRecordsOfOsvDev() throws IOException {
        var broken = new ArrayList<FeedEntry>();
        var count = new int[1];
        for (var feed :
                FeedLocation.parse(SHARED.resolve("advisories/format-samples").toString())
                        .feeds()) {
            new FeedReader(FeedLimits.DEFAULT)
                    .read(
                            new FeedFile(feed, Path.of(feed.location()), "", false),
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
        var type = TYPES.get(cells[0]);
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
