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
class ApkFuzz {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        "C:Q1abc=\nP:musl\nV:1.2.4-r2\nA:x86_64\nS:383152\nI:622592\nT:the c library\n"
                                + "o:musl\nD:so:libc.musl-x86_64.so.1 !bad>1\np:so:a=1\nF:lib\nR:ld-musl.so\n",
                        "P:a\nP:b\n\n\nV:1\nr:\n",
                        ":\n \nX\0:\u00e9\nI:99999999999999999999"),
                Seeds.entries(name -> name.endsWith("lib/apk/db/installed")));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) throws IOException {
        try {
            var once =
                    ApkDatabase.read("lib/apk/db/installed", new ByteArrayInputStream(data), 1_000);
            assertThat(
                            ApkDatabase.read(
                                    "lib/apk/db/installed", new ByteArrayInputStream(data), 1_000))
                    .isEqualTo(once);
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
