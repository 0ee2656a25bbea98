package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One vulnerability, aliases merged, on one version of a source package or language package.
 *
 * @param vulnerability the CVE where there is one
 * @param packageName the source package, or the package of a language
 * @param version its version, as compared
 * @param components the installed packages built from it, never empty
 * @param fixedVersion the highest fix any advisory gives above {@code version}
 * @param fixState {@link FixState#UNKNOWN} when the versions could not be compared
 * @param published when the first of the records appeared, if one says so
 * @param severitySource who gave the rating that won, "none" where nobody rated
 * @param score the CVSS base score of the rating that won, if it has one
 * @param advisories the records that say so, sorted
 * @param evidence sentences, each starting with the key of its rule
 */
public record Match(
        String vulnerability,
        List<String> aliases,
        @Nullable String summary,
        String ecosystem,
        String packageName,
        String version,
        List<Component> components,
        @Nullable String fixedVersion,
        FixState fixState,
        @Nullable Instant published,
        Severity severity,
        String severitySource,
        @Nullable Double score,
        List<Rating> ratings,
        Applicability applicability,
        List<String> advisories,
        List<String> evidence) {

    public Match {
        aliases = List.copyOf(aliases);
        components = List.copyOf(components);
        ratings = List.copyOf(ratings);
        advisories = List.copyOf(advisories);
        evidence = List.copyOf(evidence);
        if (components.isEmpty() || advisories.isEmpty()) {
            throw new IllegalArgumentException(
                    "match '%s' on '%s' has %d components and %d advisories, needs both"
                            .formatted(
                                    vulnerability,
                                    packageName,
                                    components.size(),
                                    advisories.size()));
        }
    }
}
