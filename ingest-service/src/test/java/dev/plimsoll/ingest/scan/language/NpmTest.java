package dev.plimsoll.ingest.scan.language;

import static dev.plimsoll.ingest.scan.language.Sample.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpmTest {

    @Test
    void readsTheManifestOfAnInstalledPackage() {
        var path = "app/node_modules/@babel/core/package.json";
        var reading =
                text(path, "{\"name\":\"@babel/core\",\"bin\":{\"name\":1},\"version\":\"7.1.0\"}");

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(npm("@babel/core", "7.1.0", path)),
                                List.of(),
                                Program.NONE));
        assertThat(reading.packages().getFirst().purl()).isEqualTo("pkg:npm/%40babel/core@7.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "app/node_modules/a/package.json, true",
        "node_modules/a/package.json, true",
        "app/node_modules/@s/a/package.json, true",
        "app/node_modules/a/node_modules/b/package.json, true",
        "app/node_modules/a/test/fixture/package.json, false",
        "app/node_modules/a/dist/package.json, false",
        "app/my_node_modules/a/package.json, false",
        "app/package.json, false",
        "app/package-lock.json, true",
        "app/npm-shrinkwrap.json, true",
        "app/yarn.lock, true",
        "app/other-yarn.lock, false",
        "app/pnpm-lock.yaml, true",
        "app/node_modules/a/package-lock.json, false",
        "app/node_modules/.package-lock.json, false",
        "app/node_modules/a/yarn.lock, false",
    })
    void looksOnlyAtWhatSaysWhatIsThere(String path, boolean tells) {
        assertThat(LanguageFiles.mayTell(path, 0644, 100)).isEqualTo(tells);
    }

    @Test
    void aFolderWithoutVersionIsNoPackage() {
        assertThat(text("node_modules/a/package.json", "{\"type\":\"module\"}"))
                .isEqualTo(new LanguageReading(List.of(), List.of(), Program.NONE));
    }

    @Test
    void readsALockOfVersion1() {
        var path = "app/package-lock.json";
        var reading =
                text(
                        path,
                        """
                        {"name": "own", "version": "1.0.0", "lockfileVersion": 1, "dependencies": {
                          "a": {"version": "1.0.0", "requires": {"b": "^2"}, "dependencies": {
                            "b": {"version": "2.0.0"}}},
                          "b": {"version": "1.5.0", "optional": true},
                          "test": {"version": "9.0.0", "dev": true},
                          "short": {"version": "npm:@scope/real@3.0.0"},
                          "own-folder": {"version": "file:../x"},
                          "forked": {"version": "git+ssh://git@example.com/x.git#abc"}
                        }}
                        """);

        assertThat(reading.packages())
                .containsExactlyInAnyOrder(
                        npm("a", "1.0.0", path),
                        npm("b", "2.0.0", path),
                        npm("b", "1.5.0", path),
                        npm("@scope/real", "3.0.0", path));
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                Reason.LANGUAGE_PACKAGE_UNNAMED.name(),
                                path
                                        + ": 'forked' comes from 'git+ssh://git@example.com/x.git#abc'"
                                        + " and not from the registry"));
    }

    @Test
    void readsALockOfVersion2Or3() {
        var path = "app/npm-shrinkwrap.json";
        var reading =
                text(
                        path,
                        """
                        {"lockfileVersion": 2,
                         "dependencies": {"ghost": {"version": "0.0.1"}},
                         "packages": {
                          "": {"name": "own", "version": "1.0.0"},
                          "libs/part": {"name": "part", "version": "1.0.0"},
                          "node_modules/part": {"link": true, "resolved": "libs/part"},
                          "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "1"}},
                          "node_modules/a/node_modules/@s/b": {"version": "2.0.0"},
                          "node_modules/short": {"name": "real", "version": "3.0.0"},
                          "node_modules/test": {"version": "9.0.0", "dev": true},
                          "node_modules/fsevents": {"version": "2.3.2", "os": ["darwin"]},
                          "node_modules/notwin": {"version": "1.1.1", "os": ["!win32"]}
                        }}
                        """);

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        npm("a", "1.0.0", path),
                                        npm("@s/b", "2.0.0", path),
                                        npm("real", "3.0.0", path),
                                        npm("notwin", "1.1.1", path)),
                                List.of(),
                                Program.NONE));
    }

    @Test
    void readsYarnLocksOfBothKinds() {
        var path = "app/yarn.lock";
        var first =
                """
                # yarn lockfile v1


                "@babel/code@^7.0.0", "@babel/code@^7.1.0":
                  version "7.12.11"
                  resolved "https://registry.example.com/x"
                  dependencies:
                    version "^1.0.0"

                a@^1.0.0:
                  version "1.2.3"

                "short@npm:real@^2.0.0":
                  version "2.1.0"
                """;
        var later =
                """
                __metadata:
                  version: 6
                  cacheKey: 8

                "@babel/code@npm:^7.0.0, @babel/code@npm:^7.1.0":
                  version: 7.12.11
                  resolution: "@babel/code@npm:7.12.11"
                  languageName: node
                  linkType: hard

                "own@workspace:.":
                  version: 0.0.0-use.local
                  resolution: "own@workspace:."

                "short@npm:real@^2.0.0":
                  version: 2.1.0
                  resolution: "real@npm:2.1.0"
                """;

        assertThat(text(path, first))
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        npm("@babel/code", "7.12.11", path),
                                        npm("a", "1.2.3", path),
                                        npm("real", "2.1.0", path)),
                                List.of(),
                                Program.NONE));
        assertThat(text(path, later))
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        npm("@babel/code", "7.12.11", path),
                                        npm("real", "2.1.0", path)),
                                List.of(),
                                Program.NONE));
    }

    static Stream<String> pnpmLocks() {
        return Stream.of(
                """
                lockfileVersion: 5.4
                packages:

                  /@s/a/1.0.0_react@17.0.2:
                    resolution: {integrity: sha512-x}
                    dev: false

                  /b/2.0.0:
                    dev: false

                  /test/9.0.0:
                    dev: true
                """,
                """
                lockfileVersion: '6.0'
                packages:

                  /@s/a@1.0.0(react@17.0.2):
                    dev: false

                  /b@2.0.0:
                    dev: false

                  /test@9.0.0:
                    dev: true
                """,
                """
                lockfileVersion: '9.0'
                importers:
                  .:
                    dependencies:
                packages:

                  '@s/a@1.0.0':
                    resolution: {integrity: sha512-x}
                  b@2.0.0:
                    engines: {node: '>=6'}
                snapshots:
                  '@s/a@1.0.0(react@17.0.2)':
                """);
    }

    @ParameterizedTest
    @MethodSource("pnpmLocks")
    void readsPnpmLocksOfEveryVersion(String lock) {
        var path = "app/pnpm-lock.yaml";

        assertThat(text(path, lock))
                .isEqualTo(
                        new LanguageReading(
                                List.of(npm("@s/a", "1.0.0", path), npm("b", "2.0.0", path)),
                                List.of(),
                                Program.NONE));
    }

    @Test
    void row26EndsAtAnObjectThatIsTooDeepAndKeepsWhatCameBefore() {
        var path = "app/package-lock.json";
        var deep =
                "{\"dependencies\":{\"a\":{\"version\":\"1.0.0\"},\"b\":"
                        + "{\"dependencies\":{\"b\":".repeat(50_000);

        var reading = text(path, deep);

        assertThat(reading.packages()).containsExactly(npm("a", "1.0.0", path));
        assertThat(reading.gaps()).extracting(Gap::getReason).containsExactly(unreadable());
        assertThat(reading.gaps().getFirst().getMessage()).contains("nesting depth");
    }

    @Test
    void row26SaysThatAKeyIsThereTwice() {
        var path = "node_modules/a/package.json";
        var reading = text(path, "{\"name\":\"a\",\"version\":\"1.0.0\",\"version\":\"2.0.0\"}");

        assertThat(reading.packages()).containsExactly(npm("a", "2.0.0", path));
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                unreadable(),
                                path + ": its name or version is there twice, the last counts"));
    }

    @Test
    void row26ReportsALoneSurrogateInAName() {
        var reading =
                text(
                        "node_modules/a/package.json",
                        "{\"name\":\"a\\ud800\",\"version\":\"1.0.0\"}");

        assertThat(reading.packages()).isEmpty();
        assertThat(reading.gaps())
                .containsExactly(
                        new Gap(
                                unreadable(),
                                "node_modules/a/package.json: 'a\\ud800' is no name of a npm package"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"name\":\"a\"",
                "{} {}",
                "nope",
                "{\"name\":\"\u00c3(\",\"version\":\"1\"}"
            })
    void row26ReportsWhatIsNoCleanObject(String latin1) {
        var content = latin1.getBytes(StandardCharsets.ISO_8859_1);

        var reading = read("node_modules/a/package.json", content);

        assertThat(reading.packages()).isEmpty();
        assertThat(reading.gaps()).extracting(Gap::getReason).containsExactly(unreadable());
    }

    private static LanguageReading text(String path, String text) {
        return read(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static LanguagePackage npm(String name, String version, String path) {
        return new LanguagePackage(LanguagePackage.Type.NPM, name, version, path);
    }

    private static String unreadable() {
        return Reason.LANGUAGE_FILE_UNREADABLE.name();
    }
}
