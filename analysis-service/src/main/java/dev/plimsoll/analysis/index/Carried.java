package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What questions about the whole organisation have in common. */
final class Carried {

    /** States in which nothing can be installed yet, and something may come. */
    static final List<String> AWAITED = List.of("not-fixed", "deferred", "not-released");

    private Carried() {}

    /** Present findings that are open or accepted, and that fulfil all of the conditions. */
    static Query and(Query... conditions) {
        var filters = new ArrayList<Query>();
        filters.add(Search.is("plimsoll.finding.presence", "present"));
        filters.add(Search.isOneOf("plimsoll.decision.state", List.of("open", "accepted")));
        filters.addAll(List.of(conditions));
        return Search.all(filters);
    }

    static Query exists(String field) {
        return Query.of(query -> query.exists(exists -> exists.field(field)));
    }

    static Aggregation distinct(String field) {
        return Aggregation.of(
                by -> by.cardinality(count -> count.field(field).precisionThreshold(40_000)));
    }

    static Aggregation earliest(String field) {
        return Aggregation.of(by -> by.min(min -> min.field(field)));
    }

    static long distinct(Map<String, Aggregate> answers, String name) {
        return Objects.requireNonNull(answers.get(name)).cardinality().value();
    }

    static @Nullable Instant earliest(Map<String, Aggregate> answers, String name) {
        var value = Objects.requireNonNull(answers.get(name)).min().value();
        return Double.isFinite(value) ? Instant.ofEpochMilli((long) value) : null;
    }
}
