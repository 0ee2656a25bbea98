package dev.plimsoll.ingest.scan.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our reading against rpm's own, of packages built here; skipped where rpm is not installed. */
class RpmToolsTest {

    private static final byte[] NO_LOG = {};

    private static final String[] TAGS = {
        "%{NAME}",
        "%{EPOCH}",
        "%{VERSION}",
        "%{RELEASE}",
        "%{ARCH}",
        "%{SOURCERPM}",
        "%{VENDOR}",
        "%{MODULARITYLABEL}",
        "%{SIZE}",
        "[%{REQUIRENAME};]",
        "[%{PROVIDENAME};]",
        "[%{FILENAMES};]"
    };

    @TempDir static Path home;

    private static RpmTools tools;
    private static Path installed;

    /** As rpm wrote them, and SQLite reads them. */
    private static List<byte[]> headers;

    @BeforeAll
    static void installPackages() throws Exception {
        tools = RpmTools.in(home);
        var packages = new ArrayList<>(tools.build("barnacle", barnacle(), "x86_64"));
        packages.addAll(tools.build("fleet", fleet(), "aarch64"));
        assertThat(packages).hasSize(303);
        installed = home.resolve("installed");
        tools.register(installed, packages);
        headers = Databases.headers(Files.readAllBytes(installed.resolve("rpmdb.sqlite")));
    }

    @Test
    void r1ReadsWhatRpmListsOutOfSqlite() throws Exception {
        var reading = readSqlite(installed);

        assertSame(reading, tools.rpm(installed, "sqlite", query()), 303);
    }

    @Test
    void readsNothingThatRpmHasRemoved() throws Exception {
        var directory = Files.createDirectory(home.resolve("removed"));
        Files.copy(installed.resolve("rpmdb.sqlite"), directory.resolve("rpmdb.sqlite"));
        tools.rpm(directory, "sqlite", "-e", "--justdb", "--nodeps", "ship-7", "ship-150");

        var reading = readSqlite(directory);

        assertSame(reading, tools.rpm(directory, "sqlite", query()), 301);
    }

    @Test
    void readsPackagesThatRpmHasSoFarOnlyWrittenToItsLog() throws Exception {
        var directory = home.resolve("log");
        var copy = home.resolve("copy");
        var last =
                tools.build(
                        "last",
                        """
                        Name: last
                        Version: 1
                        Release: 1
                        Summary: Copies rpm's database while it is open
                        License: none
                        BuildArch: noarch
                        %%description
                        Nothing.
                        %%posttrans
                        cp -r %s %s
                        %%files
                        """
                                .formatted(directory, copy),
                        "noarch");
        tools.rpm(
                directory, "sqlite", "-i", "--nodeps", "--ignorearch", last.getFirst().toString());

        var withLog = readSqlite(copy);
        var withoutLog =
                RpmDatabase.read(
                        "db",
                        RpmFormat.SQLITE,
                        Files.readAllBytes(copy.resolve("rpmdb.sqlite")),
                        NO_LOG);

        assertThat(withoutLog.packages()).extracting(RpmPackage::name).doesNotContain("last");
        assertSame(withLog, tools.rpm(directory, "sqlite", query()), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "hash, 1234, 4096",
        "hash, 1234, 512",
        "hash, 4321, 4096",
        "hash, 4321, 65536",
        "btree, 1234, 4096",
        "btree, 4321, 16384"
    })
    void r1ReadsWhatRpmListsOutOfBerkeleyDb(String type, int order, int pageSize) throws Exception {
        var directory = home.resolve("%s-%d-%d".formatted(type, order, pageSize));
        var file = directory.resolve("Packages");

        var content = tools.load(type, order, pageSize, headers, file);
        var reading = RpmDatabase.read("db", RpmFormat.BERKELEY, content, NO_LOG);

        assertSame(reading, tools.rpm(directory, "bdb_ro", query()), 303);
    }

    /**
     * Debian's rpm cannot write this format: the headers are rpm's, the file around them is ours.
     */
    @Test
    void r1ReadsWhatRpmListsOutOfNdb() throws Exception {
        var content = Databases.ndb(headers);

        var reading = RpmDatabase.read("db", RpmFormat.NDB, content, NO_LOG);

        assertSame(reading, tools.rpm(installed, "sqlite", query()), 303);
    }

