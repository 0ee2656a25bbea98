package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.event.Distribution;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads os-release(5) and {@code debian_version} as text: quotes and backslashes are undone,
 * nothing is expanded or executed.
 */
public final class OsRelease {

    /** Real files have less than 1 KiB. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Pattern LINE = Pattern.compile("([A-Z_][A-Z0-9_]{0,63})=(.*)");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");
    private static final Pattern DEBIAN_RELEASE = Pattern.compile("([0-9]{1,4})(?:\\.[0-9]{1,4})?");
    private static final Pattern DEBIAN_BRANCH = Pattern.compile("([a-z]{1,32})(?:/sid)?");

    private OsRelease() {}

    /** Empty if there is no ID, or one that no distribution can have. */
    public static Optional<Distribution> parse(byte[] content) {
        if (content.length > MAX_BYTES) {
            return Optional.empty();
        }
        var values = values(new String(content, StandardCharsets.UTF_8));
        var id = values.get("ID");
        if (id == null || !ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Distribution(
                        id,
                        word(values.get("VERSION_ID")),
                        word(values.get("VERSION_CODENAME")),
                        name(values.get("PRETTY_NAME"))));
    }

    /** {@code 12.5} or {@code trixie/sid}, for images that have nothing else (D5). */
    public static Optional<Distribution> parseDebianVersion(byte[] content) {
        if (content.length > 200) {
            return Optional.empty();
        }
        var text = new String(content, StandardCharsets.UTF_8).strip();
        var release = DEBIAN_RELEASE.matcher(text);
        if (release.matches()) {
            return Optional.of(new Distribution("debian", release.group(1), null, null));
        }
        return branch(text).map(codename -> new Distribution("debian", null, codename, null));
    }

    /** The codename of testing or unstable, which have no release number. */
    public static Optional<String> branch(String debianVersion) {
        Matcher matcher = DEBIAN_BRANCH.matcher(debianVersion.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Map<String, String> values(String text) {
        var values = new HashMap<String, String>();
        for (var line : text.split("\n")) {
            var matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                values.put(matcher.group(1), unquote(matcher.group(2).strip()));
            }
        }
        return values;
    }

    private static String unquote(String value) {
        if (value.length() < 2) {
            return value;
        }
        char quote = value.charAt(0);
        if ((quote != '"' && quote != '\'') || value.charAt(value.length() - 1) != quote) {
            return value;
        }
        var inner = value.substring(1, value.length() - 1);
        return quote == '"' ? inner.replaceAll("\\\\([\"\\\\$`])", "$1") : inner;
    }

    private static @Nullable String word(@Nullable String value) {
        return value != null && WORD.matcher(value).matches() ? value : null;
    }

    private static @Nullable String name(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        var clean = value.replaceAll("\\p{Cntrl}", " ");
        return clean.substring(0, Math.min(clean.length(), 200));
    }
}
