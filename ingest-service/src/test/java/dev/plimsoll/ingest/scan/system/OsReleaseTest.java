package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Distribution;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OsReleaseTest {

    @Test
    void d5ReadsReleaseAndCodename() {
        var text =
                """
                # comment
                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                VERSION_ID='12'
                VERSION_CODENAME=bookworm
                ID=debian
                """;

        assertThat(OsRelease.parse(bytes(text)))
                .contains(
                        new Distribution(
                                "debian", "12", "bookworm", "Debian GNU/Linux 12 (bookworm)"));
    }

    @Test
    void d6ADerivativeKeepsItsOwnName() {
        assertThat(OsRelease.parse(bytes("ID=kali\nID_LIKE=debian\nVERSION_ID=2024.1\n")))
                .contains(new Distribution("kali", "2024.1", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "VERSION_ID=12",
                "ID=$(id)",
                "ID=`id`",
                "ID=../../etc",
                "ID=",
                "ID=\"a b\"",
                "export ID=debian"
            })
    void row22NothingIsEvaluatedOrGuessed(String text) {
        assertThat(OsRelease.parse(bytes(text))).isEmpty();
    }

    @Test
    void row22AnEnormousFileIsNotRead() {
        assertThat(OsRelease.parse(bytes("ID=debian\n" + "#".repeat(10 << 20)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12.5, 12,", "10, 10,", "trixie/sid, , trixie", "forky, , forky"})
    void d5DebianVersionIsTheLastResort(String text, String versionId, String codename) {
        assertThat(OsRelease.parseDebianVersion(bytes(text + "\n")))
                .contains(new Distribution("debian", versionId, codename, null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
