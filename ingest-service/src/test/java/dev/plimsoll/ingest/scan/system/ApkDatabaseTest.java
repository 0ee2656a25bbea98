package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names begin with the matching rule they prove. */
class ApkDatabaseTest {

    private static final String PATH = "lib/apk/db/installed";

    @Test
    void a1A2ReadsPackageVersionAndOrigin() {
        var database =
                read(
                        """
                        C:Q1abc=
                        P:libcrypto3
                        V:3.1.7-r0
                        A:x86_64
                        S:1
                        I:4206592
                        T:Crypto library
                        o:openssl
                        m:Ann <ann@example.com>
                        D:so:libc.musl-x86_64.so.1 busybox>=1.2 !uclibc
                        p:so:libcrypto.so.3=3 cmd:x=1
                        F:lib
                        R:libcrypto.so.3

                        P:.build-deps
                        V:20240101.000000
                        A:noarch

                        """);

        assertThat(database.gaps()).isEmpty();
        assertThat(database.packages())
                .containsExactly(
                        new InstalledPackage(
                                InstalledPackage.Type.APK,
                                "libcrypto3",
                                "3.1.7-r0",
                                "openssl",
                                "3.1.7-r0",
                                "x86_64",
                                PATH,
                                null,
                                null,
                                false,
                                List.of("so:libc.musl-x86_64.so.1", "busybox"),
                                List.of("so:libcrypto.so.3", "cmd:x"),
                                "Ann <ann@example.com>",
                                4206592L,
                                null,
                                null),
                        new InstalledPackage(
                                InstalledPackage.Type.APK,
                                ".build-deps",
                                "20240101.000000",
                                ".build-deps",
                                "20240101.000000",
                                "noarch",
                                PATH,
                                null,
                                null,
                                false,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void row21WhatMakesNoSenseIsReportedTheOthersCount() {
        var database =
                read(
                        "P:good\nV:1-r0\n\n"
                                + "P:noversion\n\n"
                                + "P:long\nV:1\nD:"
                                + "x ".repeat(1_000_000)
                                + "\n\n"
                                + "P:files\nV:2-r0\n"
                                + "F:usr/share\n".repeat(100_000)
                                + "\nP:fine\nV:3-r0");

        assertThat(database.packages())
                .extracting(InstalledPackage::name)
                .containsExactly("good", "files", "fine");
        assertThat(database.gaps()).hasSize(2);
    }

    private static PackageDatabase read(String text) {
        try {
            return ApkDatabase.read(
                    PATH, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
