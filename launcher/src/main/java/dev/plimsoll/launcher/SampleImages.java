package dev.plimsoll.launcher;

import static dev.plimsoll.launcher.DebianPackage.optional;
import static dev.plimsoll.launcher.DebianPackage.required;

import dev.plimsoll.embedded.image.Compression;
import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.embedded.image.Publishable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Images with real package databases and hardly a file beside them. Package names, versions and
 * dependencies are those of Debian 12 and Alpine 3.19 at their time, so that real advisories speak
 * of them.
 */
final class SampleImages {

    static final ImageName BASE = new ImageName("samples/debian-base", "12");
    static final ImageName SHOP = new ImageName("samples/web-shop", "1.4.0");
    static final ImageName SHOP_WITH_SOMETHING_NEW = new ImageName("samples/web-shop", "1.4.1");
    static final ImageName BUILDER = new ImageName("samples/report-builder", "2.0.0");
    static final ImageName ALPINE = new ImageName("samples/alpine-proxy", "3.19");
    static final ImageName ORDERS = new ImageName("samples/order-service", "3.1.0");

    private static final Instant BUILT = Instant.parse("2024-02-01T08:00:00Z");

    private static final List<DebianPackage> DEBIAN =
            List.of(
                    required("base-files", "12.4+deb12u5", "", ""),
                    required(
                            "bash",
                            "5.2.15-2+b2",
                            "bash (5.2.15-2)",
                            "base-files (>= 2.1.12), debianutils (>= 5.6-0.1)"),
                    required("coreutils", "9.1-1", "", ""),
                    required("debianutils", "5.7-0.5~deb12u1", "", ""),
                    required("dpkg", "1.21.22", "", "tar (>= 1.28-1)"),
                    required("perl-base", "5.36.0-7+deb12u1", "perl", "libc6 (>= 2.35)"),
                    required("tar", "1.34+dfsg-1.2", "", "libc6 (>= 2.34)"),
                    new DebianPackage(
                            "gcc-12-base", "12.2.0-14", "gcc-12", "libs", "required", false, ""),
                    optional("libc6", "2.36-9+deb12u4", "glibc", "libs", "libgcc-s1"),
                    optional(
                            "libgcc-s1",
                            "12.2.0-14",
                            "gcc-12",
                            "libs",
                            "gcc-12-base (= 12.2.0-14), libc6 (>= 2.35)"),
                    new DebianPackage(
                            "zlib1g",
                            "1:1.2.13.dfsg-1",
                            "zlib",
                            "libs",
                            "required",
                            false,
                            "libc6 (>= 2.14)"));

    private static final List<DebianPackage> SHOP_PACKAGES =
            List.of(
                    optional("ca-certificates", "20230311", "", "misc", "openssl (>= 1.1.1)"),
                    optional("libexpat1", "2.5.0-1", "expat", "libs", "libc6 (>= 2.36)"),
                    optional("libssl3", "3.0.11-1~deb12u2", "openssl", "libs", "libc6 (>= 2.34)"),
                    optional(
                            "openssl",
                            "3.0.11-1~deb12u2",
                            "",
                            "utils",
                            "libc6 (>= 2.34), libssl3 (>= 3.0.9)"));

    /** OpenSSL is up to date here, and pictures can be resized: with a library of 2023. */
    private static final List<DebianPackage> SHOP_PACKAGES_LATER =
            List.of(
                    optional("ca-certificates", "20230311", "", "misc", "openssl (>= 1.1.1)"),
                    optional("libexpat1", "2.5.0-1", "expat", "libs", "libc6 (>= 2.36)"),
                    optional("libssl3", "3.0.14-1~deb12u2", "openssl", "libs", "libc6 (>= 2.34)"),
                    optional("libwebp7", "1.2.4-0.2", "libwebp", "libs", "libc6 (>= 2.29)"),
                    optional(
                            "openssl",
                            "3.0.14-1~deb12u2",
                            "",
                            "utils",
                            "libc6 (>= 2.34), libssl3 (>= 3.0.9)"));

    private static final List<DebianPackage> BUILD_TOOLS =
            List.of(
                    optional(
                            "binutils",
                            "2.40-2",
                            "",
                            "devel",
                            "libbinutils (= 2.40-2), libc6 (>= 2.36)"),
                    optional(
                            "gcc-12",
                            "12.2.0-14",
                            "",
                            "devel",
                            "binutils (>= 2.40), libgcc-12-dev (= 12.2.0-14), libc6 (>= 2.34)"),
                    optional(
                            "libbinutils",
                            "2.40-2",
                            "binutils",
                            "devel",
                            "libc6 (>= 2.36), zlib1g (>= 1:1.2.6)"),
                    optional(
                            "libc6-dev",
                            "2.36-9+deb12u4",
                            "glibc",
                            "libdevel",
                            "libc6 (= 2.36-9+deb12u4), linux-libc-dev"),
                    optional(
                            "libgcc-12-dev",
                            "12.2.0-14",
                            "gcc-12",
                            "libdevel",
                            "gcc-12-base (= 12.2.0-14)"),
                    optional("linux-libc-dev", "6.1.69-1", "linux", "devel", ""),
                    optional("make", "4.3-4.1", "make-dfsg", "devel", "libc6 (>= 2.34)"));

