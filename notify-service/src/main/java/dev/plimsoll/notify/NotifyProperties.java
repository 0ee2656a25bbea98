package dev.plimsoll.notify;

import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.alert.AlertPolicy;
import dev.plimsoll.notify.alert.AlertPolicy.UnknownSeverity;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.HttpTimeouts;
import dev.plimsoll.notify.deliver.DeliveryPolicy;
import dev.plimsoll.notify.review.ReviewRoutes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is told, of what, and how hard we try.
 *
 * @param destinations by name; none is allowed, then nobody is told
 * @param minimumSeverity the least severity worth an alert
 * @param unknownSeverity whether findings that nobody gave a severity alert
 * @param pages where the known-issues pages are served, for links
 * @param reviews who hears of rules that have to be looked at again
 */
@Validated
@ConfigurationProperties(prefix = "notify", ignoreUnknownFields = false)
record NotifyProperties(
        @DefaultValue Map<String, DestinationProperties> destinations,
        @DefaultValue("high") Severity minimumSeverity,
        @DefaultValue("quiet") UnknownSeverity unknownSeverity,
        @Nullable URI pages,
        @Valid @DefaultValue Reviews reviews,
        @Valid @DefaultValue Delivery delivery) {

    /**
     * @param owners destinations for the rules of some owners; an owner that is not listed is told
     *     by e-mail where the owner is an address of a domain that a mail destination names, and
     *     else at every destination
     * @param escalate destinations that hear of overdue reviews besides the owner; all if empty
     */
    record Reviews(
            @Valid @DefaultValue List<OwnerRoute> owners, @DefaultValue List<String> escalate) {}

    /**
     * @param owner as the rules write it, in whatever case
     * @param to names of destinations
     */
    record OwnerRoute(@NotBlank String owner, @NotEmpty List<String> to) {}

    /**
     * @param maxAge older alerts are given up instead of sent
     * @param giveUpAfter how long one alert is tried
     * @param firstBackOff wait after a first failure; doubles with each further one
     * @param longestBackOff where the doubling ends
     * @param queueCapacity alerts that may wait for one destination
     * @param connectTimeout for slack and webhook; mail has spring.mail.properties
     * @param answerTimeout for slack and webhook, to the end of the answer
     */
    record Delivery(
            @DefaultValue("7d") @DurationMin(minutes = 1) Duration maxAge,
            @DefaultValue("24h") @DurationMin(seconds = 1) Duration giveUpAfter,
            @DefaultValue("2s") @DurationMin(millis = 1) Duration firstBackOff,
            @DefaultValue("5m") @DurationMin(millis = 1) Duration longestBackOff,
            @DefaultValue("10000") @Positive int queueCapacity,
            @DefaultValue("5s") @DurationMin(millis = 1) Duration connectTimeout,
            @DefaultValue("10s") @DurationMin(millis = 1) Duration answerTimeout) {}

    NotifyProperties {
        if (pages != null && (pages.getHost() == null || !isHttp(pages))) {
            throw new IllegalArgumentException(
                    "notify.pages is not an http or https address: '%s'".formatted(pages));
        }
    }

    private static boolean isHttp(URI address) {
        return "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    }

    AlertPolicy alertPolicy() {
        return new AlertPolicy(minimumSeverity, unknownSeverity);
    }

    DeliveryPolicy deliveryPolicy() {
        return new DeliveryPolicy(
                delivery.maxAge,
                delivery.giveUpAfter,
                delivery.firstBackOff,
                delivery.longestBackOff,
                delivery.queueCapacity);
    }

    /** Errors name the setting. */
    ReviewRoutes reviewRoutes() {
        var parsed = parsedDestinations();
        var byOwner = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var route : reviews.owners) {
            refuseUnknown("notify.reviews.owners", route.to, parsed.keySet());
            if (byOwner.put(route.owner.strip(), route.to) != null) {
                throw new IllegalArgumentException(
                        "notify.reviews.owners has '%s' twice".formatted(route.owner));
            }
        }
        refuseUnknown("notify.reviews.escalate", reviews.escalate, parsed.keySet());
        return new ReviewRoutes(parsed, byOwner, reviews.escalate);
    }

    private static void refuseUnknown(String setting, List<String> names, Set<String> known) {
        for (var name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "%s: '%s' is none of the destinations (%s)"
                                .formatted(setting, name, String.join(", ", known)));
            }
        }
    }

    HttpTimeouts httpTimeouts() {
        return new HttpTimeouts(delivery.connectTimeout, delivery.answerTimeout);
    }

    /** By name, in the order of the names. */
    SequencedMap<String, Destination> parsedDestinations() {
        var parsed = new TreeMap<String, Destination>();
        destinations.forEach((name, properties) -> parsed.put(name, properties.destination(name)));
        return parsed;
    }
}
