package dev.plimsoll.ingest.scan.language;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Reads name and version from the header of a {@code METADATA} or {@code PKG-INFO}
 * (packaging.python.org, core metadata). What follows the first blank line, the description, is not
 * read.
 */
final class PythonMetadata {

    private PythonMetadata() {}

    static void read(String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var lines = new TextLines(content, limits.memoryBytes());
        var name = "";
        var version = "";
        for (var line = lines.next(); line != null && !line.isBlank(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon < 0 || Character.isWhitespace(line.charAt(0))) {
                continue;
            }
            var value = line.substring(colon + 1).strip();
            // Of several the first counts, as for Python's own reader.
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "name" -> name = name.isEmpty() ? value : name;
                case "version" -> version = version.isEmpty() ? value : version;
                default -> {}
            }
        }
        if (name.isEmpty() || version.isEmpty()) {
            discovery.unreadable(path, "it has no Name or no Version");
            return;
        }
        discovery.add(LanguagePackage.Type.PYPI, name, version, path);
    }
}
