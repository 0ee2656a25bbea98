package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {

    private static final String RECORD = "{\"id\":\"A-1\",\"modified\":\"2026-01-01T00:00:00Z\"}";

    @TempDir private Path folder;

    @Test
    void readsEverythingThatMatchingNeedsOfARecord() throws IOException {
        var json =
                """
                {"schema_version":"1.7.3","id":"DEBIAN-CVE-2024-1001","modified":"2026-01-02T03:04:05.678Z",
                 "published":"2026-01-01T00:00:00Z","withdrawn":"2026-02-01T00:00:00Z",
                 "aliases":["GHSA-1"],"upstream":["CVE-2024-1001"],"related":["CVE-2024-9"],
                 "details":"\\n First line.\\nSecond line.",
                 "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N"}],
                 "references":[{"type":"WEB","url":"https://example.com/1"},{"type":"WEB"}],
                 "affected":[
                  {"package":{"ecosystem":"Debian:12","name":"tar"},"versions":["1.0"],
                   "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"last_affected":"1.1"},{"limit":"2"}]}],
                   "severity":[{"type":"CVSS_V2","score":"AV:N"}],
                   "ecosystem_specific":{"urgency":"low"}},
                  {"ranges":[{"type":"GIT","repo":"https://example.com","events":[{"introduced":"0"}]}]}]}
                """;

        assertThat(read(file("a.json", json)))
                .containsExactly(
                        new FeedEntry.Advisory(
                                AdvisoryChanged.newBuilder()
                                        .setId("DEBIAN-CVE-2024-1001")
                                        .setModified(Instant.parse("2026-01-02T03:04:05.678Z"))
                                        .setPublished(Instant.parse("2026-01-01T00:00:00Z"))
                                        .setWithdrawn(Instant.parse("2026-02-01T00:00:00Z"))
                                        .setAliases(List.of("GHSA-1"))
                                        .setUpstream(List.of("CVE-2024-1001"))
                                        .setSummary("First line.")
                                        .setSeverity(
                                                List.of(
                                                        new PublishedSeverity(
                                                                "CVSS_V3", "CVSS:3.1/AV:N")))
                                        .setReferences(List.of("https://example.com/1"))
                                        .setAffected(
                                                List.of(
                                                        Affected.newBuilder()
                                                                .setEcosystem("Debian:12")
                                                                .setPackage$("tar")
                                                                .setVersions(List.of("1.0"))
                                                                .setRanges(
                                                                        List.of(
                                                                                new AffectedRange(
                                                                                        "ECOSYSTEM",
                                                                                        List.of(
                                                                                                new RangeEvent(
                                                                                                        RangeBoundary
                                                                                                                .INTRODUCED,
                                                                                                        "0"),
                                                                                                new RangeEvent(
                                                                                                        RangeBoundary
                                                                                                                .LAST_AFFECTED,
                                                                                                        "1.1"),
                                                                                                new RangeEvent(
                                                                                                        RangeBoundary
                                                                                                                .LIMIT,
                                                                                                        "2")))))
                                                                .setUrgency("low")
                                                                .setSeverity(
                                                                        List.of(
                                                                                new PublishedSeverity(
                                                                                        "CVSS_V2",
                                                                                        "AV:N")))
                                                                .build()))
                                        .setFeed("a.json")
                                        .build()));
    }

    @Test
    void keepsTheWordsOfGithubAndRustsec() throws IOException {
        var json =
                """
                {"id":"GHSA-1","modified":"2026-01-01T00:00:00Z","database_specific":{"severity":"MODERATE"},
                 "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N"}],
                 "affected":[{"package":{"ecosystem":"crates.io","name":"atty"},
                  "database_specific":{"informational":"unmaintained"}}]}
                """;

        assertThat(read(file("a.json", json)))
                .extracting(entry -> ((FeedEntry.Advisory) entry).advisory())
                .extracting(
                        AdvisoryChanged::getSeverity,
                        event -> event.getAffected().getFirst().getUrgency())
                .containsExactly(
                        tuple(
                                List.of(
                                        new PublishedSeverity("CVSS_V3", "CVSS:3.1/AV:N"),
                                        new PublishedSeverity("GHSA", "MODERATE")),
                                "unmaintained"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"A-1\",\"schema_version\":\"2.0.0\"}|schema version '2.0.0' is not supported, expected 1.x",
                "{\"id\":\"A 1\"}|id 'A 1' is no identifier",
                "{}|id 'null' is no identifier",
                "[]|id 'null' is no identifier",
                "{\"id\":\"A-1\",\"modified\":\"yesterday\"}|modified 'yesterday' is no time",
                "{\"id\":\"A-1\",\"affected\":[{\"package\":{\"ecosystem\":\"E\",\"name\":\"n\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"until\":\"1\"}]}]}]}|a range has the unknown event 'until'",
                "{\"id\":\"A-1\",\"affected\":[{\"package\":{\"ecosystem\":\"E\",\"name\":\"n\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"fixed\":1}]}]}]}|the event 'fixed' of a range has no version",
                "{\"id\":\"A-1\",\"affected\":[{\"package\":{\"ecosystem\":\"E\",\"name\":\"n\"},\"ranges\":[{}]}]}|a range has no type",
            })
    void saysWhatIsWrongWithARecord(String json, String reason) throws IOException {
        assertThat(read(file("a.jsonl", json)))
                .singleElement()
                .isInstanceOfSatisfying(
                        FeedEntry.Broken.class,
                        broken -> assertThat(broken.reason()).isEqualTo(reason));
    }

    @Test
    void readsLinesBesideBrokenOnes() throws IOException {
        var lines = "\n" + RECORD + "\n{nonsense\n" + RECORD.replace("A-1", "A-2");

        var entries = read(file("a.jsonl", lines));

        assertThat(entries).hasSize(3);
        assertThat(entries.get(1))
                .isInstanceOfSatisfying(
                        FeedEntry.Broken.class,
                        broken -> assertThat(broken.where()).isEqualTo("line 3"));
        assertThat(((FeedEntry.Advisory) entries.get(2)).advisory().getId()).isEqualTo("A-2");
    }

    @Test
    void readsGzip() throws IOException {
        assertThat(read(gzip("a.jsonl.gz", RECORD))).hasSize(1);
    }

    @Test
    void readsTheJsonEntriesOfAZip() throws IOException {
        assertThat(read(zip())).hasSize(2).allMatch(FeedEntry.Advisory.class::isInstance);
    }

    @Test
    void refusesFilesThatAreCutShort() throws IOException {
        for (var whole : List.of(gzip("a.jsonl.gz", (RECORD + "\n").repeat(500)), zip())) {
            var bytes = Files.readAllBytes(whole);
            Files.write(whole, Arrays.copyOf(bytes, bytes.length * 2 / 3));

            assertThatIOException().isThrownBy(() -> read(whole));
        }
    }

    @Test
    void readsTheCatalogueOfExploitedVulnerabilities() throws IOException {
        var json =
                """
                {"catalogVersion":"2026.01.29","vulnerabilities":[
                 {"cveID":"CVE-2024-1001","dueDate":"2024-05-01"},{"cveID":"CVE-2024-1002"},{"cveID":"none"}]}
                """;

        assertThat(read(gzip("kev.json.gz", json)))
                .containsExactly(
                        new FeedEntry.Exploited("CVE-2024-1001", "2024-05-01"),
                        new FeedEntry.Exploited("CVE-2024-1002", null),
                        new FeedEntry.Broken("cveID", null, "'none' is no CVE"));
    }

    @Test
    void readsScores() throws IOException {
        var csv =
                """
                #model_version:v2025.03.14,score_date:2026-01-30T00:00:00Z
                cve,epss,percentile
                CVE-2024-1001,0.00042,0.1
                CVE-2024-1002,1.5,0.1
                CVE-2024-1003,NaN,0.1
                CVE-2024-1004,0.5
                nonsense,0.5,0.5
                """;

        var entries = read(file("epss.csv", csv));

        assertThat(entries)
                .startsWith(
                        new FeedEntry.Dated(Instant.parse("2026-01-30T00:00:00Z")),
                        new FeedEntry.Scored("CVE-2024-1001", 0.00042, 0.1));
        assertThat(entries.subList(2, 6)).allMatch(FeedEntry.Broken.class::isInstance);
    }

    @Test
    void refusesOtherTables() throws IOException {
        var kev = file("kev.csv", "cveID,vendorProject\nCVE-2024-1001,Example\n");

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(kev))
                .withMessage(
                        "it looks like CISA's catalogue of known exploited vulnerabilities, but has no column 'dateAdded'; its columns are 'cveID,vendorProject'");
    }

    @Test
    void readsTheCatalogueAsATable() throws IOException {
        var csv =
                """
                \uFEFFcveID,vendorProject,dateAdded,shortDescription,dueDate
                CVE-2024-1001,"Example, Inc.",2026-01-28,"Says ""no""
                and goes on",2026-02-18
                CVE-2024-1002,Example,2026-01-29,None,
                CVE-2024-1003,too few
                none,Example,2026-01-29,None,
                """;

        assertThat(read(file("kev.csv", csv)))
                .containsExactly(
                        new FeedEntry.Exploited("CVE-2024-1001", "2026-02-18"),
                        new FeedEntry.Dated(Instant.parse("2026-01-28T00:00:00Z")),
                        new FeedEntry.Exploited("CVE-2024-1002", null),
                        new FeedEntry.Dated(Instant.parse("2026-01-29T00:00:00Z")),
                        new FeedEntry.Broken(
                                "line 5", null, "expected 5 cells as in the header, there are 2"),
                        new FeedEntry.Broken("line 6", null, "'none' is no CVE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,email|its columns are neither those of EPSS, 'cve,epss,percentile', nor has it the column 'cveID' of CISA's catalogue of known exploited vulnerabilities; they are 'name,email'",
                "cveID,dateAdded|it looks like CISA's catalogue of known exploited vulnerabilities, but has no column 'dueDate'; its columns are 'cveID,dateAdded'",
                "'cveID,dateAdded,\"dueDate'|it ends within quotes",
            })
    void saysWhyATableIsNone(String header, String message) throws IOException {
        var table = file("table.csv", header);

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(table))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a", "all.zip.gz.asc"})
    void refusesUnknownEndings(String name) throws IOException {
        var path = file(name, RECORD);

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(path))
                .withMessageContaining("no known ending");
    }

    @Test
    void leavesOutARecordBeyondTheLimitAndReadsOn() throws IOException {
        var large = "{\"id\":\"A-0\",\"details\":\"" + "x".repeat(2_000) + "\"}";

        assertThat(
                        read(
                                file("a.jsonl", large + "\n" + RECORD),
                                new FeedLimits(1 << 20, 1 << 20, 1_000, 10)))
                .hasSize(2)
                .startsWith(new FeedEntry.Broken("line 1", null, "longer than 1000 bytes"));
    }

    @Test
    void refusesAFeedThatUnpacksToTooMuch() throws IOException {
        var bomb = gzip("a.jsonl.gz", " ".repeat(5_000_000));

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(bomb, new FeedLimits(1 << 20, 1 << 20, 1_000, 10)))
                .withMessage("it unpacks to more than its limit of bytes");
    }

    @Test
    void refusesAFeedOfTooManyRecords() throws IOException {
        var many = file("a.jsonl", (RECORD + "\n").repeat(11));

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(many, new FeedLimits(1 << 20, 1 << 20, 1_000, 10)))
                .withMessage("it has more than 10 records");
    }

    private static List<FeedEntry> read(Path path) throws IOException {
        return read(path, FeedLimits.DEFAULT);
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

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path gzip(String name, String content) throws IOException {
        var path = folder.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    private Path zip() throws IOException {
        var path = folder.resolve("all.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(path))) {
            for (var name : List.of("A-1.json", "../A-2.json", "about.txt")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(RECORD.getBytes(StandardCharsets.UTF_8));
            }
        }
        return path;
    }
}
