package dev.plimsoll.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The rules of {@code deploy/rules} with dates that hold today: a decision lasts for 90 days, the
 * file for years. Within one installation the decision keeps the day of its first start, until it
 * has lapsed.
 */
final class SampleRules {

    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
    private static final Pattern DECIDED = Pattern.compile("decided:\\s*(\\d{4}-\\d{2}-\\d{2})");
    private static final Pattern UNTIL = Pattern.compile("until:\\s*(\\d{4}-\\d{2}-\\d{2})");

    private SampleRules() {}

    /** Copies every rule file of one folder to the other. */
    static void copy(Path from, Path to, LocalDate today) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.newDirectoryStream(from, "*.{yaml,yml}")) {
            for (var file : files) {
                var target = to.resolve(file.getFileName().toString());
                if (!Files.exists(target) || lapsed(Files.readString(target), today)) {
                    Files.writeString(target, decidedOn(today, Files.readString(file)));
                }
            }
        }
    }

    /** Moves all dates by as much as the first decision has to move to be of that day. */
    static String decidedOn(LocalDate day, String rules) {
        var decided = DECIDED.matcher(rules);
        if (!decided.find()) {
            return rules;
        }
        var days = ChronoUnit.DAYS.between(LocalDate.parse(decided.group(1)), day);
        return DATE.matcher(rules)
                .replaceAll(date -> LocalDate.parse(date.group()).plusDays(days).toString());
    }

    private static boolean lapsed(String rules, LocalDate today) {
        var until = UNTIL.matcher(rules);
        return until.find() && LocalDate.parse(until.group(1)).isBefore(today);
    }
}
