package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.reference.AllowedRegistries;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose coverage is watched, and how.
 *
 * @param registries none switches it off
 * @param interval between two listings of one registry
 * @param patience how long a push or a request may be on its way before it counts as lost
 * @param inFlight scheduled scans under way at once, at most
 * @param largestDeletion the share of a registry's known tags, in per cent, that may vanish at once
 *     and is believed
 * @param token of {@code GET /coverage}; null refuses everybody
 * @param acknowledgement how long Kafka may take
 */
public record CoverageProperties(
        List<CatalogueSource> registries,
        Duration interval,
        Duration patience,
        int inFlight,
        int largestDeletion,
        WatchPolicy policy,
        @Nullable String token,
        Duration acknowledgement) {

    public CoverageProperties {
        registries = List.copyOf(registries);
        var hosts = new HashSet<Object>();
        for (var source : registries) {
            if (!hosts.add(source.host())) {
                throw new IllegalArgumentException(
                        "ingest.coverage.registries names '%s' twice".formatted(source.host()));
            }
        }
    }

    /**
     * @throws IllegalArgumentException if a registry may not be contacted
     */
    public CoverageProperties within(AllowedRegistries allowed) {
        for (var source : registries) {
            if (!allowed.allow(source.host())) {
                throw new IllegalArgumentException(
                        "ingest.coverage.registries has '%s', which is not one of ingest.registries"
                                .formatted(source.host()));
            }
        }
        return this;
    }

    boolean watches(String registry) {
        return registries.stream().anyMatch(source -> source.host().value().equals(registry));
    }

    @Override
    public String toString() {
        return "CoverageProperties[%s every %s]".formatted(registries, interval);
    }
}
