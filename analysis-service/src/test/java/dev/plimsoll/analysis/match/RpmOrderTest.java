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

class RpmOrderTest {

    private static final Path RPM = Path.of("/usr/bin/rpm");

    private static final int PAIRS = 120_000;

    /** Changed only to look elsewhere; the same seed gives the same pairs. */
    private static final long SEED = Long.getLong("plimsoll.rpm-seed", 17L);

    @ParameterizedTest
    @CsvSource({
        "1.0, <, 1.1",
        "1.9, <, 1.10",
        "1.0, <, 1.0.1",
        "1.0, =, 1_0",
        "1.0, =, 1.00",
        "1.0a, >, 1.0",
        "1.0a, <, 1.0.1",
        "1.0~rc1, <, 1.0",
        "1.0~rc1, <, 1.0~rc2",
        "1.0^git1, >, 1.0",
        "1.0^git1, <, 1.0.1",
        "1.0~rc1^git1, >, 1.0~rc1",
        "1.0^git1~pre, <, 1.0^git1",
        "1.0-1, <, 1.0-2",
        "1.0-1.el8, <, 1.0-1.el8_6",
        "1.0, <, 1.0-1",
        "1.99999999999999999999, <, 1.100000000000000000000",
        "1:1.0-1, >, 2.0-1",
        "0:1.0-1, =, 1.0-1",
        "2:1.0, <, 10:0.1",
        "1:1.1.1k-12.el8_9, >, 1:1.1.1k-9.el8_7",
    })
    void r1OrdersAsRpmDoes(String left, String sign, String right) {
        assertThat(sign(RpmOrder.compare(left, right))).isEqualTo(sign);
        assertThat(sign(RpmOrder.compare(right, left)))
                .isEqualTo(sign.equals("<") ? ">" : sign.equals(">") ? "<" : "=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1.0 1", "1.0\n", "1.0é"})
    void d17RefusesToOrderWhatRpmDoesNotTake(String version) {
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> RpmOrder.compare(version, "1.0"))
                .withMessageContaining("'" + version + "'");
    }

    @Test
    void d18OrdersGeneratedVersionsAsRpmDoes(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(RPM), "no " + RPM + " on this machine");
        var pairs = pairs();
        var file = folder.resolve("pairs");
        Files.write(file, pairs.stream().map(pair -> pair[0] + " " + pair[1]).toList());

        var signs = signs(file, folder.resolve("signs"));

        assertThat(signs).hasSize(PAIRS);
        var wrong = new ArrayList<String>();
        for (int i = 0; i < PAIRS; i++) {
            var pair = pairs.get(i);
            int ours = Integer.signum(RpmOrder.compare(pair[0], pair[1]));
            if (ours != Integer.parseInt(signs.get(i))) {
                wrong.add("%s %s: %d, not %s".formatted(pair[0], pair[1], ours, signs.get(i)));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** All pairs in one process: rpm has its comparison in its own Lua. */
    private static List<String> signs(Path pairs, Path output)
            throws IOException, InterruptedException {
        var script =
                "%{lua: for line in io.lines('"
                        + pairs
                        + "') do "
                        + "local a, b = line:match('^(%S+) (%S+)$'); "
                        + "io.stdout:write(rpm.vercmp(a, b), '\\n') end}";
        var process =
                new ProcessBuilder(RPM.toString(), "--eval", script)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(output).stream().filter(line -> !line.isBlank()).toList();
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

    private static String version(Random random) {
        var version = new StringBuilder();
        if (random.nextInt(5) == 0) {
            version.append(random.nextInt(3)).append(':');
        }
        version.append(random.nextInt(10));
        Versions.append(version, random, "._+~^");
        if (random.nextBoolean()) {
            version.append('-').append(random.nextInt(10));
            Versions.append(version, random, "._+~^");
        }
        return version.toString();
    }

    private static String sign(int comparison) {
        return comparison < 0 ? "<" : comparison > 0 ? ">" : "=";
    }
}
