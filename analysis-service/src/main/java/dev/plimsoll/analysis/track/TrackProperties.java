package dev.plimsoll.analysis.track;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How images are followed through time.
 *
 * @param feedsStaleAfter how long ago a feed may have been checked with success, until images that
 *     rest on it are called stale
 * @param lines which tags replace one another, where the usual table does not say it right; the
 *     first that fits counts
 */
@Validated
@ConfigurationProperties(prefix = "analysis.track", ignoreUnknownFields = false)
record TrackProperties(
        @NotNull @DefaultValue("48h") @DurationMin(minutes = 1) Duration feedsStaleAfter,
        @DefaultValue List<Line> lines) {

    TrackProperties {
        lines = List.copyOf(lines);
        Lines.of(lines);
    }

    /**
     * A pattern of tags.
     *
     * @param images over {@code registry/repository}, as in acceptance rules
     * @param tags a regular expression for the whole tag, or the name of a known one: {@code
     *     semver}, {@code date}, {@code commit}, {@code branch-and-commit}, {@code build-number},
     *     {@code any}
     * @param line the line of such tags; <code>{group}</code> is what a named group of {@code tags}
     *     took in, for example <code>{major}.{minor}.x</code>
     */
    record Line(@NotNull String images, @NotNull String tags, @NotNull String line) {}
}
