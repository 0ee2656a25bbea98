package dev.plimsoll.notify.channel;

import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;

/** Severities, and how many findings have each, as messages say it. */
final class SeverityWords {

    private SeverityWords() {}

    /** "1 critical, 4 of unknown severity": findings of unknown severity are not low. */
    static String of(SeverityCounts counts) {
        var words = new ArrayList<String>();
        add(words, counts.getCritical(), Severity.CRITICAL);
        add(words, counts.getHigh(), Severity.HIGH);
        add(words, counts.getMedium(), Severity.MEDIUM);
        add(words, counts.getLow(), Severity.LOW);
        add(words, counts.getNegligible(), Severity.NEGLIGIBLE);
        add(words, counts.getUnknown(), Severity.UNKNOWN);
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    private static void add(Collection<String> words, int count, Severity severity) {
        if (count > 0) {
            words.add(count + " " + of(severity));
        }
    }

    static String of(Severity severity) {
        return severity == Severity.UNKNOWN
                ? "of unknown severity"
                : severity.name().toLowerCase(Locale.ROOT);
    }
}
