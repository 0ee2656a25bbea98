package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.deletion;
import static dev.plimsoll.analysis.track.Samples.digest;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However late and however often scans arrive: what is so at last is what would be so if each had
 * come once and in the order of the pushes. Deletions keep their order, they are in the log of
 * pushes.
 */
class InterleavingTest {

    private static final List<String> TAGS = List.of("main", "1.0.0", "1.0.1");
    private static final List<String> SOURCES = List.of("openssl", "zlib", "curl");

    @TempDir Path folder;

    /** A push was scanned, or something was deleted, at an offset of the log of pushes. */
    private sealed interface Event {

        long offset();

        record Scanned(long offset, ScanReported scan) implements Event {}

        record Deleted(long offset, ImageDeleted deletion) implements Event {}
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lateAndRepeatedEventsEndLikeOrderedOnes(long seed) {
        var random = new Random(seed);
        var events = events(random);

        var ordered = run("ordered", events);
        var mixed = run("mixed", mixed(events, random));

        assertThat(mixed).isEqualTo(ordered);
        assertThat(ordered.images()).isNotEmpty();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    /** What is so at last: statuses, heads, what is present, and how the line has it. */
    private record End(
            Map<String, String> images,
            Map<String, String> findings,
            Map<String, String> tracked) {}

    private End run(String name, List<Event> events) {
        try (var analysis = new Analysis(folder.resolve(name))) {
            analysis.feed(feed(false));
            SOURCES.forEach(
                    source ->
                            analysis.advisory(
                                    advisory(
                                            "CVE-2026-000" + SOURCES.indexOf(source),
                                            Severity.HIGH,
                                            source,
                                            "1.3")));
            for (var event : events) {
                switch (event) {
                    case Event.Scanned(_, var scan) -> analysis.scan(scan);
                    case Event.Deleted(long offset, var deletion) ->
                            analysis.deleteAt(deletion, offset);
                }
            }
            analysis.settle().settle();
            var images = new TreeMap<String, String>();
            for (ImageAssessed image : analysis.newImages()) {
                images.put(
                        image.getImage().getTag(),
                        "%s %s head=%s open=%d"
                                .formatted(
                                        image.getStatus(),
                                        image.getImage().getDigest(),
                                        image.getHead(),
                                        image.getOpen().getHigh()));
            }
            images.values().removeIf(image -> image.startsWith("DELETED"));
            var findings = new TreeMap<String, String>();
            analysis.presentDocuments()
                    .forEach(
                            (id, finding) ->
                                    findings.put(
                                            id,
                                            "%s %s %s"
                                                    .formatted(
                                                            finding.getVulnerability(),
                                                            finding.getVersion(),
                                                            finding.getImage())));
            var tracked = new TreeMap<String, String>();
            analysis.state()
                    .forEach(
                            (key, value) -> {
                                if (key.startsWith("tracked")) {
                                    var finding = StateCodec.tracked(value).finding();
                                    if (StateCodec.tracked(value).isPresent()) {
                                        tracked.put(
                                                finding.getTrackingId(),
                                                "%s %s %s"
                                                        .formatted(
                                                                finding.getVulnerability(),
                                                                finding.getVersion(),
                                                                finding.getImage().getTag()));
                                    }
                                }
                            });
            return new End(images, findings, tracked);
        }
    }

    /** Pushes of few tags, each scanned once; in between tags and digests are deleted. */
    private static List<Event> events(Random random) {
        var events = new ArrayList<Event>();
        for (long offset = 1; offset <= 14; offset++) {
            var tag = TAGS.get(random.nextInt(TAGS.size()));
            switch (random.nextInt(8)) {
                case 0 -> events.add(new Event.Deleted(offset, deletion("web", tag, null)));
                case 1 ->
                        events.add(
                                new Event.Deleted(
                                        offset,
                                        deletion(
                                                "web",
                                                null,
                                                digest("web", tag, 1 + random.nextInt(14)))));
                default ->
                        events.add(
                                new Event.Scanned(
                                        offset,
                                        scan("web", tag, offset, inventory(components(random)))));
            }
        }
        return events;
    }

    /** Never without any: an image without packages tells nothing, and so closes nothing. */
    private static String[] components(Random random) {
        return Stream.concat(
                        Stream.of("bash=5.2"),
                        SOURCES.stream()
                                .filter(_ -> random.nextInt(3) > 0)
                                .map(source -> source + "=1." + random.nextInt(3)))
                .toArray(String[]::new);
    }

    /** Scans come at any time, and twice; deletions stay among themselves as they are. */
    private static List<Event> mixed(List<Event> events, Random random) {
        var scans = new ArrayList<Event>();
        for (var event : events) {
            if (event instanceof Event.Scanned) {
                scans.addAll(Collections.nCopies(1 + random.nextInt(2), event));
            }
        }
        Collections.shuffle(scans, random);
        var mixed = new ArrayList<>(scans);
        int from = 0;
        for (var event : events) {
            if (event instanceof Event.Deleted) {
                from += random.nextInt(mixed.size() - from + 1);
                mixed.add(from++, event);
            }
        }
        return mixed;
    }
}
