package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import dev.plimsoll.event.Triage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerFileTest {

    @TempDir private Path folder;

    @Test
    void turnsPackagesAndVulnerabilitiesRound() throws IOException {
        var json =
                """
                {"tar": {
                   "CVE-2024-1001": {"scope": "local", "debianbug": 1, "description": "A flaw in tar",
                     "releases": {
                       "bookworm": {"status": "open", "urgency": "low**", "nodsa": "Minor issue", "nodsa_reason": "",
                         "repositories": {"bookworm": "1.34-1", "bookworm-security": "1.34-1+deb12u1"}},
                       "sid": {"status": "resolved", "fixed_version": "1.35-2", "urgency": "low**",
                         "repositories": {"sid": "1.35-3"}}}}},
                 "tar-old": {
                   "CVE-2024-1001": {"releases": {
                       "trixie": {"status": "resolved", "fixed_version": "1.30-5", "urgency": "unimportant",
                         "repositories": {"trixie": "1.30-6", "trixie-backports": "9.0-1"}}}}}}
                """;

        assertThat(read(json))
                .containsExactly(
                        new FeedEntry.Advisory(
                                AdvisoryChanged.newBuilder()
                                        .setId("DEBIAN-TRACKER-CVE-2024-1001")
                                        .setModified(Instant.EPOCH)
                                        .setUpstream(List.of("CVE-2024-1001"))
                                        .setSummary("A flaw in tar")
                                        .setAffected(
                                                List.of(
                                                        affected("tar", "Debian:12", null)
                                                                .setUrgency("low")
                                                                .setTriage(Triage.NO_DSA)
                                                                .setTriageReason("Minor issue")
                                                                .setArchiveVersion("1.34-1+deb12u1")
                                                                .build(),
                                                        affected("tar", "Debian:sid", "1.35-2")
                                                                .setUrgency("low")
                                                                .setArchiveVersion("1.35-3")
                                                                .build(),
                                                        affected("tar-old", "Debian:13", "1.30-5")
                                                                .setUrgency("unimportant")
                                                                .setArchiveVersion("1.30-6")
                                                                .build()))
                                        .setFeed("tracker.json")
                                        .build()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'\"status\":\"open\"'|-|-",
                "'\"status\":\"open\",\"nodsa\":\"Minor\",\"nodsa_reason\":\"\"'|NO_DSA|Minor",
                "'\"status\":\"open\",\"nodsa\":\"Wait\",\"nodsa_reason\":\"postponed\"'|POSTPONED|Wait",
                "'\"status\":\"open\",\"nodsa\":\"Too hard\",\"nodsa_reason\":\"ignored\"'|IGNORED|Too hard",
                "'\"status\":\"open\",\"urgency\":\"end-of-life\"'|END_OF_LIFE|-",
                "'\"status\":\"undetermined\"'|UNDETERMINED|-",
                "'\"status\":\"resolved\",\"fixed_version\":\"0\"'|NOT_AFFECTED|-",
                "'\"status\":\"resolved\",\"fixed_version\":\"1.0\",\"nodsa\":\"Minor\",\"nodsa_reason\":\"\"'|-|-",
            })
    void d21TellsWhatDebianDoesAboutIt(
            String release, @Nullable Triage triage, @Nullable String reason) throws IOException {
        var entry = affectedOf(read(document("bookworm", release))).getFirst();

        assertThat(entry.getTriage()).isEqualTo(triage);
        assertThat(entry.getTriageReason()).isEqualTo(reason);
    }

    @Test
    void d19SaysOfAReleaseThatWasNeverAffectedThatItIsFixedFromTheBeginning() throws IOException {
        var entry =
                affectedOf(
                                read(
                                        document(
                                                "bookworm",
                                                "\"status\":\"resolved\",\"fixed_version\":\"0\"")))
                        .getFirst();

        assertThat(entry.getRanges())
                .containsExactly(
                        new AffectedRange(
                                "ECOSYSTEM",
                                List.of(
                                        new RangeEvent(RangeBoundary.INTRODUCED, "0"),
                                        new RangeEvent(RangeBoundary.FIXED, "0"))));
    }

    @Test
    void d22KeepsOfSidOnlyWhatIsFixedThere() throws IOException {
        assertThat(affectedOf(read(document("sid", "\"status\":\"open\"")))).isEmpty();
        assertThat(
                        affectedOf(
                                read(
                                        document(
                                                "sid",
                                                "\"status\":\"resolved\",\"fixed_version\":\"0\""))))
                .isEmpty();
        assertThat(
                        affectedOf(
                                read(
                                        document(
                                                "sid",
                                                "\"status\":\"resolved\",\"fixed_version\":\"2.0\""))))
                .hasSize(1);
    }

    @Test
    void leavesOutReleasesWithoutANumberAndNamesThatWillChange() throws IOException {
        var json =
                """
                {"tar": {
                   "TEMP-0290435-0B57B5": {"releases": {"bookworm": {"status": "open"}}},
                   "CVE-2024-1001": {"releases": {"experimental": {"status": "open"}, "trixie": {"status": "open"}}}}}
                """;

        assertThat(affectedOf(read(json)))
                .extracting(Affected::getEcosystem)
                .containsExactly("Debian:13");
    }

    @Test
    void row55LeavesOutARecordThatItDoesNotUnderstandButNamesIt() throws IOException {
        var json =
                """
                {"tar": {
                   "CVE-2024-1001": {"releases": {"trixie": {"status": "open"}, "bookworm": {"status": "perhaps"}}},
                   "CVE-2024-1002": {"releases": {"trixie": {"status": "resolved"}}},
                   "whatever": {},
                   "CVE-2024-1003": {"releases": {"trixie": {"status": "open"}}}}}
                """;

        var entries = read(json);

        assertThat(entries.subList(0, 3))
                .containsExactly(
                        new FeedEntry.Broken(
                                "tar, CVE-2024-1001, bookworm",
                                "DEBIAN-TRACKER-CVE-2024-1001",
                                "status 'perhaps' is not known"),
                        new FeedEntry.Broken(
                                "tar, CVE-2024-1002, trixie",
                                "DEBIAN-TRACKER-CVE-2024-1002",
                                "it is resolved without a fixed version"),
                        new FeedEntry.Broken("tar", null, "'whatever' is no CVE"));
        assertThat(advisories(entries))
                .extracting(AdvisoryChanged::getId)
                .containsExactly("DEBIAN-TRACKER-CVE-2024-1003");
    }

    @Test
    void row55RefusesADocumentThatIsCutShortOrNotWhatItBeganAs() {
        var whole = document("bookworm", "\"status\":\"open\"");

        for (int end : List.of(whole.length() - 2, whole.length() - 10, whole.length() / 2)) {
            assertThatExceptionOfType(FeedRefusedException.class)
                    .isThrownBy(() -> read(whole.substring(0, end)));
        }
        assertThatExceptionOfType(FeedRefusedException.class).isThrownBy(() -> read(whole + "{}"));
        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(
                        () ->
                                read(
                                        "{\"tar\":{\"CVE-2024-1001\":{\"releases\":{}},\"CVE-2024-1002\":7}}"));
    }

    @Test
    void isBoundedByDepthAndByNumber() {
        var deep =
                "{\"tar\":{\"CVE-2024-1001\":{\"x\":"
                        + "[".repeat(100_000)
                        + "]".repeat(100_000)
                        + "}}}";
        var many = new StringBuilder("{\"tar\":{");
        for (int i = 0; i < 20; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("\"CVE-2024-10")
                    .append(10 + i)
                    .append("\":{\"releases\":{\"trixie\":{\"status\":\"open\"}}}");
        }

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(deep))
                .withMessageContaining("nesting depth");
        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(many + "}}", new FeedLimits(1 << 20, 1 << 20, 1 << 20, 19)))
                .withMessage("it has more than 19 entries");
    }

    @Test
    void readsAnOsvRecordThatBeginsWithAnObject() throws IOException {
        var entries = read("{\"database_specific\":{\"a\":1},\"id\":\"A-1\",\"affected\":[]}");

        assertThat(advisories(entries)).extracting(AdvisoryChanged::getId).containsExactly("A-1");
        assertThatIOException()
                .isThrownBy(() -> read(folder.resolve("missing.json"), FeedLimits.DEFAULT));
    }

    private static String document(String release, String content) {
        return "{\"tar\":{\"CVE-2024-1001\":{\"releases\":{\"%s\":{%s}}}}}"
                .formatted(release, content);
    }

    private static Affected.Builder affected(
            String packageName, String ecosystem, @Nullable String fixed) {
        var events = new ArrayList<RangeEvent>();
        events.add(new RangeEvent(RangeBoundary.INTRODUCED, "0"));
        if (fixed != null) {
            events.add(new RangeEvent(RangeBoundary.FIXED, fixed));
        }
        return Affected.newBuilder()
                .setEcosystem(ecosystem)
                .setPackage$(packageName)
                .setRanges(List.of(new AffectedRange("ECOSYSTEM", events)));
    }

    private static List<Affected> affectedOf(List<FeedEntry> entries) {
        return advisories(entries).stream()
                .flatMap(advisory -> advisory.getAffected().stream())
                .toList();
    }

    private static List<AdvisoryChanged> advisories(List<FeedEntry> entries) {
        return entries.stream()
                .filter(FeedEntry.Advisory.class::isInstance)
                .map(entry -> ((FeedEntry.Advisory) entry).advisory())
                .toList();
    }

    private List<FeedEntry> read(String json) throws IOException {
        return read(json, FeedLimits.DEFAULT);
    }

    private List<FeedEntry> read(String json, FeedLimits limits) throws IOException {
        return read(Files.writeString(folder.resolve("tracker.json"), json), limits);
    }

    private static List<FeedEntry> read(Path path, FeedLimits limits) throws IOException {
        var entries = new ArrayList<FeedEntry>();
        new FeedReader(limits)
                .read(
                        new FeedFile(
                                new Feed.LocalFile(path),
                                path,
                                "",
                                Instant.EPOCH,
                                FeedFile.Kind.LOCAL),
                        entries::add);
        return entries;
    }
}
