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

class DpkgOrderTest {

    private static final Path DPKG = Path.of("/usr/bin/dpkg");

    /**
     * How many pairs are compared with dpkg itself. Each costs a process, a millisecond of a core:
     * CI asks for 100,000 (.ci/run).
     */
    private static final int PAIRS = Integer.getInteger("plimsoll.dpkg-pairs", 5_000);

    /** Reads "left operator right" from its input, and prints the lines that dpkg denies. */
    private static final String DENIED =
            "while read -r left operator right; do "
                    + DPKG
                    + " --compare-versions \"$left\" \"$operator\" \"$right\""
                    + " || echo \"$left $operator $right\"; done";

    /** Changed only to look elsewhere; the same seed gives the same pairs. */
    private static final long SEED = Long.getLong("plimsoll.dpkg-seed", 14L);

    @ParameterizedTest
    @CsvSource({
        "1.0, <, 1.1",
        "1.9, <, 1.10",
        "1.0, =, 1.0-0",
        "0:1.0, =, 1.0",
        "1:0.9, >, 2.0",
        "1.0~rc1, <, 1.0",
        "1.0~~, <, 1.0~",
        "1.0~, <, 1.0",
        "1.0, <, 1.0a",
        "1.0a, <, 1.0+",
        "1.0a, <, 1.0.1",
        "1.0-1, <, 1.0-1+deb12u1",
        "1.0-1+deb12u1, <, 1.0-1+deb12u10",
        "1.0-1~bpo12+1, <, 1.0-1",
        "1.0-1+b1, >, 1.0-1",
        "001.02, =, 1.2",
        "1.2.dfsg, >, 1.2+dfsg",
        "2.38.1-5+deb12u3, <, 1:2.38.1-5+deb12u1",
        "0.9.2-0pre2002042903.1, <, 0.9.2-0pre2002042903.3",
        "0.2001080415-6woody2, <, 0.20010804150-1",
        "1.99999999999999999999, <, 1.100000000000000000000",
        "1.0000000000000000000001, =, 1.1",
        "1.4294967296, >, 1.999999999",
        "4294967296-1, >, 2147483648-9",
        "2147483647:1, >, 9:1",
    })
    void d14OrdersAsDebianPolicySays(String left, String sign, String right) {
        assertThat(sign(DpkgOrder.compare(left, right))).isEqualTo(sign);
        assertThat(sign(DpkgOrder.compare(right, left))).isEqualTo(mirrored(sign));
    }

