package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;

/**
 * Writes a document like that of Debian's tracker, made up, of a size like the real one: 3,700
 * packages, 45,000 vulnerabilities, five releases, 60 to 70 MB.
 */
final class LargeTracker {

    private static final List<String> RELEASES =
            List.of("bullseye", "bookworm", "trixie", "forky", "sid");

    private LargeTracker() {}

    /**
     * @param vulnerabilities about so many
     */
    static void write(Path file, int vulnerabilities, long seed) throws IOException {
        var random = new Random(seed);
        int packages = Math.max(1, vulnerabilities / 12);
        try (var out = Files.newBufferedWriter(file)) {
            out.write("{");
            for (int i = 0; i < packages; i++) {
                out.write(i == 0 ? "" : ", ");
                out.write("\"package-%d\": {".formatted(i));
                // few packages have most of the vulnerabilities, and one in eight has several
                // packages
                int count = i % 100 == 0 ? 600 : 1 + random.nextInt(15);
                var numbers = new TreeSet<Integer>();
                for (int j = 0; j < count; j++) {
                    numbers.add(random.nextInt(vulnerabilities * 13 / 10));
                }
                var separator = "";
                for (int number : numbers) {
                    out.write(separator + vulnerability(number, random));
                    separator = ", ";
                }
                out.write("}");
            }
            out.write("}");
        }
    }

    private static String vulnerability(int number, Random random) {
        var releases = new StringBuilder();
        boolean never = random.nextInt(100) < 25;
        int fixed = 1 + random.nextInt(30);
        for (int i = 0; i < RELEASES.size(); i++) {
            var release = RELEASES.get(i);
            var version = "%d.%d-%d".formatted(i + 1, fixed, 1 + random.nextInt(9));
            boolean open = random.nextInt(100) < 22;
            releases.append(i == 0 ? "" : ", ")
                    .append(
                            """
                            "%s": {"status": "%s", "repositories": {"%s": "%s"%s}, %s"urgency": "%s"%s}"""
                                    .formatted(
                                            release,
                                            open && !never ? "open" : "resolved",
                                            release,
                                            version,
                                            i < 2
                                                    ? ", \"%s-security\": \"%s+deb%du1\""
                                                            .formatted(release, version, 11 + i)
                                                    : "",
                                            open && !never
                                                    ? ""
                                                    : "\"fixed_version\": \"%s\", "
                                                            .formatted(never ? "0" : version),
                                            random.nextInt(10) == 0
                                                    ? "unimportant"
                                                    : "not yet assigned",
                                            open && !never && i < 3
                                                    ? ", \"nodsa\": \"Minor issue\", \"nodsa_reason\": \"%s\""
                                                            .formatted(
                                                                    List.of(
                                                                                    "",
                                                                                    "",
                                                                                    "postponed",
                                                                                    "ignored")
                                                                            .get(random.nextInt(4)))
                                                    : ""));
        }
        return String.format(
                Locale.ROOT,
                "\"CVE-%d-%d\": {\"scope\": \"remote\", \"debianbug\": %d, \"description\": \"%s\", \"releases\": {%s}}",
                2005 + number % 21,
                10_000 + number,
                900_000 + number,
                "A flaw in the reading of some input allows whoever can send it to do what he should not, "
                        + Long.toHexString(random.nextLong()).repeat(6),
                releases);
    }
}
