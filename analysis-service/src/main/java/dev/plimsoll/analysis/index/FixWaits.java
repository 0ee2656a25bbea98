package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How long did images here have to wait for fixes of a distribution? */
public final class FixWaits {

    /** Fewer say nothing about the next one. */
    public static final int ENOUGH = 10;

    private final Search search;

    /**
     * The waits that have ended: from the first sight of a finding without a fix to its fix.
     *
     * @param vulnerabilities how many were waited for
     * @param medianDays null if they are fewer than {@link #ENOUGH}
     */
    public record Waits(String ecosystem, long vulnerabilities, @Nullable Long medianDays) {}

    FixWaits(Search search) {
        this.search = search;
    }

    /**
     * @param ecosystem for example "Debian:12"
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Waits in(String ecosystem) {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.is(
                                                                        "plimsoll.component.ecosystem",
                                                                        ecosystem),
                                                                Carried.exists(
                                                                        "plimsoll.finding.waited_days"))))
                                        .aggregations(
                                                "vulnerabilities",
                                                Carried.distinct("vulnerability.id"))
                                        .aggregations(
                                                "days",
                                                Aggregation.of(
                                                        by ->
                                                                by.percentiles(
                                                                        days ->
                                                                                days.field(
                                                                                                "plimsoll.finding.waited_days")
                                                                                        .percents(
                                                                                                50.0)))));
        var answers = search.ask(request, Void.class).aggregations();
        var vulnerabilities = Carried.distinct(answers, "vulnerabilities");
        if (vulnerabilities < ENOUGH) {
            return new Waits(ecosystem, vulnerabilities, null);
        }
        var median =
                Objects.requireNonNull(answers.get("days"))
                        .tdigestPercentiles()
                        .values()
                        .keyed()
                        .values()
                        .iterator()
                        .next();
        return new Waits(
                ecosystem,
                vulnerabilities,
                median == null ? null : Math.round(Double.parseDouble(median)));
    }
}
