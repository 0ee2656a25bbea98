package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves behind: the state, or a part of it, and topics that lack some of it. */
class RestartTest {

    private static final AdvisoryChanged OLD =
            advisory("CVE-2026-0001", Severity.HIGH, "openssl", null);
    private static final AdvisoryChanged NEW =
            advisory("CVE-2026-0002", Severity.CRITICAL, "zlib", null);
    private static final ScanReported FIRST =
            scan("web", "main", 1, inventory("openssl=3.0.1", "curl=8.0.1"));
    private static final ScanReported SECOND =
            scan("web", "main", 2, inventory("openssl=3.0.1", "zlib=1.2.1"));

    @TempDir Path before;
    @TempDir Path after;

    @Test
    void whatWasDecidedButNotToldIsToldAfterTheRestartWithTheSameIds() {
        List<FindingsChanged> told;
        List<?> images;
        Map<String, byte[]> state;
        Map<String, ScanReported> inventories;
        try (var analysis = advised(new Analysis(before))) {
            analysis.scan(FIRST).scan(SECOND);
            told = analysis.newFindings();
            images = analysis.newImages();
            state = analysis.state();
            inventories = analysis.inventories();
        }

        try (var analysis = advised(new Analysis(after)).restore(state, inventories)) {
            analysis.scan(SECOND);

            assertThat(analysis.newFindings()).isEqualTo(told);
            assertThat(analysis.newImages()).isEqualTo(images);
        }
    }

    @Test
    void whatAnAdvisoryChangedIsToldAgainWithoutAnyNewInput() {
        List<FindingsChanged> told;
        Map<String, byte[]> state;
        Map<String, ScanReported> inventories;
        try (var analysis = new Analysis(before).feed(feed(false)).advisory(OLD)) {
            analysis.scan(SECOND);
            analysis.advisory(NEW).settle();
            told = analysis.newFindings();
            state = analysis.state();
            inventories = analysis.inventories();
        }

        try (var analysis = advised(new Analysis(after)).restore(state, inventories)) {
            analysis.settle();

            assertThat(told).hasSize(2);
            assertThat(analysis.newFindings()).isEqualTo(told);
        }
    }

    @Test
    void onlyTheLastMinutesAreToldAgain() {
        Map<String, byte[]> state;
        Map<String, ScanReported> inventories;
        List<FindingsChanged> last;
        try (var analysis = advised(new Analysis(before))) {
            analysis.scan(FIRST).pass(Tracker.JOURNAL_KEPT.plus(Duration.ofMinutes(1)));
            analysis.newFindings();
            analysis.scan(SECOND).settle();
            last = analysis.newFindings();
            state = analysis.state();
            inventories = analysis.inventories();
        }

        try (var analysis =
                advised(new Analysis(after, START.plus(Duration.ofDays(3))))
                        .restore(state, inventories)) {
            analysis.settle();

            assertThat(analysis.newFindings()).isEqualTo(last);
        }
    }

    /** The changelog was cut after any of its records; the input comes again. */
    @Test
    void aStateThatWasWrittenInPartEndsTheSameAsIfNothingHadHappened() {
        List<String> ids;
        Map<String, byte[]> begun;
        Map<String, byte[]> ended;
        Map<String, ScanReported> inventories;
        Map<String, ?> documents;
        try (var analysis = advised(new Analysis(before))) {
            analysis.scan(FIRST);
            begun = analysis.state();
            analysis.newFindings();
            analysis.scan(SECOND);
            ended = analysis.state();
            inventories = analysis.inventories();
            ids = changeIds(analysis.newFindings());
            documents = analysis.presentDocuments();
        }
        var cuts = cuts(begun, ended);

        assertThat(cuts).hasSizeGreaterThan(3);
        for (int cut = 0; cut < cuts.size(); cut++) {
            try (var analysis =
                    advised(new Analysis(after.resolve("cut" + cut)))
                            .restore(cuts.get(cut), inventories)) {
                analysis.scan(SECOND);

                assertThat(changeIds(analysis.newFindings())).as("cut %d", cut).containsAll(ids);
                assertThat(analysis.presentDocuments()).as("cut %d", cut).isEqualTo(documents);
                assertThat(comparable(analysis.state()))
                        .as("cut %d", cut)
                        .isEqualTo(comparable(ended));
            }
        }
    }