    /** Everything that can be told of a package, and names that are no ASCII. */
    private static String barnacle() {
        return """
                Name: barnacle
                Epoch: 2
                Version: 1.0~rc1^git2
                Release: 3.el8_10
                Summary: Bärnacle
                License: none
                Vendor: Härbour, Inc.
                ModularityLabel: sea:rolling:820190206:9edba152
                Requires: keel >= 1.2, (rope or chain), /bin/sh, libc.so.6(GLIBC_2.34)(64bit)
                Provides: clinger = 4
                %description
                Bärnacle
                %package doc
                Epoch: 0
                Version: 7
                Summary: Words
                BuildArch: noarch
                %description doc
                Words
                %package -n libbarnacle
                Summary: No files
                %description -n libbarnacle
                None
                %install
                mkdir -p %{buildroot}/usr/share/bärnacle %{buildroot}/etc %{buildroot}/usr/share/doc
                for i in $(seq 2000); do echo $i >%{buildroot}/usr/share/bärnacle/file-$i; done
                echo >%{buildroot}/etc/ü.conf
                echo >"%{buildroot}/usr/share/doc/with blanks"
                %files
                /usr/share/bärnacle
                %config /etc/ü.conf
                %files doc
                "/usr/share/doc/with blanks"
                %files -n libbarnacle
                """;
    }

    /** Enough packages for a tree of several levels. */
    private static String fleet() {
        var spec =
                new StringBuilder(
                        """
                        Name: fleet
                        Version: 1
                        Release: 1
                        Summary: Many ships
                        License: none
                        %description
                        Many ships
                        %install
                        mkdir -p %{buildroot}/srv
                        for i in $(seq 300); do echo >%{buildroot}/srv/ship-$i; done
                        """);
        for (int i = 1; i <= 300; i++) {
            spec.append(
                    """
                    %%package -n ship-%1$d
                    Summary: A ship
                    Requires: ship-%2$d
                    %%description -n ship-%1$d
                    %3$s
                    %%files -n ship-%1$d
                    /srv/ship-%1$d
                    """
                            .formatted(i, i / 2, "ahoy ".repeat(i * 10)));
        }
        return spec.toString();
    }

    private static RpmReading readSqlite(Path directory) throws IOException {
        return RpmDatabase.read(
                "db",
                RpmFormat.SQLITE,
                Files.readAllBytes(directory.resolve("rpmdb.sqlite")),
                Files.readAllBytes(directory.resolve("rpmdb.sqlite-wal")));
    }

    private static String[] query() {
        return new String[] {"-qa", "--qf", String.join("\\t", TAGS) + "\\n"};
    }

    private static void assertSame(RpmReading reading, String listed, int count) {
        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.packages()).hasSize(count);
        assertThat(reading.packages())
                .extracting(RpmToolsTest::line)
                .containsExactlyInAnyOrderElementsOf(
                        listed.lines().map(RpmToolsTest::withNamesOnly).toList());
    }

    private static String line(RpmPackage rpm) {
        return String.join(
                "\t",
                rpm.name(),
                Objects.toString(rpm.epoch(), "(none)"),
                rpm.version(),
                rpm.release(),
                rpm.architecture(),
                "%s-%s.src.rpm".formatted(rpm.sourceName(), rpm.sourceVersion()),
                Objects.toString(rpm.vendor(), "(none)"),
                Objects.toString(rpm.module(), "(none)"),
                Objects.toString(rpm.installedSize()),
                String.join(";", rpm.requires()),
                String.join(";", rpm.provides()),
                paths(rpm));
    }

    private static String paths(RpmPackage rpm) {
        var paths = new ArrayList<String>();
        rpm.files().forEach(path -> paths.add("/" + path));
        return String.join(";", paths);
    }

    /** rpm lists its own features, conditions and repetitions too. */
    private static String withNamesOnly(String line) {
        var fields = line.split("\t", -1);
        for (int list = 9; list < 12; list++) {
            fields[list] =
                    Arrays.stream(fields[list].split(";"))
                            .filter(name -> !name.startsWith("rpmlib(") && !name.startsWith("("))
                            .distinct()
                            .collect(Collectors.joining(";"));
        }
        return Stream.of(fields).collect(Collectors.joining("\t"));
    }
}
