package dev.plimsoll.analysis.advisory;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the advisories come from.
 *
 * @param locations folders (the files directly in them), files, or http(s) addresses; none: this
 *     instance mirrors nothing, another one does
 * @param refresh time between two looks at all locations
 */
@Validated
@ConfigurationProperties(prefix = "analysis.advisories", ignoreUnknownFields = false)
record AdvisoryProperties(
        @DefaultValue @NotNull List<@NotBlank String> locations,
        @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration refresh) {

    AdvisoryProperties {
        locations = List.copyOf(locations);
        locations.forEach(FeedLocation::parse);
    }

    List<FeedLocation> feedLocations() {
        return locations.stream().map(FeedLocation::parse).toList();
    }
}
