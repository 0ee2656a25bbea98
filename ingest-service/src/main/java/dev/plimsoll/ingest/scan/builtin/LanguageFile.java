package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.language.LanguageReading;

/**
 * A file of a layer that names packages of a programming language, or is a program.
 *
 * @param path of several names of a file, hard links in the same layer, each is listed
 * @param readAs the path that its packages speak of
 * @param reading the same object for all names of a file
 */
record LanguageFile(String path, String readAs, LanguageReading reading) {

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