    @Test
    void whatAnAdvisoryBeganIsEndedAfterTheRestartWhereverItWasCut() {
        Map<String, byte[]> begun;
        Map<String, byte[]> ended;
        Map<String, ScanReported> inventories;
        List<String> ids;
        Map<String, ?> documents;
        try (var analysis = new Analysis(before).feed(feed(false)).advisory(OLD)) {
            analysis.scan(SECOND);
            begun = analysis.state();
            analysis.newFindings();
            analysis.advisory(NEW).settle();
            ended = analysis.state();
            inventories = analysis.inventories();
            ids = changeIds(analysis.newFindings());
            documents = analysis.presentDocuments();
        }
        var cuts = cuts(begun, ended);

        assertThat(cuts).hasSizeGreaterThan(3);
        for (int cut = 0; cut < cuts.size(); cut++) {
            try (var analysis =
                    advised(new Analysis(after.resolve("cut" + cut)))
                            .restore(cuts.get(cut), inventories)) {
                analysis.settle();

                assertThat(changeIds(analysis.newFindings())).as("cut %d", cut).containsAll(ids);
                assertThat(analysis.presentDocuments()).as("cut %d", cut).isEqualTo(documents);
                assertThat(comparable(analysis.state()))
                        .as("cut %d", cut)
                        .isEqualTo(comparable(ended));
            }
        }
    }

    @Test
    void theStateOfTheFirstReleaseIsTakenOver() {
        Map<String, byte[]> state;
        Map<String, ScanReported> inventories;
        try (var analysis = advised(new Analysis(before))) {
            analysis.scan(FIRST)
                    .scan(SECOND)
                    .pass(Tracker.JOURNAL_KEPT.plus(Duration.ofMinutes(1)));
            state = analysis.state();
            inventories = analysis.inventories();
        }
        var old = asTheFirstReleaseKeptIt(state);

        try (var analysis = advised(new Analysis(after)).restore(old, inventories)) {
            analysis.settle();

            assertThat(comparable(analysis.state())).isEqualTo(comparable(state));
        }
    }

    private static Map<String, byte[]> asTheFirstReleaseKeptIt(Map<String, byte[]> state) {
        var old = new LinkedHashMap<String, byte[]>();
        state.forEach(
                (key, value) -> {
                    var parts = new ArrayList<>(List.of(key.split("\0", -1)));
                    switch (parts.getFirst()) {
                        case "finding", "tracked" -> parts.remove(parts.size() - 2);
                        case "vulnerability" -> parts.remove(2);
                        default -> {}
                    }
                    if (!key.equals("layout") && !key.startsWith("package")) {
                        old.put(
                                String.join("\0", parts),
                                key.startsWith("vulnerability") ? new byte[] {1} : value);
                    }
                });
        assertThat(old).hasSizeLessThan(state.size());
        return old;
    }

    /** The states between two states, in the order in which rows were written: journal first. */
    private static List<Map<String, byte[]>> cuts(
            Map<String, byte[]> begun, Map<String, byte[]> ended) {
        var writes = new LinkedHashMap<String, byte[]>();
        ended.forEach(
                (key, value) -> {
                    if (key.startsWith("journal") && !begun.containsKey(key)) {
                        var entry = StateCodec.journal(value);
                        writes.put(key, value);
                        writes.putAll(entry.writes());
                    }
                });
        var cuts = new ArrayList<Map<String, byte[]>>();
        var state = new LinkedHashMap<>(begun);
        cuts.add(Map.copyOf(state));
        writes.forEach(
                (key, value) -> {
                    if (value == null) {
                        state.remove(key);
                    } else {
                        state.put(key, value);
                    }
                    cuts.add(Map.copyOf(state));
                });
        return cuts;
    }

    /**
     * The state in comparable form. The counts of what one assessment opened and closed are left
     * out: cut within an assessment, they count the rest of it.
     */
    private static Map<String, Object> comparable(Map<String, byte[]> state) {
        var rows = new LinkedHashMap<String, Object>();
        state.forEach(
                (key, value) -> {
                    if (key.startsWith("assessed")) {
                        rows.put(
                                key,
                                ImageAssessed.newBuilder(StateCodec.assessed(value))
                                        .setOpened(0)
                                        .setClosed(0)
                                        .build());
                    } else if (!key.startsWith("journal") && !key.equals("watermark")) {
                        rows.put(key, HexFormat.of().formatHex(value));
                    }
                });
        return rows;
    }

    private static List<String> changeIds(List<FindingsChanged> told) {
        return told.stream()
                .flatMap(event -> event.getChanges().stream())
                .map(change -> change.getId())
                .toList();
    }

    private static Analysis advised(Analysis analysis) {
        return analysis.feed(feed(false)).advisory(OLD).advisory(NEW);
    }
}
