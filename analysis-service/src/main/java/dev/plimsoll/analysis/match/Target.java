package dev.plimsoll.analysis.match;

import java.util.List;

/**
 * Whose advisories packages are held against.
 *
 * @param ecosystem how it is called in findings, "Debian:12"
 * @param consulted the ecosystems that are asked, {@code ecosystem} alone in most families
 * @param notes evidence for everything that is found there
 */
record Target(Family family, String ecosystem, List<String> consulted, List<String> notes) {

    Target {
        consulted = List.copyOf(consulted);
        notes = List.copyOf(notes);
        if (consulted.isEmpty()) {
            throw new IllegalArgumentException(
                    "nobody is asked about packages of '%s'".formatted(ecosystem));
        }
    }

    static Target of(Family family, String ecosystem) {
        return new Target(family, ecosystem, List.of(ecosystem), List.of());
    }

    static Target ofLanguage(Family family) {
        return of(family, family.ecosystem());
    }

    VersionOrder order() {
        return family.order();
    }

    boolean isCovered(Advisories advisories) {
        return advisories.feeds().stream()
                .anyMatch(feed -> feed.getEcosystems().stream().anyMatch(consulted::contains));
    }
}
