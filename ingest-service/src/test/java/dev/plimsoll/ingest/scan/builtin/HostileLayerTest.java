package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdOutputStream;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers made to hurt. Numbers are the rows of the project's list of hostile inputs. */
@Contained
class HostileLayerTest {

    private static final String STATUS = "var/lib/dpkg/status";
    private static final String OS_RELEASE = "ID=debian\nVERSION_ID=\"12\"\n";
    private static final ScanLimits SMALL = Reading.SMALL;

    @Nested
    class Compressed {

        @Test
        void row01AGzipBombOfTenGibibytesIsStoppedByItsRatio() throws IOException {
            byte[] piece;
            var mebibyte = new ByteArrayOutputStream();
            try (var deflater = new DeflaterOutputStream(mebibyte, new Deflater(9, true), true)) {
                deflater.write(new byte[1 << 20]);
                deflater.flush();
                // Not the end that closing writes: the piece is repeated.
                piece = mebibyte.toByteArray();
            }
            var header = new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0};
            var content = new RepeatedStream(piece, 10 << 10);
            var bomb = new SequenceInputStream(new ByteArrayInputStream(header), content);

            assertRefused(
                    Reason.LIMIT_UNCOMPRESSED,
                    () -> Reading.layer(bomb, LayerEncoding.GZIP, ScanLimits.USUAL));
            assertThat(content.given()).isLessThan(1 << 20);
        }

        @Test
        void row01ALayerLargerThanTheLimitIsStopped() {
            var endless = new EndlessZeros();

            assertRefused(
                    Reason.LIMIT_UNCOMPRESSED,
                    () -> Reading.layer(tarOf(endless), LayerEncoding.PLAIN, SMALL));
        }

        @Test
        void row03ManyEmptyMembersAreReadWithoutRecursion() throws IOException {
            var member = gzip(new byte[0]);
            var layer = gzip(debianLayer());

            var contents = readGzip(concat(repeat(member, 8_000), layer));

            assertThat(contents.diffId()).isEqualTo(Digest.of(debianLayer()));
        }

        @Test
        void row03AMillionEmptyMembersAreRefused() throws IOException {
            var member = gzip(new byte[0]);
            var flood = new RepeatedStream(member, 1_000_000);

            assertRefused(
                    Reason.LIMIT_GZIP_MEMBERS,
                    () -> Reading.layer(flood, LayerEncoding.GZIP, SMALL));
        }

        @Test
        void row04ABrokenSecondMemberIsNoEnd() throws IOException {
            var tar = debianLayer();
            var first = gzip(Arrays.copyOf(tar, 512));
            var second = gzip(Arrays.copyOfRange(tar, 512, tar.length));
            second[2] = 7;

            assertRefused(Reason.CORRUPT_GZIP, () -> readGzip(concat(first, second)));
        }

        @Test
        void row05ATruncatedStreamIsCorruptWhereverItIsCut() throws IOException {
            var whole = gzip(debianLayer());

            for (int length :
                    new int[] {3, 9, 12, whole.length / 2, whole.length - 8, whole.length - 1}) {
                assertRefused(Reason.CORRUPT_GZIP, () -> readGzip(Arrays.copyOf(whole, length)));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 4})
        void row05AWrongChecksumOrLengthIsCorrupt(int fromTheEnd) throws IOException {
            var broken = gzip(debianLayer());
            broken[broken.length - fromTheEnd] ^= 1;

            assertRefused(Reason.CORRUPT_GZIP, () -> readGzip(broken));
        }

        @Test
        void row05TrailingGarbageIsCorruptTrailingZerosAreNot() throws IOException {
            var layer = gzip(debianLayer());

            assertRefused(Reason.CORRUPT_GZIP, () -> readGzip(concat(layer, new byte[] {1, 2, 3})));
            assertRefused(Reason.CORRUPT_GZIP, () -> readGzip(concat(layer, new byte[] {0, 0, 3})));
            assertThat(readGzip(concat(layer, new byte[1000])).diffId())
                    .isEqualTo(Digest.of(debianLayer()));
        }

