package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a file of a few lines says can be wrong enough for an exception. */
class OsReleaseFuzz {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nPRETTY_NAME='x \\$ y'\n",
                        "ID=\"\"\nVERSION_ID='3.18\nID_LIKE=\"rhel fedora\"\n# no\n=\n",
                        "trixie/sid\n",
                        "12.5\n"),
                Seeds.entries(name -> name.endsWith("os-release")));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrUnknown(byte[] data) {
        assertThat(OsRelease.parse(data)).isEqualTo(OsRelease.parse(data));
        OsRelease.parseDebianVersion(data);
    }
}
