package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Gap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names begin with the matching rule they prove. */
class DpkgDatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "install ok installed, 1",
        "hold ok installed, 1",
        "deinstall ok config-files, 0",
        "install ok half-installed, 0",
        "install ok unpacked, 0",
        "purge ok not-installed, 0"
    })
    void d2OnlyInstalledPackagesCount(String status, int count) {
        var database = status("Package: a\nStatus: %s\nVersion: 1\n".formatted(status));

        assertThat(database.packages()).hasSize(count);
        assertThat(database.gaps()).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void row20ASourceOfManyParenthesesTakesNoTime() {
        var stanza =
                """
                Package: a
                Status: install ok installed
                Version: 1
                Source: %s x

                """
                        .formatted("(".repeat(200_000));

        var database = status(stanza.repeat(5) + stanza.replaceAll("Source: .*", "Source: b"));

        assertThat(database.packages())
                .extracting(InstalledPackage::sourceName)
                .containsExactly("b");
        assertThat(database.gaps()).extracting(Gap::getReason).contains("CORRUPT_STANZA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; a; 2:1.0-1+b7",
                "b; b; 2:1.0-1+b7",
                "b (1.0-1); b; 1.0-1",
                "b  ( 1.0-1 ); ; "
            })
    void d3TheSourcePackageAndItsVersionAreKept(String source, String name, String version) {
        var database =
                status(
                        "Package: a\nStatus: install ok installed\n"
                                + (source.isEmpty() ? "" : "Source: " + source + "\n")
                                + "Version: 2:1.0-1+b7\n");

        if (name == null) {
            assertThat(database.packages()).isEmpty();
            assertThat(database.gaps()).hasSize(1);
        } else {
            assertThat(database.packages())
                    .extracting(InstalledPackage::sourceName, InstalledPackage::sourceVersion)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(name, version));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.0+deb12u3", "1.0~bpo12+1", "1.0+dfsg-2", "2.0+really1.9-1", "3+nmu1"})
    void d4VersionsAreKeptWhole(String version) {
        var database =
                status("Package: a\nStatus: install ok installed\nVersion: " + version + "\n");

        assertThat(database.packages())
                .extracting(InstalledPackage::version)
                .containsExactly(version);
    }

    @Test
    void d1FilesOfStatusDHaveNoStatus() throws IOException {
        var database =
                DpkgDatabase.readStatusD(
                        "var/lib/dpkg/status.d/tzdata",
                        new ByteArrayInputStream(
                                "Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        10);

        assertThat(database.packages())
                .extracting(InstalledPackage::name, InstalledPackage::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "tzdata", "var/lib/dpkg/status.d/tzdata"));
    }

    @Test
    void readsFoldedFieldsCarriageReturnsAndNoFinalNewline() {
        var database =
                status(
                        "Package: a\r\nStatus: install ok installed\r\nVersion: 1\r\nDepends: b (>= 1),\r\n c | d:any\r\nDescription: x\r\n Version: 2\r\n\r\nPackage: e\nStatus: install ok installed\nVersion: 3");

        assertThat(database.packages())
                .extracting(InstalledPackage::name)
                .containsExactly("a", "e");
        assertThat(database.packages().getFirst().depends()).containsExactly("b", "c|d");
        assertThat(database.packages().getFirst().version()).isEqualTo("1");
    }

    @Test
    void row20AStanzaThatMakesNoSenseIsReportedTheOthersCount() {
        var database =
                status(
                        "Package: good\nStatus: install ok installed\nVersion: 1\n\n"
                                + "Package: format\nStatus: install ok installed\nVersion: %s\n\n"
                                + "Package: long\nStatus: install ok installed\nVersion: "
                                + "1".repeat(100_000)
                                + "\n\n"
                                + "Package: folded\nStatus: install ok installed\nVersion: 1\nDepends: a\n"
                                + " ,b\n".repeat(1_000_000)
                                + "\nPackage: nostatus\nVersion: 1\n\n"
                                + "garbage\n\n"
                                + "Package: ../x\nStatus: install ok installed\nVersion: 1\n\n"
                                + "Package: fine\nStatus: install ok installed\nVersion: 1\n");

        assertThat(database.packages())
                .extracting(InstalledPackage::name)
                .containsExactly("good", "fine");
        assertThat(database.gaps())
                .hasSize(6)
                .extracting(Gap::getReason)
                .containsOnly("CORRUPT_STANZA");
    }

    @Test
    void row20AMissingBlankLineLosesNothing() {
        var database =
                status(
                        "Package: a\nStatus: install ok installed\nVersion: 1\n"
                                + "Package: b\nStatus: install ok installed\nVersion: 2\n");

        assertThat(database.packages())
                .extracting(InstalledPackage::name)
                .containsExactly("a", "b");
        assertThat(database.gaps()).hasSize(1);
    }

    @Test
    void row20OfTwoStanzasOfAPackageTheLastCounts() {
        var stanza = "Package: a\nStatus: install ok installed\nVersion: %d\n\n";
        var database = status(stanza.formatted(1) + stanza.formatted(2));

        assertThat(database.packages()).extracting(InstalledPackage::version).containsExactly("2");
        assertThat(database.gaps()).hasSize(1);
    }

    @Test
    void manyGapsAreCountedNotListed() {
        var database =
                status("Package: _\nStatus: install ok installed\nVersion: 1\n\n".repeat(5_000));

        assertThat(database.gaps()).hasSize(21);
        assertThat(database.gaps().getLast().getMessage()).isEqualTo("and 4980 more of this kind");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "libc6 (>= 2.36); libc6",
                "mawk | gawk:any (>= 1); mawk|gawk",
                "perl:any, python3 [amd64] <!nocheck>; perl,python3",
                "'';"
            })
    void relationsLoseTheirVersions(String field, String names) {
        var expected = names == null ? List.of() : List.of(names.split(","));

        assertThat(DpkgDatabase.relations(field)).isEqualTo(expected);
    }

    private static PackageDatabase status(String text) {
        return status(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static PackageDatabase status(InputStream text) {
        try {
            return DpkgDatabase.readStatus("var/lib/dpkg/status", text, 10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
