package dev.plimsoll.ingest.scan.language;

import static dev.plimsoll.ingest.scan.language.Sample.bytes;
import static dev.plimsoll.ingest.scan.language.Sample.goInfo;
import static dev.plimsoll.ingest.scan.language.Sample.joined;
import static dev.plimsoll.ingest.scan.language.Sample.packed;
import static dev.plimsoll.ingest.scan.language.Sample.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

    private static final String PATH = "usr/local/bin/tool";
    private static final String MODULES =
            """
            path	example.com/tool
            mod	example.com/tool	(devel)
            dep	github.com/Azure/sdk	v1.2.3	h1:abc=
            dep	example.com/old	v1.0.0
            =>	example.com/new	v1.1.0	h1:def=
            dep	example.com/folder	v0.0.0
            =>	./folder
            build	-compiler=gc
            """;
    private static final String CRATES =
            """
            {"packages":[{"name":"adler","version":"1.0.2","source":"crates.io"},\
            {"name":"cc","version":"1.0.79","source":"crates.io","kind":"build"},\
            {"name":"own","version":"0.1.0","source":"local","dependencies":[0,1],"root":true}],\
            "format":0}""";

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 64 * 1024 - 512, 64 * 1024 - 16, 128 * 1024 - 48, 300_000})
    void findsTheModulesOfAGoProgramWhereverTheyAre(int before) {
        var content = program(new byte[before & ~15], goInfo("go1.22.3", MODULES), new byte[100]);

        var reading = read(content);

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        golang("stdlib", "1.22.3"),
                                        golang("example.com/tool", "(devel)"),
                                        golang("github.com/Azure/sdk", "v1.2.3"),
                                        golang("example.com/new", "v1.1.0"),
                                        golang("example.com/folder", "(devel)")),
                                List.of(),
                                Program.EXPLAINED));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_024, 65_040, 65_056, 130_048, 130_064, 130_080})
    void findsTheModulesBehindWhatOnlyLookedLikeCrates(int at) {
        var info = goInfo("go1.22.3", MODULES);
        var content = Arrays.copyOf(program(), at + 200_000);
        content[19] = 0x78;
        content[20] = (byte) 0x9C;
        System.arraycopy(info, 0, content, at, info.length);

        assertThat(read(content).packages()).contains(golang("github.com/Azure/sdk", "v1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\u009C", "x\u0001\0\u0014\0\u00EB\u00FF{"})
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyThingsThatLookLikeCratesTakeNoTime(String part) {
        var parts = part.repeat((64 << 20) / part.length());

        var reading = read(program(parts.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(reading.packages()).isEmpty();
        assertThat(reading.program()).isEqualTo(Program.UNEXPLAINED);
    }

    @ParameterizedTest
    @CsvSource({
        "go1.21.0 X:boringcrypto, 1.21.0",
        "go1.22rc1, 1.22rc1",
        "devel go1.24-1a2b3c Mon Jan 1, (devel)",
    })
    void namesTheStandardLibrary(String built, String version) {
        assertThat(read(program(goInfo(built, MODULES))).packages())
                .contains(golang("stdlib", version));
    }

    @Test
    void saysThatAProgramDoesNotListItsModules() {
        var reading = read(program(goInfo("go1.22.3", ""), new byte[64]));

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(golang("stdlib", "1.22.3")),
                                List.of(gap("it does not list its Go modules")),
                                Program.EXPLAINED));
    }

    @Test
    void saysThatAProgramBuiltWithoutModulesDoesNotListThem() {
        var listed = "path\tgithub.com/x/y/cmd/z\nbuild\t-compiler=gc\n";
        var reading = read(program(goInfo("go1.19.8", listed), new byte[64]));

        assertThat(reading.gaps()).containsExactly(gap("it does not list its Go modules"));
        assertThat(read(program(goInfo("go1.19.8", "path\tcmd/go\n"), new byte[64])).gaps())
                .isEmpty();
    }

    @Test
    void saysThatTheModulesOfAnOldGoProgramCannotBeRead() {
        var header = joined(bytes("\u00ff Go buildinf:\u0008\u0000"), new byte[64]);

        var reading = read(program(header));

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(),
                                List.of(
                                        gap(
                                                "it was built by Go before 1.18, whose list of modules"
                                                        + " cannot be read in one pass")),
                                Program.UNEXPLAINED));
    }

    @Test
    void theMagicBytesInTheTextOfAProgramAreNoBuildInfo() {
        var text = joined(bytes("\u00ff Go buildinf:and more text that follows"), new byte[64]);

        assertThat(read(program(text)))
                .isEqualTo(new LanguageReading(List.of(), List.of(), Program.UNEXPLAINED));
        assertThat(read(program(text, new byte[10], goInfo("go1.22.3", MODULES))).packages())
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 64 * 1024 - 513, 64 * 1024 - 100, 64 * 1024 - 3, 200_001})
    void findsTheCratesOfARustProgramWhereverTheyAre(int before) {
        var content = program(new byte[before], packed(CRATES), new byte[50]);

        var reading = read(content);

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(cargo("adler", "1.0.2"), cargo("own", "0.1.0")),
                                List.of(),
                                Program.EXPLAINED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void findsCratesPackedAtAnyLevel(int level) {
        assertThat(read(program(packed(CRATES, level), new byte[50])).packages())
                .containsExactly(cargo("adler", "1.0.2"), cargo("own", "0.1.0"));
        assertThat(read(program(packed("{\"packages\":[]}", level), new byte[50])).program())
                .isEqualTo(Program.EXPLAINED);
    }

    @Test
    void findsCratesAmongBytesThatLookLikeThem() {
        var noise = new byte[1_000_000];
        new Random(7).nextBytes(noise);
        for (int i = 0; i < noise.length - 2; i += 10) {
            noise[i] = 0x78;
            noise[i + 1] = (byte) 0x9C;
        }

        assertThat(read(program(noise, packed(CRATES), noise)).packages())
                .containsExactly(cargo("adler", "1.0.2"), cargo("own", "0.1.0"));
    }

    @Test
    void givesUpOnAProgramThatLooksLikeNothingButCrates() {
        var lookalikes = new byte[8_000_000];
        var one = HexFormat.of().parseHex("789CAB56");
        for (int i = 0; i < lookalikes.length; i++) {
            lookalikes[i] = one[i % one.length];
        }

        var reading = read(program(lookalikes, goInfo("go1.22.3", MODULES)));

        assertThat(reading.program()).isEqualTo(Program.EXPLAINED);
        assertThat(reading.gaps())
                .extracting(Gap::getReason)
                .containsExactly(Reason.PROGRAM_UNREADABLE.name());
    }

    @Test
    void reportsAListOfCratesThatBreaksOff() {
        var list = packed(CRATES);
        var content = program(Arrays.copyOf(list, list.length / 2), new byte[600]);

        var reading = read(content);

        assertThat(reading.program()).isEqualTo(Program.UNEXPLAINED);
        assertThat(reading.gaps())
                .extracting(Gap::getReason)
                .containsExactly(Reason.PROGRAM_UNREADABLE.name());
    }

    @Test
    void aScriptIsNoProgram() {
        var content = joined(bytes("#!/bin/sh\n"), new byte[6], goInfo("go1.22.3", MODULES));

        assertThat(read(content))
                .isEqualTo(new LanguageReading(List.of(), List.of(), Program.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "usr/bin/tool, 0755, 100000, true",
        "usr/bin/tool, 0644, 100000, false",
        "usr/bin/tool, 0755, 10, false",
        "usr/lib/x/_rust.abi3.so, 0644, 100000, true",
        "usr/lib/libc.so.6, 0644, 100000, false",
    })
    void looksAtWhatMayBeAProgram(String path, String mode, long size, boolean tells) {
        assertThat(LanguageFiles.mayTell(path, Integer.parseInt(mode, 8), size)).isEqualTo(tells);
    }

    private static LanguageReading read(byte[] content) {
        return Sample.read(PATH, 0755, content, LanguageLimits.USUAL);
    }

    private static LanguagePackage golang(String name, String version) {
        return new LanguagePackage(LanguagePackage.Type.GOLANG, name, version, PATH);
    }

    private static LanguagePackage cargo(String name, String version) {
        return new LanguagePackage(LanguagePackage.Type.CARGO, name, version, PATH);
    }

    private static Gap gap(String problem) {
        return new Gap(Reason.PROGRAM_UNREADABLE.name(), PATH + ": " + problem);
    }
}