    private static final String APK_DATABASE =
            """
            P:alpine-baselayout
            V:3.4.3-r2
            A:x86_64
            o:alpine-baselayout

            P:apk-tools
            V:2.14.0-r5
            A:x86_64
            D:musl>=1.2.3_git20230424 so:libcrypto.so.3 so:libssl.so.3
            o:apk-tools

            P:busybox
            V:1.36.1-r15
            A:x86_64
            D:so:libc.musl-x86_64.so.1
            o:busybox

            P:libcrypto3
            V:3.1.4-r2
            A:x86_64
            D:so:libc.musl-x86_64.so.1
            p:so:libcrypto.so.3=3
            o:openssl

            P:libssl3
            V:3.1.4-r2
            A:x86_64
            D:so:libc.musl-x86_64.so.1 so:libcrypto.so.3
            p:so:libssl.so.3=3
            o:openssl

            P:musl
            V:1.2.4_git20230717-r4
            A:x86_64
            p:so:libc.musl-x86_64.so.1=1
            o:musl

            """;

    private SampleImages() {}

    record Sample(ImageName name, Publishable.Image image) {}

    /** First come the images that others stand on. */
    static List<List<Sample>> rounds() {
        return List.of(
                List.of(new Sample(BASE, base().command("bash").build())),
                List.of(
                        new Sample(SHOP, shop(SHOP_PACKAGES, "1.4.0")),
                        new Sample(BUILDER, builder()),
                        new Sample(ALPINE, alpine()),
                        new Sample(ORDERS, orders())),
                List.of(new Sample(SHOP_WITH_SOMETHING_NEW, shop(SHOP_PACKAGES_LATER, "1.4.1"))));
    }

    private static ImageBuilder base() {
        var layer =
                Layer.builder()
                        .directory("etc")
                        .file(
                                "usr/lib/os-release",
                                """
                                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                                NAME="Debian GNU/Linux"
                                VERSION_ID="12"
                                VERSION_CODENAME=bookworm
                                ID=debian
                                """)
                        .symlink("etc/os-release", "../usr/lib/os-release")
                        .file("etc/motd", "A sample of Plimsoll's quick start.\n")
                        .file("var/lib/dpkg/status", DebianPackage.status(DEBIAN))
                        .build();
        return ImageBuilder.of(Format.OCI)
                .created(BUILT)
                .environment("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .layer(layer, "ADD rootfs.tar / # debian bookworm")
                .instruction("CMD [\"bash\"]");
    }

    private static Publishable.Image shop(List<DebianPackage> packages, String version) {
        var names = packages.stream().map(DebianPackage::name).toList();
        return onTopOfDebian(
                        packages,
                        "RUN apt-get update && apt-get install -y " + String.join(" ", names))
                .layer(
                        Layer.builder()
                                .whiteout("etc/motd")
                                .file("app/VERSION", version + "\n")
                                .executable(
                                        "app/web-shop",
                                        "#!/bin/sh\nexec sleep infinity\n"
                                                .getBytes(StandardCharsets.UTF_8))
                                .build(),
                        "COPY target/web-shop /app/",
                        Compression.ZSTD)
                .label("org.opencontainers.image.version", version)
                .exposedPort("8080/tcp")
                .healthcheck("/app/web-shop --check")
                .user("10001")
                .command("/app/web-shop")
                .build();
    }

    private static Publishable.Image builder() {
        return onTopOfDebian(BUILD_TOOLS, "RUN apt-get update && apt-get install -y gcc-12 make")
                .layer(
                        Layer.builder()
                                .file("app/report.c", "int main(void) { return 0; }\n")
                                .build(),
                        "COPY report.c /app/")
                .command("/app/report")
                .build();
    }

    /** A Java program with its libraries inside, one of them of 2021. */
    private static Publishable.Image orders() {
        var program =
                JavaArchive.of(
                        Map.of(
                                "META-INF/MANIFEST.MF",
                                        "Manifest-Version: 1.0\nMain-Class: com.example.Orders\n"
                                                .getBytes(StandardCharsets.UTF_8),
                                "BOOT-INF/lib/log4j-core-2.14.1.jar",
                                        JavaArchive.library(
                                                "org.apache.logging.log4j",
                                                "log4j-core",
                                                "2.14.1")));
        return base().layer(
                        Layer.builder().file("app/order-service.jar", program).build(),
                        "COPY target/order-service.jar /app/")
                .exposedPort("8080/tcp")
                .user("10001")
                .command("java", "-jar", "/app/order-service.jar")
                .build();
    }

    private static ImageBuilder onTopOfDebian(List<DebianPackage> packages, String instruction) {
        var all = new ArrayList<DebianPackage>();
        Stream.concat(DEBIAN.stream(), packages.stream()).forEach(all::add);
        return base().layer(
                        Layer.builder()
                                .file("var/lib/dpkg/status", DebianPackage.status(all))
                                .build(),
                        instruction);
    }

    private static Publishable.Image alpine() {
        var layer =
                Layer.builder()
                        .file(
                                "etc/os-release",
                                """
                                NAME="Alpine Linux"
                                ID=alpine
                                VERSION_ID=3.19.0
                                PRETTY_NAME="Alpine Linux v3.19"
                                """)
                        .file("lib/apk/db/installed", APK_DATABASE)
                        .build();
        return ImageBuilder.of(Format.DOCKER)
                .created(BUILT)
                .layer(layer, "ADD alpine-minirootfs-3.19.0-x86_64.tar.gz /")
                .command("/bin/sh")
                .build();
    }
}
