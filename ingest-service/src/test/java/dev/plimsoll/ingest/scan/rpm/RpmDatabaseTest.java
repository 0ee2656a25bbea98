package dev.plimsoll.ingest.scan.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names begin with the matching rule they prove. */
class RpmDatabaseTest {

    private static final byte[] NO_LOG = {};

    @ParameterizedTest
    @CsvSource({
        "var/lib/rpm/rpmdb.sqlite, SQLITE",
        "usr/lib/sysimage/rpm/Packages.db, NDB",
        "var/lib/rpm/Packages, BERKELEY",
        "var/lib/rpmmanifest/container-manifest-2, MANIFEST",
        "var/lib/rpm/rpmdb.sqlite-wal,",
        "var/lib/rpm/Packages/x,"
    })
    void tellsTheFormatByTheNameOfTheFile(String path, RpmFormat format) {
        assertThat(RpmFormat.of(path).orElse(null)).isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void r1ReadsAllThatIsToldOfAPackage(RpmFormat format) {
        var barnacle =
                new HeaderBuilder()
                        .text(HeaderBuilder.NAME, "barnacle-libs")
                        .text(HeaderBuilder.VERSION, "1.0~rc1")
                        .text(HeaderBuilder.RELEASE, "3.el8_10")
                        .int32(HeaderBuilder.EPOCH, 2)
                        .int32(HeaderBuilder.SIZE, 123)
                        .text(HeaderBuilder.VENDOR, "Härbour, Inc.")
                        .text(HeaderBuilder.ARCH, "noarch")
                        .text(HeaderBuilder.SOURCE_RPM, "barnacle-1.0~rc1-2.el8.src.rpm")
                        .texts(
                                HeaderBuilder.PROVIDE_NAME,
                                "barnacle-libs",
                                "libbarnacle.so.1()(64bit)")
                        .texts(
                                HeaderBuilder.REQUIRE_NAME,
                                "keel",
                                "rpmlib(CompressedFileNames)",
                                "(rope or chain)",
                                "keel",
                                "/bin/sh")
                        .int32(HeaderBuilder.DIR_INDEXES, 1, 0, 1)
                        .texts(HeaderBuilder.BASE_NAMES, "barnacle.so", "barnacle.conf", "ü")
                        .texts(HeaderBuilder.DIR_NAMES, "/etc/", "/usr/lib64/")
                        .text(HeaderBuilder.MODULARITY_LABEL, "sea:rolling:8:9edba152")
                        .build();

        var reading = read(format, List.of(barnacle));

        assertThat(reading.gaps()).isEmpty();
        var rpm = reading.packages().getFirst();
        assertThat(reading.packages())
                .containsExactly(
                        new RpmPackage(
                                "barnacle-libs",
                                2L,
                                "1.0~rc1",
                                "3.el8_10",
                                "noarch",
                                "barnacle",
                                "1.0~rc1-2.el8",
                                "Härbour, Inc.",
                                "sea:rolling:8:9edba152",
                                123L,
                                List.of("keel", "/bin/sh"),
                                List.of("barnacle-libs", "libbarnacle.so.1()(64bit)"),
                                rpm.files()));
        assertThat(rpm.files())
                .containsExactly("usr/lib64/barnacle.so", "etc/barnacle.conf", "usr/lib64/ü");
        assertThat(rpm.fullVersion()).isEqualTo("2:1.0~rc1-3.el8_10");
    }

    @Test
    void r1LeavesTheEpochOutWhereTheHeaderHasNone() {
        var without = HeaderBuilder.named("keel").build();
        var zero = HeaderBuilder.named("keel").int32(HeaderBuilder.EPOCH, 0).build();

        var reading = read(RpmFormat.SQLITE, List.of(without, zero));

        assertThat(reading.packages())
                .extracting(RpmPackage::fullVersion)
                .containsExactly("1.0-1", "0:1.0-1");
    }

    @Test
    void takesThePackageItselfWhereNoSourceIsNamed() {
        var header =
                new HeaderBuilder()
                        .text(HeaderBuilder.NAME, "keel")
                        .text(HeaderBuilder.VERSION, "1")
                        .text(HeaderBuilder.RELEASE, "2")
                        .build();

        var rpm = read(RpmFormat.NDB, List.of(header)).packages().getFirst();

        assertThat(rpm.sourceName()).isEqualTo("keel");
        assertThat(rpm.sourceVersion()).isEqualTo("1-2");
        assertThat(rpm.architecture()).isEmpty();
    }

    @Test
    void aSigningKeyIsNoPackage() {
        var key = HeaderBuilder.named("gpg-pubkey").build();

        var reading = read(RpmFormat.BERKELEY, List.of(key, HeaderBuilder.named("keel").build()));

        assertThat(reading)
                .isEqualTo(new RpmReading(List.of(HeaderBuilder.packageNamed("keel")), List.of()));
    }

    @Test
    void readsSizesBeyondFourGigabytesAndPathsOfOldHeaders() {
        var header =
                HeaderBuilder.named("keel")
                        .int64(HeaderBuilder.LONG_SIZE, 5_000_000_000L)
                        .texts(HeaderBuilder.OLD_FILE_NAMES, "/bin/keel", "/etc/keel.conf")
                        .build();

        var rpm = read(RpmFormat.SQLITE, List.of(header)).packages().getFirst();

        assertThat(rpm.installedSize()).isEqualTo(5_000_000_000L);
        assertThat(rpm.files()).containsExactly("bin/keel", "etc/keel.conf");
    }

    @Test
    void replacesWhatIsNotUtf8() {
        var header = HeaderBuilder.named("keel").text(HeaderBuilder.VENDOR, "H??rbour").build();
        int at = new String(header, StandardCharsets.ISO_8859_1).indexOf("??");
        header[at] = (byte) 0xff;
        header[at + 1] = (byte) 0xc3;

        var reading = read(RpmFormat.SQLITE, List.of(header));

        assertThat(reading.packages().getFirst().vendor()).isEqualTo("H\ufffd\ufffdrbour");
    }

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    void anEmptyDatabaseListsNothing(RpmFormat format) {
        assertThat(read(format, List.of())).isEqualTo(new RpmReading(List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 32768})
    void readsHeadersOfAllSizesOutOfSqlite(int pageSize) {
        var random = new Random(pageSize);
        var headers = headers(random, 200, 3 * pageSize);
        var kept = new ArrayList<String>();

        var database =
                Databases.sqlite(
                        pageSize,
                        connection -> {
                            Databases.createTables(connection);
                            Databases.insert(connection, headers);
                            for (int row = 1; row <= headers.size(); row++) {
                                if (random.nextInt(3) == 0) {
                                    Databases.execute(
                                            connection, "DELETE FROM Packages WHERE hnum = " + row);
                                } else {
                                    kept.add("p" + (row - 1));
                                }
                            }
                        });

        assertAll(RpmDatabase.read("db", RpmFormat.SQLITE, database, NO_LOG), kept);
    }

    @Test
    void readsHeadersOfAllSizesOutOfNdb() {
        var headers = headers(new Random(3), 700, 20_000);

        assertAll(read(RpmFormat.NDB, headers), names(700));
    }

    @ParameterizedTest
    @CsvSource({
        "BIG_ENDIAN, 4096",
        "LITTLE_ENDIAN, 4096",
        "LITTLE_ENDIAN, 512",
        "BIG_ENDIAN, 65536"
    })
    void readsHeadersOfAllSizesOutOfBerkeleyDb(String order, int pageSize) {
        var database =
                Databases.berkeley(
                        order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                        pageSize,
                        headers(new Random(4), 300, 20_000));

        assertAll(RpmDatabase.read("db", RpmFormat.BERKELEY, database, NO_LOG), names(300));
    }

    @Test
    void readsPackagesThatAreOnlyInTheWriteAheadLog() {
        var before = Databases.sqlite(4096, List.of(HeaderBuilder.named("keel").build()));
        var after = Databases.sqlite(4096, headers(new Random(5), 300, 9000));

        var log = Databases.writeAheadLog(after, 4096);

        assertAll(RpmDatabase.read("db", RpmFormat.SQLITE, before, log), names(300));
        assertAll(RpmDatabase.read("db", RpmFormat.SQLITE, new byte[0], log), names(300));
    }

    @Test
    void aTransactionWithoutItsEndIsNotRead() {
        var before = Databases.sqlite(4096, List.of(HeaderBuilder.named("keel").build()));
        var log =
                Databases.writeAheadLog(
                        Databases.sqlite(4096, headers(new Random(5), 300, 9000)), 4096);
        var unfinished = Arrays.copyOf(log, log.length - 4096);

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, before, unfinished);

        assertThat(reading)
                .isEqualTo(new RpmReading(List.of(HeaderBuilder.packageNamed("keel")), List.of()));
    }

    @Test
    void aLogOfWhichAByteIsWrongIsReadUpToThere() {
        var before = Databases.sqlite(4096, List.of(HeaderBuilder.named("keel").build()));
        var log = Databases.writeAheadLog(Databases.sqlite(4096, List.of()), 4096);
        log[5000]++;

        var reading = RpmDatabase.read("db", RpmFormat.SQLITE, before, log);

        assertThat(reading)
                .isEqualTo(new RpmReading(List.of(HeaderBuilder.packageNamed("keel")), List.of()));
    }

    @Test
    void readsTheListOfAnImageWithoutRpm() {
        var content =
                """
                keel\t1.0-1.azl3\t1653816591\t1653753130\tHarbour\t(none)\t580\tx86_64\t0\thull-1.0-1.azl3.src.rpm
                rope\t2-3\t1653816591\t1653753130\t(none)\t4\t7\t(none)\t4\trope-2-3.src.rpm
                nothing

                chain\tno release\t1\t1\t(none)\t4\t7\tnoarch\t4\trope-2-3.src.rpm
                """;

        var reading =
                RpmDatabase.read(
                        "var/lib/rpmmanifest/container-manifest-2",
                        RpmFormat.MANIFEST,
                        content.getBytes(StandardCharsets.UTF_8),
                        NO_LOG);

        assertThat(reading.packages())
                .containsExactly(
                        new RpmPackage(
                                "keel",
                                null,
                                "1.0",
                                "1.azl3",
                                "x86_64",
                                "hull",
                                "1.0-1.azl3",
                                "Harbour",
                                null,
                                580L,
                                List.of(),
                                List.of(),
                                RpmFiles.NONE),
                        new RpmPackage(
                                "rope",
                                4L,
                                "2",
                                "3",
                                "",
                                "rope",
                                "2-3",
                                null,
                                null,
                                7L,
                                List.of(),
                                List.of(),
                                RpmFiles.NONE));
        assertThat(reading.gaps())
                .extracting(gap -> gap.getReason() + " " + gap.getMessage())
                .containsExactly(
                        "CORRUPT_STANZA line 3 of var/lib/rpmmanifest/container-manifest-2: 1 fields, where there should be 10",
                        "CORRUPT_STANZA line 5 of var/lib/rpmmanifest/container-manifest-2: its version has no release");
    }

    private static RpmReading read(RpmFormat format, List<byte[]> headers) {
        return RpmDatabase.read("db", format, Databases.of(format, headers), NO_LOG);
    }

    private static void assertAll(RpmReading reading, List<String> names) {
        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.packages())
                .extracting(RpmPackage::name)
                .containsExactlyElementsOf(names);
    }

    /** p0, p1 and so on, of all sizes up to the given one. */
    private static List<byte[]> headers(Random random, int count, int upTo) {
        return IntStream.range(0, count)
                .mapToObj(i -> HeaderBuilder.named("p" + i).padding(random.nextInt(upTo)).build())
                .toList();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i).toList();
    }
}
