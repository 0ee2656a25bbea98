package dev.plimsoll.analysis.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision in {@code decisions}: who, when, what, why, before and after; also a refused one. */
public record DecisionDocument(
        @JsonProperty("@timestamp") Instant timestamp,
        Ecs.Version ecs,
        Ecs.Event event,
        String message,
        User user,
        Rule rule,
        Ecs.Observer observer,
        Own plimsoll) {

    /** {@code user.*}. */
    public record User(String name, List<String> roles) {}

    /**
     * {@code rule.*}: the rule or statement, or what somebody was refused before it came to one.
     */
    public record Rule(String id) {}

    /** {@code plimsoll.*}. */
    public record Own(Logged logged, Ecs.Source source) {}

    /**
     * {@code plimsoll.logged.*}.
     *
     * @param outcome done or refused
     * @param images patterns of the rule as it was, or would have been
     * @param owner of the rule after it
     * @param until the first instant at which it no longer holds, after it
     * @param before the rule as it would stand in a file; kept, not searchable
     * @param after likewise
     */
    public record Logged(
            String action,
            String outcome,
            String channel,
            String origin,
            @Nullable String why,
            @Nullable String refusal,
            List<String> images,
            List<String> vulnerabilities,
            List<String> packages,
            @Nullable String owner,
            @Nullable LocalDate review,
            @Nullable Instant until,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after) {}
}
