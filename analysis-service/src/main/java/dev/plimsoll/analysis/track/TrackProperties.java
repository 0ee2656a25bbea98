package dev.plimsoll.analysis.track;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How images are followed through time.
 *
 * @param feedsStaleAfter how long ago a feed may have been checked with success, until images that
 *     rest on it are called stale
 */
@Validated
@ConfigurationProperties(prefix = "analysis.track", ignoreUnknownFields = false)
record TrackProperties(
        @NotNull @DefaultValue("48h") @DurationMin(minutes = 1) Duration feedsStaleAfter) {}
