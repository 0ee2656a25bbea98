package dev.plimsoll.ingest.scan.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 21 of the hostile inputs: databases that lie. */
class HostileRpmTest {

    private static final byte[] NO_LOG = {};
    private static final int PAGE = 4096;

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void row21AHeaderThatClaimsTwoToThe31EntriesIsTheOnlyOneLost(RpmFormat format) {
        var hostile = HeaderBuilder.named("hostile").build();
        ByteBuffer.wrap(hostile).putInt(0, 1 << 31);

        var reading = readAround(format, hostile);

        assertThat(reading.packages()).containsExactlyElementsOf(keelAndRope());
        assertThat(reading.gaps())
                .singleElement()
                .satisfies(
                        gap -> {
                            assertThat(gap.getReason()).isEqualTo("CORRUPT_STANZA");
                            assertThat(gap.getMessage())
                                    .endsWith("it claims 2147483648 index entries");
                        });
    }

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void row21AHeaderThatClaimsMoreDataThanThereIsIsTheOnlyOneLost(RpmFormat format) {
        var hostile = HeaderBuilder.named("hostile").build();
        ByteBuffer.wrap(hostile).putInt(4, Integer.MAX_VALUE);

        assertOnlyOneLost(readAround(format, hostile), "2147483647 bytes of data are claimed");
    }

    @Test
    void row21ATagThatPointsOutOfItsHeaderIsTold() {
        var hostile = HeaderBuilder.named("hostile").build();
        ByteBuffer.wrap(hostile).putInt(8 + 8, 0x7ffffff0);

        assertOnlyOneLost(readAround(RpmFormat.NDB, hostile), "0 bytes at 2147483632 are wanted");
    }

    @Test
    void row21ATagOfAnotherTypeIsTold() {
        var hostile =
                new HeaderBuilder()
                        .int32(HeaderBuilder.NAME, 1)
                        .text(HeaderBuilder.VERSION, "1")
                        .text(HeaderBuilder.RELEASE, "1")
                        .build();

        assertOnlyOneLost(readAround(RpmFormat.NDB, hostile), "NAME is of type 4, 1 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a b", "", "a\u001b[31m", "a/b"})
    void row21ANameThatIsNoneIsTold(String name) {
        var hostile = HeaderBuilder.named(name).build();

        var reading = readAround(RpmFormat.NDB, hostile);

        assertOnlyOneLost(reading, "is no package name");
        assertThat(reading.gaps().getFirst().getMessage()).matches("[ -~]*");
    }

