package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static dev.plimsoll.analysis.track.Samples.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the advisories came to be what they are: a re-match finds what a fresh scan finds. */
class RematchTest {

    private static final List<String> SOURCES = List.of("openssl", "zlib", "curl", "glibc", "bash");
    private static final List<Severity> SEVERITIES =
            List.of(Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

    @TempDir Path folder;

    private final Map<String, AdvisoryChanged> advisories = new LinkedHashMap<>();
    private final Map<String, RuleChanged> rules = new LinkedHashMap<>();
    private final Map<String, ScanReported> scans = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRematchEqualsAFreshScan(long seed) {
        var random = new Random(seed);
        try (var incremental = new Analysis(folder.resolve("incremental"));
                var fresh =
                        new Analysis(folder.resolve("fresh"), START.plus(Duration.ofHours(1)))) {
            incremental.feed(feed(false));
            for (int step = 1; step <= 80; step++) {
                step(random, step, incremental);
            }
            incremental.pass(Duration.ofHours(1));

            fresh.feed(feed(false));
            advisories.values().forEach(fresh::advisory);
            rules.values().forEach(fresh::rule);
            scans.values().forEach(fresh::scan);
            fresh.settle();

            assertThat(comparable(incremental)).isNotEmpty().isEqualTo(comparable(fresh));
            assertThat(comparableImages(incremental)).isEqualTo(comparableImages(fresh));
        }
    }

    /** A rule that speaks of nothing makes the other one look at everything each time. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7})
    void lookingAtSomePackagesComesToWhatLookingAtEverythingDoes(long seed) {
        try (var some = new Analysis(folder.resolve("some"));
                var everything = new Analysis(folder.resolve("everything"))) {
            some.feed(feed(false));
            everything.feed(feed(false));
            var random = new Random(seed);
            var sameAgain = new Random(seed);
            var other = new RematchTest();
            for (int step = 1; step <= 60; step++) {
                rules.clear();
                step(random, step, some);
                var ofNothing = accepting("nothing", "CVE-0000-" + step, START);
                if (!rules.isEmpty()) {
                    some.rule(ofNothing);
                }
                other.step(sameAgain, step, everything);
                everything.rule(ofNothing);
                some.settle();
                everything.settle();

                assertThat(everything.newFindings().toString())
                        .isEqualTo(some.newFindings().toString());
                assertThat(everything.newImages().toString())
                        .isEqualTo(some.newImages().toString());
            }
            assertThat(remembered(everything)).isNotEmpty().isEqualTo(remembered(some));
        }
    }

    /** What is remembered of images, findings and lines. */
    private static Map<String, String> remembered(Analysis analysis) {
        var rows = new TreeMap<String, String>();
        analysis.state()
                .forEach(
                        (key, value) -> {
                            if (!key.startsWith("journal") && !key.equals("watermark")) {
                                rows.put(key, HexFormat.of().formatHex(value));
                            }
                        });
        return rows;
    }

    private void step(Random random, int step, Analysis analysis) {
        switch (random.nextInt(5)) {
            case 0 -> {
                var tag =
                        List.of("main", "1.0." + random.nextInt(3), "latest")
                                .get(random.nextInt(3));
                var scan = scan("web", tag, step, inventory(components(random)));
                scans.put(tag, scan);
                analysis.scan(scan);
            }
            case 1 -> {
                var rule =
                        accepting(
                                "rule-" + random.nextInt(3),
                                cve(random),
                                START.plusSeconds(random.nextInt(7200)));
                rules.put(rule.getId(), rule);
                analysis.rule(rule);
            }
            case 2 -> {
                if (!advisories.isEmpty()) {
                    var any =
                            List.copyOf(advisories.values()).get(random.nextInt(advisories.size()));
                    add(withdrawn(any), analysis);
                }
            }
            default ->
                    add(
                            advisory(
                                    cve(random),
                                    SEVERITIES.get(random.nextInt(SEVERITIES.size())),
                                    SOURCES.get(random.nextInt(SOURCES.size())),
                                    random.nextBoolean() ? null : "1." + random.nextInt(5)),
                            analysis);
        }
        if (random.nextInt(3) == 0) {
            analysis.settle();
        }
    }

    private void add(AdvisoryChanged advisory, Analysis analysis) {
        advisories.put(advisory.getId(), advisory);
        analysis.advisory(advisory);
    }

    private static String cve(Random random) {
        return "CVE-2026-%04d".formatted(random.nextInt(12));
    }

    private static String[] components(Random random) {
        return SOURCES.stream()
                .filter(_ -> random.nextBoolean())
                .map(source -> source + "=1." + random.nextInt(5))
                .toArray(String[]::new);
    }

    /** Everything but since when it is so, which a fresh state cannot know. */
    private static Map<String, Finding> comparable(Analysis analysis) {
        var comparable = new TreeMap<String, Finding>();
        analysis.presentDocuments()
                .forEach(
                        (id, finding) ->
                                comparable.put(
                                        id,
                                        Finding.newBuilder(finding)
                                                .setFirstSeen(Instant.EPOCH)
                                                .setFixStateSince(null)
                                                .build()));
        return comparable;
    }

    private static Map<String, List<Object>> comparableImages(Analysis analysis) {
        var comparable = new TreeMap<String, List<Object>>();
        analysis.newImages()
                .forEach(
                        image ->
                                comparable.put(
                                        image.getId(),
                                        List.of(
                                                image.getStatus(),
                                                image.getOpen(),
                                                image.getAccepted(),
                                                image.getFixable(),
                                                image.getSetAside(),
                                                image.getHead())));
        return comparable;
    }
}
