package dev.plimsoll.analysis.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemverOrderTest {

    private static final int PAIRS = 100_000;

    private static final long SEED = Long.getLong("plimsoll.semver-seed", 2L);

    /** Where npm and Debian's node-semver have the package that npm itself compares with. */
    private static final List<Path> NODE_SEMVER =
            List.of(
                    Path.of("/usr/lib/node_modules/npm/node_modules/semver"),
                    Path.of("/usr/share/nodejs/semver"),
                    Path.of("/usr/local/lib/node_modules/npm/node_modules/semver"));

    private static final String SCRIPT =
            """
            const semver = require(process.argv[2]);
            const lines = require('fs').readFileSync(process.argv[3], 'utf8').trim().split('\\n');
            console.log(lines.map(line => {
                const [left, right] = line.split(' ');
                return semver.valid(left) && semver.valid(right) ? semver.compare(left, right) : 'none';
            }).join('\\n'));
            """;

    @Test
    void ordersAsTheSpecificationSays() {
        var ascending =
                List.of(
                        "1.0.0-0",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.1-0",
                        "1.0.9",
                        "1.0.10",
                        "1.99999999999999999999.0",
                        "1.100000000000000000000.0",
                        "2.0.0");

        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(SemverOrder.compare(ascending.get(i), ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"v1.2.3, 1.2.3", "1.2, 1.2.0", "1.2.3+build.5, 1.2.3", "1.2.3.0, 1.2.3"})
    void takesWhatRegistriesHold(String one, String other) {
        assertThat(SemverOrder.compare(one, other)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "1.x", "1.2.3-", "1.2.3-a..b", "file:../x", "^1.2.3"})
    void d17RefusesToOrderWhatIsNoVersion(String version) {
        assertThat(SemverOrder.isVersion(version)).isFalse();
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> SemverOrder.compare(version, "1.0.0"))
                .withMessageContaining("'" + version + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "go1.22.3, =, 1.22.3",
        "1.22rc1, <, 1.22.0",
        "go1.22rc2, >, go1.22rc1",
        "go1.22rc1, =, 1.22.0-rc.1",
        "go1.22beta1, <, 1.22rc1",
        "1.21.0-0, <, go1.21rc1",
        "1.22.3 X:boringcrypto, =, 1.22.3",
        "v0.0.0-20210101000000-abcdefabcdef, <, v0.0.0-20210102000000-0123456789ab",
        "v1.2.4-0.20210101000000-abcdefabcdef, >, v1.2.3",
        "v1.2.4-0.20210101000000-abcdefabcdef, <, v1.2.4",
        "v2.0.0+incompatible, =, 2.0.0",
        "v24.0.7+incompatible, <, 24.0.9",
    })
    void ordersGoReleasesAndModules(String left, String sign, String right) {
        int expected = sign.equals("<") ? -1 : sign.equals(">") ? 1 : 0;

        assertThat(Integer.signum(SemverOrder.compareGo(left, right))).isEqualTo(expected);
        assertThat(Integer.signum(SemverOrder.compareGo(right, left))).isEqualTo(-expected);
    }

    @Test
    void d17RefusesAGoModuleWithoutAVersion() {
        assertThat(SemverOrder.isGoVersion("(devel)")).isFalse();
        assertThat(SemverOrder.isGoVersion("devel go1.23-abc")).isFalse();
    }

    @Test
    void d18OrdersGeneratedVersionsAsNpmDoes(@TempDir Path folder)
            throws IOException, InterruptedException {
        var library = NODE_SEMVER.stream().filter(Files::isDirectory).findFirst();
        assumeTrue(library.isPresent(), "no node package semver on this machine");
        var pairs = pairs();
        var file = folder.resolve("pairs");
        Files.write(file, pairs.stream().map(pair -> pair[0] + " " + pair[1]).toList());
        var script = folder.resolve("compare.js");
        Files.writeString(script, SCRIPT);
        var output = folder.resolve("signs");
        assumeTrue(node(output, script, library.get(), file), "no working node on this machine");

        var signs = Files.readAllLines(output);

        assertThat(signs).hasSize(PAIRS);
        var wrong = new ArrayList<String>();
        int comparable = 0;
        for (int i = 0; i < PAIRS; i++) {
            // what npm refuses, we may still be able to order
            if (signs.get(i).equals("none")) {
                continue;
            }
            comparable++;
            var pair = pairs.get(i);
            int ours = Integer.signum(SemverOrder.compare(pair[0], pair[1]));
            if (ours != Integer.parseInt(signs.get(i))) {
                wrong.add("%s %s: %d, not %s".formatted(pair[0], pair[1], ours, signs.get(i)));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(comparable).isGreaterThan(PAIRS / 2);
    }

    private static boolean node(Path output, Path script, Path library, Path pairs)
            throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "node", script.toString(), library.toString(), pairs.toString())
                            .redirectOutput(output.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String[]> pairs() {
        var random = new Random(SEED);
        var pairs = new ArrayList<String[]>();
        for (int i = 0; i < PAIRS; i++) {
            var left = version(random);
            var right = random.nextInt(3) == 0 ? version(random) : Versions.mutated(left, random);
            pairs.add(new String[] {left, right});
        }
        return pairs;
    }

    static String version(Random random) {
        var version = new StringBuilder(random.nextInt(8) == 0 ? "v" : "");
        version.append(random.nextInt(4))
                .append('.')
                .append(random.nextInt(12))
                .append('.')
                .append(random.nextInt(12));
        if (random.nextInt(2) == 0) {
            version.append('-').append(identifier(random));
            for (int i = random.nextInt(3); i > 0; i--) {
                version.append('.').append(identifier(random));
            }
        }
        if (random.nextInt(6) == 0) {
            version.append('+').append(identifier(random));
        }
        return version.toString();
    }

    private static String identifier(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextInt(30));
            case 1 -> List.of("alpha", "beta", "rc", "Z", "a-b", "0a").get(random.nextInt(6));
            case 2 -> String.valueOf(random.nextLong(10_000_000_000_000L));
            default -> "rc" + random.nextInt(12);
        };
    }
}
