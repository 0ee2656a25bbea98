package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.language.LanguageReading;
import java.util.List;

/**
 * A file of a layer that names packages of a programming language, or is a program.
 *
 * @param path under which it was read
 * @param links further names of the same file: hard links in the same layer
 */
record LanguageFile(String path, List<String> links, LanguageReading reading) {

    LanguageFile {
        links = List.copyOf(links);
    }

    /** Approximate bytes in memory. */
    static long weight(String path, LanguageReading reading) {
        long weight = 200 + path.length() + 300L * reading.gaps().size();
        for (var found : reading.packages()) {
            weight +=
                    120 + found.name().length() + found.version().length() + found.path().length();
        }
        return weight;
    }
}
