package dev.plimsoll.ingest.scan.language;

import static dev.plimsoll.ingest.scan.language.Sample.bytes;
import static dev.plimsoll.ingest.scan.language.Sample.indexOf;
import static dev.plimsoll.ingest.scan.language.Sample.joined;
import static dev.plimsoll.ingest.scan.language.Sample.read;
import static dev.plimsoll.ingest.scan.language.Sample.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that somebody made to break or to deceive us, each with what must become of it. */
class HostileLanguageFilesTest {

    private static final String JAR = "app/evil.jar";
    private static final long GIB = 1L << 30;
    private static final byte[] CENTRAL = {'P', 'K', 1, 2};
    private static final byte[] LOCAL = {'P', 'K', 3, 4};
    private static final byte[] END = {'P', 'K', 5, 6};

    @Test
    void row2OpensArchivesInArchivesToADepthAndGoesOnBehindThem() {
        var nested = zip().withPom("org.deep", "level-20", "1").bytes();
        for (int level = 19; level > 0; level--) {
            nested =
                    zip().withPom("org.deep", "level-" + level, "1")
                            .with("next.jar", nested)
                            .with("META-INF/maven/org.deep/behind-" + level + "/pom.xml", "<x/>")
                            .bytes();
        }

        var reading = read(JAR, nested);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactlyInAnyOrder(
                        "org.deep:level-1",
                        "org.deep:level-2",
                        "org.deep:level-3",
                        "org.deep:level-4",
                        "org.deep:level-5",
                        "org.deep:level-6",
                        "org.deep:level-7",
                        "org.deep:level-8");
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                Reason.LIMIT_ARCHIVE.name(),
                                JAR
                                        + "!next.jar".repeat(8)
                                        + ": the archive number 9 inside each other is not opened"));
    }

    @Test
    void row2EndsABombOfArchivesAndKeepsWhatCameBefore() {
        var bomb = zip().with("zeros", new byte[4 << 20]).bytes();
        for (int level = 0; level < 4; level++) {
            var wide = zip().withPom("org.wide", "level-" + level, "1");
            for (int i = 0; i < 16; i++) {
                wide.with(i + ".jar", bomb);
            }
            bomb = wide.bytes();
        }
        var whole = zip().withPom("org.first", "first", "1").with("bomb.jar", bomb).bytes();

        var reading = read(JAR, whole);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .contains("org.first:first");
        assertThat(reasons(reading)).contains(Reason.LIMIT_ARCHIVE.name());
        assertThat(whole).hasSizeLessThan(1 << 20);
    }

    @Test
    void row25ReportsAnEntryThatTheDirectoryDoesNotName() {
        var seen = zip().withPom("org.a", "seen", "1").bytes();
        var hidden = zip().withPom("org.a", "hidden", "1").bytes();
        var hiddenEntry = Arrays.copyOf(hidden, indexOf(hidden, CENTRAL, 0));
        // The offsets that the directory says still fit, as those of an archive behind a script.
        var reading = read(JAR, joined(hiddenEntry, seen));

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactlyInAnyOrder("org.a:hidden", "org.a:seen");
        assertThat(reasons(reading)).containsOnly(Reason.JAR_INCONSISTENT.name());
    }

    @Test
    void row25ReportsANameThatTheDirectorySaysOtherwise() {
        var jar = zip().withPom("org.a", "one", "1").with("harmless.txt", "text").bytes();
        int name = indexOf(jar, bytes("harmless.txt"), indexOf(jar, CENTRAL, 0));
        System.arraycopy(bytes("log4shel.jar"), 0, jar, name, 12);

        assertThat(read(JAR, jar).gaps())
                .containsExactly(
                        new Gap(
                                Reason.JAR_INCONSISTENT.name(),
                                JAR + ": its directory says of 'log4shel.jar' what is not so"));
    }

    @Test
    void row25ReportsEntriesThatLieOverEachOther() {
        var jar = zip().withPom("org.a", "one", "1").with("b", "text").with("c", "text").bytes();
        int second = indexOf(jar, CENTRAL, indexOf(jar, CENTRAL, 0) + 4);
        int third = indexOf(jar, CENTRAL, second + 4);
        System.arraycopy(jar, second + 42, jar, third + 42, 4);

        var reading = read(JAR, jar);

        assertThat(reading.packages()).hasSize(1);
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                Reason.JAR_INCONSISTENT.name(),
                                JAR + ": its directory says of 'c' what is not so"),
                        new Gap(
                                Reason.JAR_INCONSISTENT.name(),
                                JAR + ": its directory leaves out 1 entries"));
    }

    @Test
    void row25ReportsEncryptedEntriesAndReadsTheOthers() {
        var jar =
                zip().stored()
                        .with("inner.jar", zip().withPom("org.a", "inner", "1").bytes())
                        .withPom("org.a", "other", "1")
                        .bytes();
        jar[indexOf(jar, LOCAL, 0) + 6] |= 1;

        var reading = read(JAR, jar);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactly("org.a:other");
        assertThat(reading.gaps())
                .contains(
                        new Gap(
                                Reason.JAR_UNREADABLE.name(),
                                JAR + ": its entry 'inner.jar' is encrypted"));
    }

    @ParameterizedTest
    @CsvSource({"8000000000000000", "7fffffffffffffff", "0000000000000001", "00000000ffffffff"})
    void row25EndsWhereZip64SizesLie(String hexadecimal) {
        long size = Long.parseUnsignedLong(hexadecimal, 16);
        var extra =
                ByteBuffer.allocate(20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) 1)
                        .putShort((short) 16)
                        .putLong(size)
                        .putLong(size);
        var header = header("a", 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, extra.array());
        var jar = zip().withPom("org.a", "one", "1").bytes();
        var content =
                joined(Arrays.copyOf(jar, indexOf(jar, CENTRAL, 0)), header, bytes("some content"));

        var reading = read(JAR, content);

        assertThat(reading.packages()).extracting(LanguagePackage::name).contains("org.a:one");
        assertThat(reasons(reading)).contains(Reason.JAR_UNREADABLE.name());
    }

    @Test
    void row25ReportsAnArchiveBehindTheEndOfAnother() {
        var jar =
                joined(
                        zip().withPom("org.a", "first", "1").bytes(),
                        zip().withPom("org.a", "second", "1").bytes());

        var reading = read(JAR, jar);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .contains("org.a:first", "org.a:second");
        assertThat(reasons(reading)).containsExactly(Reason.JAR_INCONSISTENT.name());
    }

    @Test
    void row25ReportsAForgedEndInsideAnEntryThatIsSkipped() {
        // Stored blocks, so that the forged end and the entry behind it stand there as they are.
        int before = 5;
        var forged =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {'P', 'K', 7, 8})
                        .putInt(0)
                        .putInt(before)
                        .putInt(0)
                        .array();
        var content = joined(forged, header("ghost.txt", 0, 0, 0, 0, new byte[0]));
        var jar = zip().level(0).with("data.bin", content).withPom("org.a", "one", "1").bytes();

        var reading = read(JAR, jar);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactly("org.a:one");
        assertThat(reasons(reading)).containsExactly(Reason.JAR_INCONSISTENT.name());
    }

    @Test
    void row25ReportsADirectoryThatCountsWrong() {
        var jar = zip().withPom("org.a", "one", "1").bytes();
        jar[indexOf(jar, END, 0) + 10] = 7;

        assertThat(reasons(read(JAR, jar))).containsExactly(Reason.JAR_INCONSISTENT.name());
    }

    @ParameterizedTest
    @CsvSource({"0304", "0102", "0506"})
    void row25EndsWhereNothingFollowsASignature(String signature) {
        var jar = zip().withPom("org.a", "one", "1").bytes();
        var start = joined(bytes("PK"), HexFormat.of().parseHex(signature));

        assertThat(reasons(read(JAR, start))).contains(Reason.JAR_UNREADABLE.name());
        assertThat(reasons(read(JAR, joined(jar, start)))).contains(Reason.JAR_INCONSISTENT.name());
    }

    @Test
    void row25EndsAtAMillionEntries() throws IOException {
        var first = zip().withPom("org.a", "one", "1").bytes();
        var start = new ByteArrayInputStream(first, 0, indexOf(first, CENTRAL, 0));
        var entries = generated(1_000_000, i -> header(i + ".txt", 0, 0, 0, 0, new byte[0]));

        var reading =
                LanguageFiles.read(
                        JAR,
                        0644,
                        GIB,
                        new SequenceInputStream(start, entries),
                        LanguageLimits.USUAL);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactly("org.a:one");
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(Reason.LIMIT_ARCHIVE.name(), JAR + ": more than 500000 entries"));
    }

    /** Each claims that its size stands behind it, where a search of 160 KiB never finds it. */
    @Test
    void row25StopsSearchingForEndsThatAreNowhere() throws IOException {
        var entry = new byte[31];
        System.arraycopy(HexFormat.of().parseHex("504b0304"), 0, entry, 0, 4);
        entry[6] = 8;
        entry[8] = 8;
        entry[26] = 1;
        entry[30] = 'a';

        var reading =
                LanguageFiles.read(
                        JAR,
                        0644,
                        31_000_000,
                        generated(1_000_000, _ -> entry),
                        LanguageLimits.USUAL);

        assertThat(reasons(reading))
                .containsAnyOf(Reason.JAR_UNREADABLE.name(), Reason.LIMIT_ARCHIVE.name());
    }

    @Test
    void row25ReadsOnlyTheStartOfAManifestOfAGibibyte() throws IOException {
        var name = "META-INF/MANIFEST.MF";
        var jar = zip().withPom("org.a", "one", "1").bytes();
        var start = joined(header(name, 0, 0, (int) GIB, (int) GIB, new byte[0]), bytes("X: "));
        var content =
                new SequenceInputStream(
                        Collections.enumeration(
                                List.of(
                                        new ByteArrayInputStream(start),
                                        generated(1024, i -> new byte[1 << 20], 3),
                                        new ByteArrayInputStream(jar))));

        var reading = LanguageFiles.read(JAR, 0644, 2 * GIB, content, LanguageLimits.USUAL);

        assertThat(reading.packages())
                .extracting(LanguagePackage::name)
                .containsExactly("org.a:one");
        assertThat(reading.gaps())
                .contains(
                        new Gap(
                                Reason.LIMIT_LANGUAGE_FILE.name(),
                                JAR + "!META-INF/MANIFEST.MF: it is longer than 2097152 bytes"));
    }

    @Test
    void row25TakesTextThatLooksLikeAnEntityAsText() {
        var jar = zip().withPom("org.a", "&xxe;", "&xxe;").bytes();

        assertThat(read(JAR, jar).gaps())
                .containsExactly(
                        new Gap(
                                Reason.LANGUAGE_FILE_UNREADABLE.name(),
                                JAR + ": 'org.a:&xxe;' is no name of a maven package"));
    }

    @Test
    void row26EndsALockFileOf500Megabytes() throws IOException {
        var first = "{\"dependencies\":{\"a\":{\"version\":\"1.0.0\"}";
        var content =
                new SequenceInputStream(
                        new ByteArrayInputStream(bytes(first)),
                        generated(
                                5_000_000,
                                i ->
                                        bytes(
                                                ",\"unique-%d\":{\"dev\":true,\"resolved\":\"%0100d\"}"
                                                        .formatted(i, i))));

        var reading =
                LanguageFiles.read(
                        "app/package-lock.json", 0644, GIB / 2, content, LanguageLimits.USUAL);

        assertThat(reading.packages()).extracting(LanguagePackage::name).containsExactly("a");
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                Reason.LIMIT_LANGUAGE_FILE.name(),
                                "app/package-lock.json: it is longer than 67108864 bytes"));
    }

    @Test
    void row26EndsATextOf500MegabytesInAManifest() throws IOException {
        var content =
                new SequenceInputStream(
                        new ByteArrayInputStream(
                                bytes("{\"name\":\"a\",\"version\":\"1.0.0\",\"readme\":\"")),
                        generated(500, i -> bytes("x".repeat(1 << 20))));

        var reading =
                LanguageFiles.read(
                        "node_modules/a/package.json",
                        0644,
                        GIB / 2,
                        content,
                        LanguageLimits.USUAL);

        assertThat(reasons(reading)).containsExactly(Reason.LIMIT_LANGUAGE_FILE.name());
    }

    @ParameterizedTest
    @CsvSource({
        "a.jar",
        "a.whl",
        "a.dist-info/METADATA",
        "node_modules/a/package.json",
        "package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "tool"
    })
    void aBrokenLayerIsNotAPropertyOfTheFile(String path) {
        var broken = new IOException("the layer broke off");
        var refused = new ImageRefusedException(Reason.CORRUPT_GZIP, "the layer is broken");

        assertThatThrownBy(
                        () ->
                                readFailing(
                                        path,
                                        () -> {
                                            throw broken;
                                        }))
                .isSameAs(broken);
        assertThatThrownBy(
                        () ->
                                readFailing(
                                        path,
                                        () -> {
                                            throw refused;
                                        }))
                .isSameAs(refused);
    }

    @Test
    void whateverChangesInAFileItIsReadToAnEnd() {
        var random = new Random(20_261_121);
        for (var sample : Sample.valid().entrySet()) {
            assertThat(
                            read(sample.getKey(), 0755, sample.getValue(), LanguageLimits.USUAL)
                                    .packages())
                    .as(sample.getKey())
                    .isNotEmpty();
            for (int round = 0; round < 1_500; round++) {
                var changed = changed(sample.getValue(), random);

                var reading = read(sample.getKey(), 0755, changed, LanguageLimits.USUAL);

                assertThat(reading.packages()).hasSizeLessThan(100);
                reading.packages().forEach(LanguagePackage::purl);
            }
        }
    }

    private static byte[] changed(byte[] sample, Random random) {
        var changed = sample.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = Arrays.copyOf(changed, at + 1);
                case 3 -> {
                    int from = random.nextInt(changed.length);
                    int length = Math.min(random.nextInt(64), changed.length - Math.max(at, from));
                    System.arraycopy(changed, from, changed, at, length);
                }
                default ->
                        changed =
                                joined(
                                        Arrays.copyOf(changed, at),
                                        new byte[random.nextInt(40)],
                                        Arrays.copyOfRange(changed, at, changed.length));
            }
        }
        return changed;
    }

    private interface Failure {
        int read() throws IOException;
    }

    private static void readFailing(String path, Failure failure) throws IOException {
        var start =
                Sample.valid().entrySet().stream()
                        .filter(sample -> sample.getKey().endsWith(path))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        var failing =
                new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        return given < start.length / 2 ? start[given++] & 0xFF : failure.read();
                    }

                    @Override
                    public int read(byte[] output, int offset, int length) throws IOException {
                        output[offset] = (byte) read();
                        return 1;
                    }
                };
        LanguageFiles.read(path, 0755, 10_000, failing, LanguageLimits.USUAL);
    }

    private static List<String> reasons(LanguageReading reading) {
        return reading.gaps().stream().map(Gap::getReason).distinct().toList();
    }

    /** Of an entry, as it stands before the content. */
    private static byte[] header(
            String name, int flags, int method, int compressed, int size, byte[] extra) {
        return ByteBuffer.allocate(30 + name.length() + extra.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LOCAL)
                .putShort((short) 20)
                .putShort((short) flags)
                .putShort((short) method)
                .putInt(0)
                .putInt(0)
                .putInt(compressed)
                .putInt(size)
                .putShort((short) name.length())
                .putShort((short) extra.length)
                .put(bytes(name))
                .put(extra)
                .array();
    }

    private static InputStream generated(int parts, IntFunction<byte[]> part) {
        return generated(parts, part, 0);
    }

    /**
     * Parts that exist only while they are read.
     *
     * @param less bytes that the last part is shorter
     */
    private static InputStream generated(int parts, IntFunction<byte[]> part, int less) {
        return new InputStream() {
            private int next;
            private byte[] current = new byte[0];
            private int position;

            @Override
            public int read() {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] output, int offset, int length) {
                if (position == current.length) {
                    if (next == parts) {
                        return -1;
                    }
                    current = part.apply(next++);
                    position = next == parts ? less : 0;
                }
                int given = Math.min(length, current.length - position);
                System.arraycopy(current, position, output, offset, given);
                position += given;
                return given;
            }
        };
    }
}
