package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A package database that is garbage says so; it never stops a scan. */
class DpkgFuzz {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        "Package: a\nStatus: install ok installed\nVersion: 1:2.0-3~x\nArchitecture: amd64\n"
                                + "Source: s (1.0)\nDepends: b (>= 1) | c, d:any\nInstalled-Size: 12\n"
                                + "Section: libs\nPriority: optional\nEssential: yes\nDescription: x\n more\n .\n",
                        "Package: a\nPackage: b\nStatus: deinstall ok config-files\nVersion:\n\n\n",
                        ": \n \n\tPackage\n\0\nVersion: \u00e9"),
                Seeds.entries(name -> name.endsWith("var/lib/dpkg/status")));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) throws IOException {
        try {
            var once =
                    DpkgDatabase.readStatus(
                            "var/lib/dpkg/status", new ByteArrayInputStream(data), 1_000);
            assertThat(
                            DpkgDatabase.readStatus(
                                    "var/lib/dpkg/status", new ByteArrayInputStream(data), 1_000))
                    .isEqualTo(once);
            DpkgDatabase.readStatusD(
                    "var/lib/dpkg/status.d/a", new ByteArrayInputStream(data), 1_000);
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
