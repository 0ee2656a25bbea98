package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.SecretFound;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.scan.secret.Secrets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects where a configuration holds secrets, and lets nothing of them through. */
final class ConfigSecrets {

    /** Enough to see that there are many. */
    private static final int MOST = 200;

    /** In one configuration; what comes after it is neither searched nor shown. */
    private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private static final String NOT_SEARCHED = "not-searched";

    private final Set<SecretFound> found = new LinkedHashSet<>();
    private int characters;

    /**
     * @param variable {@code NAME=value}
     * @return its name
     */
    String variable(String variable) {
        int equals = variable.indexOf('=');
        // A variable without a value might be a value without a name.
        var name =
                text(
                        "the name of an environment variable",
                        equals < 0 ? variable : variable.substring(0, equals));
        var place = "environment variable " + Printable.of(name);
        if (equals >= 0 && isSearched(place, variable)) {
            add(place, Secrets.inVariable(name, variable.substring(equals + 1)));
        }
        return name;
    }

    /**
     * @param number among all of the history, counting from 1
     * @return what may be shown of it
     */
    String instruction(int number, String instruction) {
        return text("instruction " + number, instruction);
    }

    /**
     * @return what may be shown of it
     */
    String labelName(String name) {
        return text("the name of a label", name);
    }

    /**
     * @return what may be shown of its value
     */
    String label(String name, String value) {
        return text("label " + Printable.of(name), value);
    }

    List<SecretFound> found() {
        return List.copyOf(found);
    }

    private String text(String place, String text) {
        if (!isSearched(place, text)) {
            return Secrets.REDACTED;
        }
        var searched = Secrets.search(text);
        add(place, searched.patterns());
        return searched.text();
    }

    private boolean isSearched(String place, String text) {
        if (text.length() <= Secrets.LONGEST && characters + text.length() <= MOST_CHARACTERS) {
            characters += text.length();
            return true;
        }
        add(place, List.of(NOT_SEARCHED));
        return false;
    }

    private void add(String place, List<String> patterns) {
        for (var pattern : patterns) {
            if (found.size() < MOST) {
                found.add(new SecretFound(place, pattern));
            }
        }
    }
}