    @Test
    void row21PathsAreDataAndNothingElse() {
        var header =
                HeaderBuilder.named("keel")
                        .int32(HeaderBuilder.DIR_INDEXES, 0, 0)
                        .texts(HeaderBuilder.BASE_NAMES, "../../root/.ssh/id", "..")
                        .texts(HeaderBuilder.DIR_NAMES, "//../../")
                        .build();

        var reading = read(RpmFormat.SQLITE, List.of(header));

        assertThat(reading.packages().getFirst().files())
                .containsExactly("../../../../root/.ssh/id", "../../..");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, Integer.MAX_VALUE})
    void row21APackageWithANonsensicalFileListIsStillAPackage(int directory) {
        var header =
                HeaderBuilder.named("hostile")
                        .int32(HeaderBuilder.DIR_INDEXES, directory)
                        .texts(HeaderBuilder.BASE_NAMES, "x")
                        .texts(HeaderBuilder.DIR_NAMES, "/")
                        .build();

        var reading = read(RpmFormat.SQLITE, List.of(header));

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("hostile"));
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .startsWith("the file list of 'hostile' in row 1 of db: a file is in directory ");
    }

    @Test
    void row21OneLongDirectoryIsNotWrittenOutForEachOfAMillionNames() {
        var names = new String[10_000];
        Arrays.fill(names, "");
        var header =
                HeaderBuilder.named("hostile")
                        .int32(HeaderBuilder.DIR_INDEXES, new int[names.length])
                        .texts(HeaderBuilder.BASE_NAMES, names)
                        .texts(HeaderBuilder.DIR_NAMES, "/" + "d".repeat(1_000_000))
                        .build();

        var reading = read(RpmFormat.NDB, List.of(header));

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("hostile"));
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .endsWith("paths of 10000030000 bytes are made of 1050002");
    }

    @Test
    void row21FilesThatAreMadeOfTheSameBytesTwiceAreTold() {
        var header =
                HeaderBuilder.named("hostile")
                        .int32(HeaderBuilder.DIR_INDEXES, new int[2000])
                        .texts(HeaderBuilder.BASE_NAMES, new String[] {"x"})
                        .texts(HeaderBuilder.DIR_NAMES, "/")
                        .build();
        int entries = ByteBuffer.wrap(header).getInt();
        var names = ByteBuffer.wrap(header, 8 + 16 * (entries - 2), 16).slice();
        // As many names as indexes, in the bytes of the indexes.
        names.putInt(8, ByteBuffer.wrap(header).getInt(8 + 16 * (entries - 3) + 8))
                .putInt(12, 2000);
        var directories = ByteBuffer.wrap(header, 8 + 16 * (entries - 1), 16).slice();
        directories.putInt(8, names.getInt(8)).putInt(12, 2000);

        var reading = read(RpmFormat.NDB, List.of(header));

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("hostile"));
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .endsWith("its files, names and directories overlap");
    }

    @Test
    void row21AVersionOfAMegabyteIsTold() {
        var header =
                new HeaderBuilder()
                        .text(HeaderBuilder.NAME, "hostile")
                        .text(HeaderBuilder.VERSION, "1".repeat(1_000_000))
                        .text(HeaderBuilder.RELEASE, "1")
                        .build();

        assertOnlyOneLost(readAround(RpmFormat.BERKELEY, header), "VERSION has 1000000 bytes");
    }

    @Test
    void row21AHundredThousandPackagesAreEnough() {
        var list = "a\t1-1\t0\t0\tv\t0\t0\tnoarch\t0\ta-1-1.src.rpm\n".repeat(100_001);

        assertRefused(
                Reason.LIMIT_PKGDB,
                RpmFormat.MANIFEST,
                list.getBytes(StandardCharsets.UTF_8),
                "db lists more than 100000 packages");
    }

    @Test
    void row21HalfAMillionNamesAreEnough() {
        var flood = new String[600_000];
        Arrays.fill(flood, "n");
        var header = HeaderBuilder.named("hostile").texts(HeaderBuilder.REQUIRE_NAME, flood);

        assertRefused(
                Reason.LIMIT_PKGDB,
                RpmFormat.SQLITE,
                Databases.of(RpmFormat.SQLITE, List.of(header.build())),
                "lists more than 500000 required and provided names");
    }

    @Test
    void row21ThousandsOfBrokenHeadersAreNotGoneThroughOneByOne() {
        var broken = Collections.nCopies(10_001, new byte[8]);

        assertRefused(
                Reason.PKGDB_CORRUPT,
                RpmFormat.NDB,
                Databases.of(RpmFormat.NDB, broken),
                "db has more than 10000 broken parts");
    }

    @Test
    void row21OfManyGapsTheFirstAreShownAndTheOthersCounted() {
        var headers = new ArrayList<byte[]>(Collections.nCopies(30, new byte[8]));
        headers.add(HeaderBuilder.named("keel").build());

        var reading = read(RpmFormat.NDB, headers);

        assertThat(reading.gaps()).hasSize(21);
        assertThat(reading.gaps().getLast().getMessage())
                .isEqualTo("and 10 more broken parts in db");
    }

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void row21WhatIsCutOffIsNeverSilentlyMissing(RpmFormat format) {
        var database =
                Databases.of(
                        format,
                        IntStream.range(0, 60)
                                .mapToObj(
                                        i -> HeaderBuilder.named("p" + i).padding(i * 300).build())
                                .toList());

        for (int length = 0; length < database.length; length += 997) {
            var cut = Arrays.copyOf(database, length);

            try {
                assertThat(RpmDatabase.read("db", format, cut, NO_LOG).gaps())
                        .as("%d of %d bytes", length, database.length)
                        .isNotEmpty();
            } catch (ImageRefusedException e) {
                assertThat(e.reason()).isEqualTo(Reason.PKGDB_CORRUPT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void row21AFileOfAnotherFormatIsRefused(RpmFormat format) {
        var text = "Package: bash\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(() -> RpmDatabase.read("db", format, text, NO_LOG))
                .matches(refused -> refused.reason() == Reason.PKGDB_CORRUPT);
    }

    // --- SQLite

    @Test
    void row21ACyclicOverflowPageOfSqliteEndsTheRow() {
        var database =
                Databases.of(
                        RpmFormat.SQLITE,
                        List.of(
                                HeaderBuilder.named("keel").build(),
                                HeaderBuilder.named("hostile").padding(5 * PAGE).build(),
                                HeaderBuilder.named("rope").build()));
        int overflow = database.length / PAGE - 3;
        ByteBuffer.wrap(database).putInt(overflow * PAGE, overflow + 1);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, database, NO_LOG);

        assertThat(reading.packages()).containsExactlyElementsOf(keelAndRope());
        assertThat(reading.gaps())
                .singleElement()
                .satisfies(
                        gap -> {
                            assertThat(gap.getReason()).isEqualTo("PKGDB_CORRUPT");
                            assertThat(gap.getMessage())
                                    .endsWith("page %d is used twice".formatted(overflow + 1));
                        });
    }

    @Test
    void row21ABranchThatLeadsBackToItsTreeIsNotFollowed() {
        var headers =
                IntStream.range(0, 400)
                        .mapToObj(i -> HeaderBuilder.named("p" + i).padding(500).build())
                        .toList();
        var database = Databases.of(RpmFormat.SQLITE, headers);
        int branches = firstPageThat(database, page -> page.get(0) == 5);
        var page = ByteBuffer.wrap(database, branches * PAGE, PAGE).slice();
        page.putInt(8, branches + 1);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, database, NO_LOG);

        assertThat(reading.packages()).hasSizeBetween(300, 399);
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .isEqualTo(
                        "page %d of db: page %d is used twice"
                                .formatted(branches + 1, branches + 1));
    }

    @Test
    void row21OneHeaderThatAWholePageOfCellsPointsAtIsRefused() {
        var database =
                Databases.of(
                        RpmFormat.SQLITE,
                        List.of(
                                HeaderBuilder.named("keel").padding(1500).build(),
                                HeaderBuilder.named("rope").padding(1500).build()));
        int leaf = firstPageThat(database, page -> page.get(0) == 13 && page.getShort(3) == 2);
        var page = ByteBuffer.wrap(database, leaf * PAGE, PAGE).slice();
        int cell = page.getShort(8);
        page.putShort(3, (short) 400);
        for (int i = 0; i < 400; i++) {
            page.putShort(8 + 2 * i, (short) cell);
        }

        assertRefused(
                Reason.PKGDB_CORRUPT, RpmFormat.SQLITE, database, "the headers in db overlap");
    }

    @Test
    void row21ARowThatClaimsMoreThanTheFileIsTold() {
        var database =
                Databases.of(
                        RpmFormat.SQLITE,
                        List.of(
                                HeaderBuilder.named("keel").build(),
                                HeaderBuilder.named("hostile").padding(60).build()));
        int leaf = firstPageThat(database, page -> page.get(0) == 13 && page.getShort(3) == 2);
        var page = ByteBuffer.wrap(database, leaf * PAGE, PAGE).slice();
        // Nine bytes of which each says that there is one more.
        Arrays.fill(
                database,
                leaf * PAGE + page.getShort(10),
                leaf * PAGE + page.getShort(10) + 8,
                (byte) 0x9f);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, database, NO_LOG);

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("keel"));
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .contains("a row claims ");
    }

    @Test
    void row21AViewInPlaceOfTheTableIsNeverRun() {
        var database =
                Databases.sqlite(
                        PAGE,
                        connection ->
                                Databases.execute(
                                        connection,
                                        """
                                        CREATE VIEW Packages AS WITH RECURSIVE c(hnum, blob) AS
                                        (SELECT 1, zeroblob(1000000) UNION ALL SELECT hnum + 1, blob FROM c)
                                        SELECT * FROM c\
                                        """));

        assertRefused(
                Reason.PKGDB_CORRUPT,
                RpmFormat.SQLITE,
                database,
                "db: 0 tables 'Packages' where there should be one");
    }

    @Test
    void row21ALogOfGarbageIsIgnored() {
        var database = Databases.of(RpmFormat.SQLITE, List.of(HeaderBuilder.named("keel").build()));
        var garbage = new byte[100_000];
        Arrays.fill(garbage, (byte) 0x37);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, database, garbage);

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("keel"));
    }

    @Test
    void row21ALogThatPromisesMorePagesThanThereAreIsTold() {
        var database = Databases.of(RpmFormat.SQLITE, List.of(HeaderBuilder.named("keel").build()));
        var log = Databases.writeAheadLog(database, PAGE, Integer.MAX_VALUE);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, database, log);

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("keel"));
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .endsWith("of 2147483647 pages are there");
    }

    // --- ndb

    @Test
    void row21SlotsWithoutEndAreRefused() {
        var database = Databases.of(RpmFormat.NDB, List.of(HeaderBuilder.named("keel").build()));
        ByteBuffer.wrap(database).putInt(12, -1);

        assertRefused(
                Reason.PKGDB_CORRUPT,
                RpmFormat.NDB,
                database,
                "4294967295 pages of slots in %d bytes".formatted(database.length));
    }

    @Test
    void row21TwoSlotsForOneHeaderAreTold() {
        var database = Databases.of(RpmFormat.NDB, List.of(HeaderBuilder.named("keel").build()));
        System.arraycopy(database, 32, database, 48, 16);

        var reading = RpmDatabase.read("db", RpmFormat.NDB, database, NO_LOG);

        assertThat(reading.packages()).containsExactly(HeaderBuilder.packageNamed("keel"));
        assertThat(reading.gaps())
                .extracting(Gap::getMessage)
                .containsExactly("slot 3 of db: block 256 is used twice");
    }

    // --- Berkeley DB

    @Test
    void row21ACyclicOverflowPageOfBerkeleyDbEndsTheHeader() {
        var database =
                Databases.of(
                        RpmFormat.BERKELEY,
                        List.of(
                                HeaderBuilder.named("keel").build(),
                                HeaderBuilder.named("hostile").padding(5 * PAGE).build(),
                                HeaderBuilder.named("rope").build()));
        int overflow = firstPageThat(database, page -> page.get(25) == 7);
        ByteBuffer.wrap(database)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(overflow * PAGE + 16, overflow);

        var reading = RpmDatabase.read("db", RpmFormat.BERKELEY, database, NO_LOG);

        assertThat(reading.packages()).containsExactlyElementsOf(keelAndRope());
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .endsWith("page %d is used twice".formatted(overflow));
    }

    @Test
    void row21AnEncryptedBerkeleyDbIsRefused() {
        var database =
                Databases.of(RpmFormat.BERKELEY, List.of(HeaderBuilder.named("keel").build()));
        database[24] = 1;

        assertRefused(Reason.PKGDB_CORRUPT, RpmFormat.BERKELEY, database, "db: it is encrypted");
    }

    private static List<RpmPackage> keelAndRope() {
        return List.of(HeaderBuilder.packageNamed("keel"), HeaderBuilder.packageNamed("rope"));
    }

    private static RpmReading readAround(RpmFormat format, byte[] hostile) {
        return read(
                format,
                List.of(
                        HeaderBuilder.named("keel").build(),
                        hostile,
                        HeaderBuilder.named("rope").build()));
    }

    private static RpmReading read(RpmFormat format, List<byte[]> headers) {
        return RpmDatabase.read("db", format, Databases.of(format, headers), NO_LOG);
    }

    private static void assertOnlyOneLost(RpmReading reading, String why) {
        assertThat(reading.packages()).containsExactlyElementsOf(keelAndRope());
        assertThat(reading.gaps())
                .singleElement()
                .extracting(Gap::getMessage)
                .asString()
                .contains(why);
    }

    private static void assertRefused(
            Reason reason, RpmFormat format, byte[] database, String why) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(() -> RpmDatabase.read("db", format, database, NO_LOG))
                .withMessageContaining(why)
                .matches(refused -> refused.reason() == reason);
    }

    private interface PageTest {

        boolean accepts(ByteBuffer page);
    }

    /** Its number, counted from 0. */
    private static int firstPageThat(byte[] database, PageTest test) {
        for (int number = 1; number < database.length / PAGE; number++) {
            if (test.accepts(ByteBuffer.wrap(database, number * PAGE, PAGE).slice())) {
                return number;
            }
        }
        throw new AssertionError("the database has no such page");
    }
}
