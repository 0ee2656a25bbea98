package dev.plimsoll.ingest.scan.language;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code yarn.lock}, of version 1 and of Yarn 2 and later, which have the same shape: a line
 * that names what was asked for, and below it, indented by two blanks, what was chosen. It does not
 * say what is for development only.
 */
final class YarnLock {

    private static final String NPM = "npm:";

    private final String path;
    private final Discovery discovery;
    private @Nullable String asked;
    private @Nullable String version;
    private @Nullable String resolution;

    private YarnLock(String path, Discovery discovery) {
        this.path = path;
        this.discovery = discovery;
    }

    static void read(String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var lock = new YarnLock(path, discovery);
        var lines = new TextLines(content, limits.textBytes());
        for (var line = lines.next(); line != null; line = lines.next()) {
            lock.take(line);
        }
        lock.end();
    }

    private void take(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.charAt(0) != ' ') {
            end();
            asked = line;
        } else if (line.startsWith("  version")) {
            version = value(line, "  version");
        } else if (line.startsWith("  resolution:")) {
            resolution = value(line, "  resolution");
        }
    }

    private void end() {
        if (asked != null && !asked.startsWith("__metadata")) {
            var descriptor = resolution != null ? resolution : first(asked);
            int at = descriptor.indexOf('@', 1);
            if (at < 0 || version == null) {
                discovery.unreadable(path, "an entry without name or version");
            } else {
                tell(descriptor.substring(0, at), descriptor.substring(at + 1), version);
            }
        }
        asked = null;
        version = null;
        resolution = null;
    }

    private void tell(String name, String range, String chosen) {
        if (range.startsWith("workspace:") || range.startsWith("link:")) {
            return; // folders of the application itself
        }
        // An alias: "short@npm:real@^1.0".
        int at = range.startsWith(NPM) ? range.indexOf('@', NPM.length() + 1) : -1;
        var real = at < 0 ? name : range.substring(NPM.length(), at);
        discovery.add(LanguagePackage.Type.NPM, real, chosen, path);
    }

    /** Of {@code "a@^1.0", "a@^1.1":}. */
    private static String first(String line) {
        int end = line.indexOf(',');
        var text = (end < 0 ? line : line.substring(0, end)).strip();
        return unquoted(text.endsWith(":") ? text.substring(0, text.length() - 1) : text);
    }

    /** {@code version "1.0"} or {@code version: 1.0}; null if the line says something else. */
    private static @Nullable String value(String line, String key) {
        char next = line.length() > key.length() ? line.charAt(key.length()) : 0;
        return next == ' ' || next == ':'
                ? unquoted(line.substring(key.length() + 1).strip())
                : null;
    }

    private static String unquoted(String text) {
        int from = text.startsWith("\"") ? 1 : 0;
        int to = text.length() > from && text.endsWith("\"") ? text.length() - 1 : text.length();
        return text.substring(from, to);
    }
}
