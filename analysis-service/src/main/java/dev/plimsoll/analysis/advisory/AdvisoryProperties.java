package dev.plimsoll.analysis.advisory;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the advisories come from.
 *
 * @param locations folders (the files directly in them), files, or http(s) addresses; none: this
 *     instance mirrors nothing, another one does. One with "{ecosystem}" in it stands for a feed of
 *     each ecosystem that some image has
 * @param ecosystems to have before the first image needs them, by osv.dev's names
 * @param refresh time between two looks at all locations
 * @param downloads a private folder; what is in it is read again after a restart without network
 * @param accept feeds whose next state is taken although it looks broken
 * @throws IllegalArgumentException if a location is none
 */
@Validated
@ConfigurationProperties(prefix = "analysis.advisories", ignoreUnknownFields = false)
record AdvisoryProperties(
        @DefaultValue @NotNull List<@NotBlank String> locations,
        @DefaultValue @NotNull List<@NotBlank String> ecosystems,
        @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration refresh,
        @DefaultValue("./state/feeds") @NotNull Path downloads,
        @DefaultValue @NotNull List<Accepted> accept) {

    /**
     * @param feed its name, as the log and the pages show it
     * @param until not from then on; at most once in any case
     */
    record Accepted(String feed, Instant until) {

        Accepted {
            if (feed == null || feed.isBlank() || until == null) {
                throw new IllegalArgumentException(
                        "an accepted feed needs its name and an end, for example {feed: Debian/all.zip, until: 2026-11-22T00:00:00Z}");
            }
        }
    }

    AdvisoryProperties {
        locations = List.copyOf(locations);
        ecosystems = List.copyOf(ecosystems);
        accept = List.copyOf(accept);
        locations.forEach(location -> FeedLocation.parse(location, Set::of));
    }

    List<FeedLocation> feedLocations(Supplier<Set<String>> needed) {
        return locations.stream().map(text -> FeedLocation.parse(text, needed)).toList();
    }

    /** With those of the fleet. */
    Set<String> needed(Fleet fleet) {
        var needed = new HashSet<>(fleet.ecosystems());
        needed.addAll(ecosystems);
        return needed;
    }

    Map<String, Instant> acceptedUntil() {
        return accept.stream()
                .collect(
                        Collectors.toMap(
                                Accepted::feed,
                                Accepted::until,
                                (one, other) -> one.isAfter(other) ? one : other));
    }
}
