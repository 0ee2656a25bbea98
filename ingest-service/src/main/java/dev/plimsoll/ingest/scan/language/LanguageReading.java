package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.event.Gap;
import java.util.List;

/**
 * What one file told.
 *
 * @param packages in the order found, each once
 * @param gaps what could not be read of it
 */
public record LanguageReading(List<LanguagePackage> packages, List<Gap> gaps, Program program) {

    public LanguageReading {
        packages = List.copyOf(packages);
        gaps = List.copyOf(gaps);
    }
}
