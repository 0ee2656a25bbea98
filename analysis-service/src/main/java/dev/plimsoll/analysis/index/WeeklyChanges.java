package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.DateRangeExpression;
import co.elastic.clients.elasticsearch._types.aggregations.FieldDateMath;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How many findings came and went, week by week? */
public final class WeeklyChanges {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<String> CAME = List.of("opened", "reopened", "inherited");

    private final Search search;

    /**
     * Seven days, in all lines together; first assessments of a line are not counted.
     *
     * @param from the first instant
     */
    public record Week(Instant from, long came, long went) {}

    WeeklyChanges(Search search) {
        this.search = search;
    }

    /**
     * The oldest first, the last ends now.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<Week> until(Instant now, int weeks) {
        var starts = new ArrayList<Instant>();
        for (int i = weeks; i > 0; i--) {
            starts.add(now.minus(WEEK.multipliedBy(i)));
        }
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findingHistory())
                                        .size(0)
                                        .query(Search.is("plimsoll.change.baseline", false))
                                        .aggregations(
                                                "week",
                                                Aggregation.of(
                                                        by ->
                                                                by.dateRange(
                                                                                range ->
                                                                                        range.field(
                                                                                                        "@timestamp")
                                                                                                .ranges(
                                                                                                        starts
                                                                                                                .stream()
                                                                                                                .map(
                                                                                                                        WeeklyChanges
                                                                                                                                ::week)
                                                                                                                .toList()))
                                                                        .aggregations(
                                                                                "came",
                                                                                Aggregation.of(
                                                                                        part ->
                                                                                                part
                                                                                                        .filter(
                                                                                                                Search
                                                                                                                        .isOneOf(
                                                                                                                                "plimsoll.change.kind",
                                                                                                                                CAME))))
                                                                        .aggregations(
                                                                                "went",
                                                                                Aggregation.of(
                                                                                        part ->
                                                                                                part
                                                                                                        .filter(
                                                                                                                Search
                                                                                                                        .is(
                                                                                                                                "plimsoll.change.kind",
                                                                                                                                "closed")))))));
        var buckets =
                Objects.requireNonNull(search.ask(request, Void.class).aggregations().get("week"))
                        .dateRange()
                        .buckets()
                        .array();
        var answer = new ArrayList<Week>();
        for (int i = 0; i < starts.size(); i++) {
            var parts = buckets.get(i).aggregations();
            answer.add(
                    new Week(
                            starts.get(i),
                            Objects.requireNonNull(parts.get("came")).filter().docCount(),
                            Objects.requireNonNull(parts.get("went")).filter().docCount()));
        }
        return List.copyOf(answer);
    }

    private static DateRangeExpression week(Instant start) {
        return DateRangeExpression.of(range -> range.from(at(start)).to(at(start.plus(WEEK))));
    }

    private static FieldDateMath at(Instant instant) {
        return FieldDateMath.of(math -> math.expr(instant.toString()));
    }
}