    @ParameterizedTest
    @CsvSource({
        "1-2-3, >, 1-2-2",
        "1-2-0, >, 1-2",
        "1-9-1, <, 1-10-1",
        "1-2, <, 1-2-1",
        "1:2:3-1, >, 1:2-1",
        "0:2:3, <, 1:2:3",
        "1:2:9, <, 1:2:10",
    })
    void d16CutsTheEpochAtTheFirstColonAndTheRevisionAtTheLastDash(
            String left, String sign, String right) {
        assertThat(sign(DpkgOrder.compare(left, right))).isEqualTo(sign);
        assertThat(sign(DpkgOrder.compare(right, left))).isEqualTo(mirrored(sign));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.0 ",
                "1_0",
                "1.0-",
                "-1",
                "1:",
                "1:-1",
                ":1.0",
                "a:1.0",
                "-1:1.0",
                "2147483648:1",
                "99999999999999999999:1",
                "1.0-1:2",
                "1.0/2",
                "1.0é"
            })
    void d17RefusesToOrderWhatDpkgDoesNotTake(String version) {
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> DpkgOrder.compare(version, "1.0"))
                .withMessageContaining("'" + version + "'");
        assertThat(DpkgOrder.isVersion(version)).isFalse();
    }

    @Test
    void d17RefusesAVersionThatIsTooLongToBeOne() {
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> DpkgOrder.compare("1".repeat(1_025), "1.0"));
    }

    @Test
    void d18OrdersGeneratedVersionsAsDpkgDoes(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(DPKG), "no " + DPKG + " on this machine");
        var random = new Random(SEED);

        var claims = new ArrayList<String>();
        for (int i = 0; i < PAIRS; i++) {
            var left = version(random);
            var right = random.nextInt(3) == 0 ? version(random) : mutated(left, random);
            claims.add("%s %s %s".formatted(left, operator(left, right), right));
        }

        assertThat(deniedByDpkg(List.of("1.0 gt 1.1", "1.0~ lt 1.0", "1.0 eq 1.0-1"), folder))
                .containsExactlyInAnyOrder("1.0 gt 1.1", "1.0 eq 1.0-1");
        assertThat(deniedByDpkg(claims, folder)).isEmpty();
    }

    private static String operator(String left, String right) {
        return switch (sign(DpkgOrder.compare(left, right))) {
            case "<" -> "lt";
            case ">" -> "gt";
            default -> "eq";
        };
    }

    /** A shell for each core, with its share of the claims. */
    private static List<String> deniedByDpkg(List<String> claims, Path folder)
            throws IOException, InterruptedException {
        int shells = Math.min(claims.size(), Runtime.getRuntime().availableProcessors());
        var running = new ArrayList<Process>();
        try {
            for (int i = 0; i < shells; i++) {
                int from = i * claims.size() / shells;
                int to = (i + 1) * claims.size() / shells;
                Files.write(folder.resolve("claims" + i), claims.subList(from, to));
                running.add(
                        new ProcessBuilder("sh", "-c", DENIED)
                                .redirectInput(folder.resolve("claims" + i).toFile())
                                .redirectOutput(folder.resolve("denied" + i).toFile())
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start());
            }
            var denied = new ArrayList<String>();
            for (int i = 0; i < shells; i++) {
                assertThat(running.get(i).waitFor()).isZero();
                denied.addAll(Files.readAllLines(folder.resolve("denied" + i)));
            }
            return denied;
        } finally {
            running.forEach(Process::destroy);
        }
    }

    private static String version(Random random) {
        var version = new StringBuilder();
        if (random.nextInt(4) == 0) {
            version.append(random.nextInt(3)).append(':');
        }
        version.append(random.nextInt(10));
        append(version, random, ".+~-");
        if (random.nextBoolean()) {
            version.append('-').append(random.nextInt(10));
            append(version, random, ".+~");
        }
        return version.toString();
    }

    private static void append(StringBuilder version, Random random, String marks) {
        int pieces = random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            version.append(
                    switch (random.nextInt(6)) {
                        case 0 -> String.valueOf(random.nextInt(200));
                        case 1 -> "00" + random.nextInt(20);
                        case 2 -> String.valueOf(random.nextLong(Long.MAX_VALUE));
                        case 3 ->
                                List.of("a", "Z", "rc", "deb12u", "dfsg", "git", "b", "bpo")
                                        .get(random.nextInt(8));
                        default ->
                                marks.charAt(random.nextInt(marks.length()))
                                        + String.valueOf(random.nextInt(12));
                    });
        }
    }

    /** Versions that differ a little are where orders differ. */
    private static String mutated(String version, Random random) {
        var changed = new StringBuilder(version);
        int start = version.indexOf(':') + 1;
        int position = start + random.nextInt(version.length() - start + 1);
        var piece =
                List.of("~", "+", "0", "1", "9", "a", ".", "~~", "00", "z1")
                        .get(random.nextInt(10));
        if (position == version.length() || random.nextBoolean()) {
            changed.insert(position, piece);
        } else {
            changed.setCharAt(position, piece.charAt(0));
        }
        var result = changed.toString();
        return DpkgOrder.isVersion(result) && Character.isDigit(result.charAt(start))
                ? result
                : version;
    }

    private static String sign(int comparison) {
        return comparison < 0 ? "<" : comparison > 0 ? ">" : "=";
    }

    private static String mirrored(String sign) {
        return sign.equals("<") ? ">" : sign.equals(">") ? "<" : "=";
    }
}