        @ParameterizedTest
        @ValueSource(bytes = {8, 16})
        void row06AHeaderWithoutEndIsBounded(byte flag) {
            var header = new byte[] {0x1F, (byte) 0x8B, 8, flag, 0, 0, 0, 0, 0, 0};
            var text = new RepeatedStream(new byte[] {'x'}, 1 << 30);
            var layer = new SequenceInputStream(new ByteArrayInputStream(header), text);

            assertRefused(
                    Reason.CORRUPT_GZIP, () -> Reading.layer(layer, LayerEncoding.GZIP, SMALL));
            assertThat(text.given()).isLessThan(1 << 20);
        }

        @Test
        void row07AWindowOfTwoGibibytesIsRefused() {
            // Frame header with window descriptor 0xA8: exponent 21, 2 GiB (RFC 8878, 3.1.1.1.2).
            var frame = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xA8, 1, 0, 0};

            assertRefused(Reason.CORRUPT_ZSTD, () -> readZstd(frame));
        }

        @Test
        void row07ConcatenatedAndSkippableFramesAreRead() throws IOException {
            var tar = debianLayer();
            var skippable = new byte[] {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 9, 9, 9, 9};
            var layer =
                    concat(
                            repeat(skippable, 10_000),
                            zstd(Arrays.copyOf(tar, 700)),
                            skippable,
                            zstd(Arrays.copyOfRange(tar, 700, tar.length)));

            assertThat(readZstd(layer).diffId()).isEqualTo(Digest.of(tar));
        }

        @Test
        void row07ATruncatedFrameIsCorrupt() throws IOException {
            var whole = zstd(debianLayer());

            assertRefused(
                    Reason.CORRUPT_ZSTD, () -> readZstd(Arrays.copyOf(whole, whole.length - 3)));
        }

        @ParameterizedTest
        @CsvSource({
            "GZIP, 28b52ffd00000000",
            "ZSTD, 1f8b080000000000",
            "PLAIN, 1f8b080000000000",
            "GZIP, fd377a585a000000",
            "PLAIN, 425a683931415926",
            "PLAIN, 04224d1800000000",
            "GZIP, 6574632f00000000"
        })
        void row08FirstBytesHaveToAgreeWithTheDeclaredType(LayerEncoding encoding, String head) {
            var layer = java.util.HexFormat.of().parseHex(head);

            assertRefused(
                    Reason.MEDIA_TYPE_MISMATCH,
                    () -> Reading.layer(new ByteArrayInputStream(layer), encoding, SMALL));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
                    "application/vnd.wasm.content.layer.v1+wasm",
                    "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "application/vnd.dev.cosign.simplesigning.v1+json",
                    "application/vnd.in-toto+json",
                    "application/vnd.oci.image.layer.v1.tar+xz",
                    ""
                })
        void row09WhatIsNoFileSystemIsUnsupported(String mediaType) {
            assertRefused(
                    Reason.UNSUPPORTED_ARTIFACT,
                    () -> LayerEncoding.of(new Descriptor(mediaType, Digest.ofText(""), 1)));
        }
    }

    @Nested
    class Tar {

        @ParameterizedTest
        @CsvSource({
            "../../etc/os-release, etc/os-release",
            "/etc/os-release, etc/os-release",
            "./etc//os-release, etc/os-release",
            "etc/../../etc/./os-release, etc/os-release",
            "C:\\etc\\os-release, C:\\etc\\os-release"
        })
        void row10PathsStayInsideTheImage(String path, String normalised) {
            assertThat(TarEntry.normalise(path)).isEqualTo(normalised);
        }

        @Test
        void row10StrangeNamesHurtNobody() {
            var path = "x/" + "y".repeat(60_000);
            var record = "60014 path=%s\n".formatted(path);
            var layer =
                    concat(
                            signed("a\nb\u001B[31m", '0'),
                            pax(record),
                            signed("ignored", '0'),
                            debianLayer());

            assertThat(readPlain(layer).items())
                    .extracting(LayerItem::path)
                    .containsExactly("etc", "etc/os-release", STATUS);
        }

        @Test
        void row16AWrongHeaderChecksumIsCorrupt() {
            var tar = debianLayer();
            tar[5] ^= 1;

            assertRefused(Reason.CORRUPT_TAR, () -> readPlain(tar));
        }

        @ParameterizedTest
        @CsvSource({
            "'-0000000001'",
            "FFFFFFFFFFFFFFFFFFFFFFFF",
            "800FFFFFFFFFFFFFFFFFFFFF",
            "99999999999"
        })
        void row16SizesThatCannotBeAreCorrupt(String size) {
            var tar = header("usr/bin/x", '0');
            if (size.length() == 24) {
                System.arraycopy(java.util.HexFormat.of().parseHex(size), 0, tar, 124, 12);
            } else {
                System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, tar, 124, 11);
            }
            sign(tar);

            assertRefused(Reason.CORRUPT_TAR, () -> readPlain(tar));
        }

        @Test
        void row16DevicesAndUnknownTypesAreSkipped() {
            var layer =
                    concat(
                            signed("dev/sda", '4'),
                            signed("run/pipe", '6'),
                            signed("what", 'Z'),
                            debianLayer());

            assertThat(readPlain(layer).items()).isNotEmpty();
        }

        @Test
        void row16ATruncatedFileIsCorrupt() {
            var tar = header("usr/bin/x", '0');
            System.arraycopy("00000010000".getBytes(StandardCharsets.US_ASCII), 0, tar, 124, 11);
            sign(tar);

            assertRefused(Reason.CORRUPT_TAR, () -> readPlain(tar));
        }

        @Test
        void row17ASparseMapOfTenMillionEntriesIsSkipped() {
            var first = header("sparse", 'S');
            first[482] = 1;
            sign(first);
            var map = new byte[512];
            map[504] = 1;
            var layer =
                    new SequenceInputStream(
                            Collections.enumeration(
                                    List.of(
                                            new ByteArrayInputStream(first),
                                            new RepeatedStream(map, 480_000),
                                            new ByteArrayInputStream(new byte[512]),
                                            new ByteArrayInputStream(debianLayer()))));

            var contents = Reading.layer(layer, LayerEncoding.PLAIN, ScanLimits.USUAL);

            assertThat(contents.entries()).isEqualTo(4);
        }

        @Test
        void row17APaxHeaderOfAGibibyteIsRefused() {
            var pax = header("pax", 'x');
            System.arraycopy("10000000000".getBytes(StandardCharsets.US_ASCII), 0, pax, 124, 11);
            sign(pax);

            assertRefused(
                    Reason.CORRUPT_TAR,
                    () ->
                            Reading.layer(
                                    new SequenceInputStream(
                                            new ByteArrayInputStream(pax), new EndlessZeros()),
                                    LayerEncoding.PLAIN,
                                    SMALL));
        }

        @Test
        void row17APaxTimeIsNotEvenLookedAtAndItsPathCounts() {
            var record = "23 mtime=9e99999999999\n28 path=var/lib/dpkg/status\n";
            var layer = concat(pax(record), signed("ignored", '0'), new byte[1024]);

            assertThat(readPlain(layer).items())
                    .extracting(LayerItem::path)
                    .containsExactly(STATUS);
        }

        @Test
        void row17ALongNameWithoutItsEntryIsCorrupt() {
            var name = header("././@LongLink", 'L');
            System.arraycopy("00000000005".getBytes(StandardCharsets.US_ASCII), 0, name, 124, 11);
            sign(name);

            assertRefused(
                    Reason.CORRUPT_TAR,
                    () -> readPlain(concat(name, new byte[512], new byte[1024])));
        }

        @Test
        void row18AnEntryBombIsStopped() {
            var flood = new RepeatedStream(signed("tmp/x", '0'), 10_000_000);

            assertRefused(
                    Reason.LIMIT_ENTRIES,
                    () -> Reading.layer(flood, LayerEncoding.PLAIN, ScanLimits.USUAL));
        }

        @Test
        void row18EntriesThatNobodyWantsCostEightBytesEach() {
            var many =
                    new SequenceInputStream(
                            new RepeatedStream(signed("tmp/x", '0'), 300_000),
                            new ByteArrayInputStream(debianLayer()));

            var contents = Reading.layer(many, LayerEncoding.PLAIN, ScanLimits.USUAL);

            assertThat(contents.entries()).isEqualTo(300_003);
            assertThat(contents.weight()).isLessThan(300_003 * 8 + 2_000);
        }

        @Test
        void row19AFileOfThreeGibibytesStreamsThrough() {
            var large = header("var/big", '0');
            System.arraycopy("30000000000".getBytes(StandardCharsets.US_ASCII), 0, large, 124, 11);
            sign(large);
            long size = 3L << 30;
            var layer =
                    new SequenceInputStream(
                            Collections.enumeration(
                                    List.of(
                                            new ByteArrayInputStream(large),
                                            new RepeatedStream(
                                                    new byte[1 << 20], (int) (size >> 20)),
                                            new ByteArrayInputStream(debianLayer()))));

            var contents = Reading.layer(layer, LayerEncoding.PLAIN, ScanLimits.USUAL);

            assertThat(contents.uncompressedBytes()).isEqualTo(512 + size + debianLayer().length);
        }

        @Test
        void row20ADatabaseOfTwoGibibytesIsReadInBoundedMemory() {
            var line = "Description: " + "x".repeat(1_000) + "\n";
            var stanza = line.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            int times = (int) ((2L << 30) / stanza.length);
            var first = debian("bash", "5.2");
            var start = first + "Package: endless\nStatus: install ok installed\n";
            var end = "\n" + debian("curl", "8");
            long size = start.length() + (long) times * stanza.length + end.length();
            var header = header(STATUS, '0');
            System.arraycopy(
                    "%011o".formatted(size).getBytes(StandardCharsets.US_ASCII),
                    0,
                    header,
                    124,
                    11);
            sign(header);
            var layer =
                    new SequenceInputStream(
                            Collections.enumeration(
                                    List.of(
                                            new ByteArrayInputStream(header),
                                            new ByteArrayInputStream(bytes(start)),
                                            new RepeatedStream(stanza, times),
                                            new ByteArrayInputStream(bytes(end)),
                                            new ByteArrayInputStream(
                                                    new byte[(int) (512 - size % 512) + 1024]))));

            var contents = Reading.layer(layer, LayerEncoding.PLAIN, ScanLimits.USUAL);

            var database =
                    ((FileContent.Packages) ((LayerItem.File) contents.items().getLast()).content())
                            .database();
            assertThat(database.packages())
                    .extracting(InstalledPackage::name)
                    .containsExactly("bash", "curl");
            assertThat(database.gaps()).extracting(Gap::getReason).containsOnly("CORRUPT_STANZA");
            assertThat(contents.weight()).isLessThan(20_000);
        }

        @Test
        void row20MoreInstalledPackagesThanAnybodyHasAreNoDatabase() {
            var status = new StringBuilder();
            for (int i = 0; i <= SMALL.packages(); i++) {
                status.append(debian("p" + i, "1"));
            }
            var layer =
                    Layer.builder()
                            .file("etc/os-release", OS_RELEASE)
                            .file(STATUS, status.toString())
                            .build();

            assertRefused(Reason.LIMIT_PKGDB, () -> Reading.installation(layer));
        }

        @Test
        void row21AnRpmDatabaseThatIsTooLargeOrBrokenSaysSo() {
            var path = "var/lib/rpm/rpmdb.sqlite";
            var release = "ID=fedora\nVERSION_ID=41\n";
            var broken = new byte[4096];
            var large = new byte[SMALL.databaseBytes() + 1];

            assertRefused(
                    Reason.PKGDB_CORRUPT,
                    () ->
                            Reading.installation(
                                    Layer.builder()
                                            .file("etc/os-release", release)
                                            .file(path, broken)
                                            .build()));
            assertRefused(
                    Reason.LIMIT_PKGDB,
                    () ->
                            Reading.installation(
                                    Layer.builder()
                                            .file("etc/os-release", release)
                                            .file(path, large)
                                            .build()));
        }
    }

    @Nested
    class Links {

        @ParameterizedTest
        @CsvSource({
            "var/lib/dpkg/status, loop",
            "var/lib/dpkg/status, /proc/self/environ",
            "var/lib/dpkg/status, ../../../../../../etc/shadow"
        })
        void row11LinksAreResolvedInsideTheImageOnly(String path, String target) {
            var layer =
                    Layer.builder()
                            .symlink(path, target)
                            .symlink("var/lib/dpkg/loop", "status")
                            .file("etc/os-release", OS_RELEASE)
                            .build();

            assertRefused(Reason.PKGDB_MISSING, () -> Reading.installation(layer));
        }

        @Test
        void row11AChainOfTenThousandLinksEnds() {
            var layer = Layer.builder().symlink(STATUS, "/l/0").file("etc/os-release", OS_RELEASE);
            for (int i = 0; i < 10_000; i++) {
                layer.symlink("l/" + i, Integer.toString(i + 1));
            }
            var built = layer.build();

            assertRefused(Reason.PKGDB_MISSING, () -> Reading.installation(built));
        }

        @Test
        @Timeout(
                value = 60,
                unit = TimeUnit.SECONDS,
                threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void row11ALinkLongerThanAnySystemFollowsLeadsNowhere() {
            var deep = "/a".repeat(30_000);
            var links =
                    Map.of(
                            "lib", "usr",
                            "usr/lib", "var",
                            "usr/lib/opkg", "lib",
                            "usr/share", "usr/lib",
                            "var/lib", "usr/share",
                            "var/lib/dpkg", "var/lib",
                            "root", "usr/share");
            var bytes = new ByteArrayOutputStream();
            links.forEach(
                    (path, target) -> {
                        var record = " linkpath=/%s%s\n".formatted(target, deep);
                        bytes.writeBytes(pax(record.length() + 5 + record));
                        bytes.writeBytes(signed(path, '2'));
                    });
            bytes.writeBytes(Layer.builder().file("etc/os-release", OS_RELEASE).build().tar());
            var layer = new Layer(bytes.toByteArray());

            assertRefused(Reason.PKGDB_MISSING, () -> Reading.installation(layer));
        }

        @Test
        void row12AHardLinkToALowerLayerIsItsFile() {
            var lower = Layer.builder().file("opt/saved", debian("bash", "5.2")).build();
            var upper =
                    Layer.builder()
                            .hardLink(STATUS, "opt/saved")
                            .file("etc/os-release", OS_RELEASE)
                            .build();

            assertThat(packages(lower, upper)).containsExactly("bash 5.2");
        }

        @Test
        void row12AHardLinkKeepsItsFileWhenTheTargetGoes() {
            var lower = Layer.builder().file("opt/saved", debian("bash", "5.2")).build();
            var middle =
                    Layer.builder()
                            .hardLink(STATUS, "opt/saved")
                            .file("etc/os-release", OS_RELEASE)
                            .build();
            var upper = Layer.builder().whiteout("opt/saved").build();

            assertThat(packages(lower, middle, upper)).containsExactly("bash 5.2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"lib/apk/db/installed", "etc/debian_version", "../../x"})
        void row12AHardLinkToNothingIsSaid(String target) {
            var layer =
                    Layer.builder()
                            .file(STATUS, debian("bash", "5.2"))
                            .file("etc/os-release", OS_RELEASE)
                            .hardLink("usr/lib/os-release", target)
                            .build();

            assertThat(Reading.installation(layer).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("DANGLING_LINK");
        }

        @Test
        void row13ADatabaseBehindLinksIsFound() {
            var status = debian("bash", "5.2");
            var release = Layer.builder().file("etc/os-release", OS_RELEASE).build();

            assertThat(
                            packages(
                                    release,
                                    Layer.builder()
                                            .symlink("var", "v")
                                            .file("v/lib/dpkg/status", status)
                                            .build()))
                    .containsExactly("bash 5.2");
            assertThat(
                            packages(
                                    release,
                                    Layer.builder()
                                            .file("data/dpkg/status", status)
                                            .symlink("var/lib", "/data")
                                            .build()))
                    .containsExactly("bash 5.2");
            assertThat(
                            packages(
                                    release,
                                    Layer.builder()
                                            .symlink(STATUS, "../../../opt/db")
                                            .file("opt/db", status)
                                            .build()))
                    .containsExactly("bash 5.2");
            assertThat(
                            packages(
                                    release,
                                    Layer.builder().symlink("var", "v").build(),
                                    Layer.builder().file(STATUS, status).build()))
                    .containsExactly("bash 5.2");
            assertThat(
                            packages(
                                    release,
                                    Layer.builder()
                                            .file("opt/d/bash", "Package: bash\nVersion: 5.2\n")
                                            .build(),
                                    Layer.builder()
                                            .symlink("var/lib/dpkg/status.d", "/opt/d")
                                            .build()))
                    .containsExactly("bash 5.2");
        }
    }

    @Nested
    class Layers {

        @Test
        void row14TheLastOfTwoDatabasesCounts() {
            var layer =
                    Layer.builder()
                            .file("etc/os-release", OS_RELEASE)
                            .file(STATUS, debian("clean", "1"))
                            .file(STATUS, debian("vulnerable", "1"))
                            .build();

            assertThat(packages(layer)).containsExactly("vulnerable 1");
            assertThat(Reading.installation(layer).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("DUPLICATE_ENTRY");
        }

        @Test
        void row15WhiteoutsHideLowerLayersOnly() {
            var lower =
                    Layer.builder()
                            .file("etc/os-release", OS_RELEASE)
                            .file(STATUS, debian("old", "1"))
                            .build();
            var before = Layer.builder().whiteout(STATUS).file(STATUS, debian("new", "2")).build();
            var after = Layer.builder().file(STATUS, debian("new", "2")).whiteout(STATUS).build();
            var opaque = Layer.builder().file(STATUS, debian("new", "2")).opaque("var/lib").build();

            assertThat(packages(lower, before)).containsExactly("new 2");
            assertThat(packages(lower, after)).containsExactly("new 2");
            assertThat(packages(lower, opaque)).containsExactly("new 2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"var/lib/dpkg/status", "var/lib/dpkg", "var"})
        void row15And23ADatabaseThatWasRemovedIsMissingNotEmpty(String hidden) {
            var lower =
                    Layer.builder()
                            .file("etc/os-release", OS_RELEASE)
                            .file(STATUS, debian("old", "1"))
                            .file("bin/bash", "ELF")
                            .build();
            var upper = Layer.builder().whiteout(hidden).build();

            assertRefused(Reason.PKGDB_MISSING, () -> Reading.installation(lower, upper));
            assertRefused(
                    Reason.PKGDB_MISSING,
                    () -> Reading.installation(lower, Layer.builder().opaque("var").build()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"etc/.wh.", "etc/.wh..", "etc/.wh..."})
        void row15AWhiteoutOfNothingIsCorrupt(String path) {
            var layer = Layer.builder().file(path, "").build();

            assertRefused(Reason.CORRUPT_TAR, () -> readPlain(layer.tar()));
        }

        @Test
        void row24ImagesWithoutFilesSaySo() {
            assertRefused(Reason.EMPTY_IMAGE, () -> Reading.installation());
            assertRefused(Reason.EMPTY_IMAGE, () -> Reading.installation(Layer.builder().build()));
            assertRefused(
                    Reason.PKGDB_MISSING,
                    () -> Reading.installation(Layer.builder().file("app", "ELF").build()));
        }

        @Test
        void row22AnImageThatDoesNotSayWhatItIsIsNotGuessed() {
            assertRefused(
                    Reason.DISTRO_UNKNOWN,
                    () ->
                            Reading.installation(
                                    Layer.builder().file(STATUS, debian("bash", "5.2")).build()));
            assertRefused(
                    Reason.DISTRO_UNKNOWN,
                    () ->
                            Reading.installation(
                                    Layer.builder()
                                            .file(STATUS, debian("bash", "5.2"))
                                            .file("etc/os-release", "ID=$(id)\n")
                                            .build()));
            assertRefused(
                    Reason.DISTRO_UNKNOWN,
                    () ->
                            Reading.installation(
                                    Layer.builder()
                                            .file(STATUS, debian("bash", "5.2"))
                                            .file("etc/os-release", OS_RELEASE)
                                            .file(
                                                    "usr/lib/os-release",
                                                    "ID=ubuntu\nVERSION_ID=22.04\n")
                                            .build()));
        }
    }

    static String debian(String name, String version) {
        return """
                Package: %s
                Status: install ok installed
                Architecture: amd64
                Version: %s

                """
                .formatted(name, version);
    }

    private static byte[] debianLayer() {
        return Layer.builder()
                .directory("etc")
                .file("etc/os-release", OS_RELEASE)
                .file(STATUS, debian("bash", "5.2"))
                .build()
                .tar();
    }

    private static List<String> packages(Layer... layers) {
        return Reading.installation(layers).components().stream()
                .map(component -> component.getName() + " " + component.getVersion())
                .toList();
    }

    private static void assertRefused(Reason reason, ThrowingCallable reading) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(reading)
                .extracting(ImageRefusedException::reason)
                .isEqualTo(reason);
    }

    private static LayerContents readGzip(byte[] layer) {
        return Reading.layer(new ByteArrayInputStream(layer), LayerEncoding.GZIP, SMALL);
    }

    private static LayerContents readZstd(byte[] layer) {
        return Reading.layer(new ByteArrayInputStream(layer), LayerEncoding.ZSTD, SMALL);
    }

    private static LayerContents readPlain(byte[] layer) {
        return Reading.layer(new ByteArrayInputStream(layer), LayerEncoding.PLAIN, SMALL);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(bytes)) {
            zstd.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] repeat(byte[] part, int times) {
        return concat(IntStream.range(0, times).mapToObj(_ -> part).toArray(byte[][]::new));
    }

    /** An unsigned header of an empty entry. */
    private static byte[] header(String name, char type) {
        var header = new byte[512];
        var bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        System.arraycopy("00000000000".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
        header[156] = (byte) type;
        return header;
    }

    private static byte[] signed(String name, char type) {
        var header = header(name, type);
        sign(header);
        return header;
    }

    private static void sign(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        var octal = "%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, header, 148, 6);
        header[154] = 0;
    }

    private static byte[] pax(String records) {
        var header = header("pax", 'x');
        var size = "%011o".formatted(records.length()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, 11);
        sign(header);
        return concat(
                header,
                Arrays.copyOf(
                        records.getBytes(StandardCharsets.US_ASCII),
                        (records.length() + 511) / 512 * 512));
    }

    /** A tar whose only file never ends. */
    private static InputStream tarOf(InputStream content) {
        var header = header("big", '0');
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
        sign(header);
        return new SequenceInputStream(new ByteArrayInputStream(header), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class EndlessZeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 0);
            return length;
        }
    }

    /** One piece many times, without holding it all. */
    private static final class RepeatedStream extends InputStream {

        private final byte[] piece;
        private final long size;
        private long given;

        RepeatedStream(byte[] piece, int times) {
            this.piece = piece;
            this.size = (long) piece.length * times;
        }

        long given() {
            return given;
        }

        @Override
        public int read() {
            return given == size ? -1 : piece[(int) (given++ % piece.length)] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (given == size) {
                return -1;
            }
            int done = 0;
            while (done < length && given < size) {
                int at = (int) (given % piece.length);
                int count =
                        (int) Math.min(Math.min(length - done, piece.length - at), size - given);
                System.arraycopy(piece, at, buffer, offset + done, count);
                done += count;
                given += count;
            }
            return done;
        }
    }
}
