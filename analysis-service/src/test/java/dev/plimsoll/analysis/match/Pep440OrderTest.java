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

class Pep440OrderTest {

    private static final int PAIRS = 100_000;

    private static final long SEED = Long.getLong("plimsoll.pep440-seed", 440L);

    /** Prints -1, 0, 1 for each pair, or "none" where one of the two is no version. */
    private static final String SCRIPT =
            """
            import sys
            from packaging.version import InvalidVersion, Version
            for line in open(sys.argv[1]):
                left, right = line.split()
                try:
                    one, other = Version(left), Version(right)
                    print((one > other) - (one < other))
                except InvalidVersion:
                    print("none")
            """;

    @Test
    void ordersThePhasesOfARelease() {
        var ascending =
                List.of(
                        "1.dev0",
                        "1.0.dev456",
                        "1.0a1",
                        "1.0a2.dev456",
                        "1.0a12.dev456",
                        "1.0a12",
                        "1.0b1.dev456",
                        "1.0b2",
                        "1.0b2.post345.dev456",
                        "1.0b2.post345",
                        "1.0rc1.dev456",
                        "1.0rc1",
                        "1.0",
                        "1.0+abc.5",
                        "1.0+abc.7",
                        "1.0+5",
                        "1.0.post456.dev34",
                        "1.0.post456",
                        "1.0.15",
                        "1.1.dev1",
                        "1!0.1");

        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(Pep440Order.compare(ascending.get(i), ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0.0",
        "v1.0, 1",
        "1.0-alpha.1, 1.0a1",
        "1.0c1, 1.0rc1",
        "1.0-1, 1.0.post1",
        "1.0_REV3, 1.0.post3",
        "1.0DEV, 1.0.dev0",
        "01.002, 1.2",
        "1.0+Ubuntu_1, 1.0+ubuntu.1",
    })
    void takesEverySpelling(String one, String other) {
        assertThat(Pep440Order.compare(one, other)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dev", "1.0-", "1.0+", "1.0-beta-x", "1..0", "0.1dev-r1234", "1:2"})
    void d17RefusesToOrderWhatIsNoVersion(String version) {
        assertThat(Pep440Order.isVersion(version)).isFalse();
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> Pep440Order.compare("1", version))
                .withMessageContaining("'" + version + "'");
    }

    @Test
    void d18OrdersGeneratedVersionsAsPackagingDoes(@TempDir Path folder)
            throws IOException, InterruptedException {
        var script = folder.resolve("compare.py");
        Files.writeString(script, SCRIPT);
        var file = folder.resolve("pairs");
        var pairs = pairs();
        Files.write(file, pairs.stream().map(pair -> pair[0] + " " + pair[1]).toList());
        var output = folder.resolve("signs");
        assumeTrue(
                python(output, script, file),
                "no python3 with the module packaging on this machine");

        var signs = Files.readAllLines(output);

        assertThat(signs).hasSize(PAIRS);
        var wrong = new ArrayList<String>();
        int comparable = 0;
        for (int i = 0; i < PAIRS; i++) {
            var pair = pairs.get(i);
            var ours = ours(pair[0], pair[1]);
            comparable += ours.equals("none") ? 0 : 1;
            if (!ours.equals(signs.get(i))) {
                wrong.add("%s %s: %s, not %s".formatted(pair[0], pair[1], ours, signs.get(i)));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(comparable).isGreaterThan(PAIRS / 2);
    }

    private static String ours(String left, String right) {
        return Pep440Order.isVersion(left) && Pep440Order.isVersion(right)
                ? String.valueOf(Integer.signum(Pep440Order.compare(left, right)))
                : "none";
    }

    private static boolean python(Path output, Path script, Path pairs)
            throws InterruptedException {
        try {
            return new ProcessBuilder("python3", script.toString(), pairs.toString())
                            .redirectOutput(output.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
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
        var version = new StringBuilder(random.nextInt(8) == 0 ? "1!" : "");
        version.append(random.nextInt(10));
        for (int i = random.nextInt(4); i > 0; i--) {
            version.append('.').append(random.nextInt(6) == 0 ? "0" : random.nextInt(30));
        }
        var separators = List.of("", ".", "-", "_");
        if (random.nextInt(3) == 0) {
            version.append(separators.get(random.nextInt(4)))
                    .append(
                            List.of("a", "b", "rc", "c", "alpha", "BETA", "pre")
                                    .get(random.nextInt(7)))
                    .append(random.nextInt(3) == 0 ? "" : random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
            version.append(separators.get(random.nextInt(4)))
                    .append(List.of("post", "rev", "r").get(random.nextInt(3)))
                    .append(random.nextInt(3) == 0 ? "" : random.nextInt(20));
        } else if (random.nextInt(8) == 0) {
            version.append('-').append(random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
            version.append(separators.get(random.nextInt(4)))
                    .append("dev")
                    .append(random.nextInt(5));
        }
        if (random.nextInt(5) == 0) {
            version.append('+')
                    .append(random.nextInt(20))
                    .append(random.nextBoolean() ? ".cu1" : "");
        }
        return version.toString();
    }
}
