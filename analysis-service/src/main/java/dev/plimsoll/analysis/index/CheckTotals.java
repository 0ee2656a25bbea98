package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Which best-practice checks fail most? */
public final class CheckTotals {

    /** More than there will ever be. */
    private static final int CHECKS = 200;

    private final Search search;

    /**
     * A check and how many images, the newest of each line, meet it.
     *
     * @param accepted not met, and a rule lives with it
     */
    public record Check(String id, long met, long notMet, long accepted, long notKnown) {}

    CheckTotals(Search search) {
        this.search = search;
    }

    /**
     * Those that fail most first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<Check> now() {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().images())
                                        .size(0)
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.is(
                                                                        "plimsoll.image.head",
                                                                        true),
                                                                Search.not(
                                                                        Search.is(
                                                                                "plimsoll.image.status",
                                                                                "deleted")))))
                                        .aggregations("met", ids("passed"))
                                        .aggregations("not-met", ids("failed"))
                                        .aggregations("accepted", ids("accepted"))
                                        .aggregations("not-known", ids("not_known")));
        var answers = search.ask(request, Void.class).aggregations();
        var met = counts(answers, "met");
        var notMet = counts(answers, "not-met");
        var accepted = counts(answers, "accepted");
        var notKnown = counts(answers, "not-known");
        var ids = new TreeSet<>(met.keySet());
        ids.addAll(notMet.keySet());
        ids.addAll(accepted.keySet());
        ids.addAll(notKnown.keySet());
        var checks = new ArrayList<Check>();
        for (var id : ids) {
            checks.add(
                    new Check(
                            id,
                            met.getOrDefault(id, 0L),
                            notMet.getOrDefault(id, 0L),
                            accepted.getOrDefault(id, 0L),
                            notKnown.getOrDefault(id, 0L)));
        }
        checks.sort(Comparator.comparingLong(Check::notMet).reversed());
        return List.copyOf(checks);
    }

    private static Aggregation ids(String field) {
        return Aggregation.of(
                by -> by.terms(terms -> terms.field("plimsoll.posture." + field).size(CHECKS)));
    }

    private static Map<String, Long> counts(Map<String, Aggregate> answers, String name) {
        var counts = new HashMap<String, Long>();
        Objects.requireNonNull(answers.get(name))
                .sterms()
                .buckets()
                .array()
                .forEach(bucket -> counts.put(bucket.key().stringValue(), bucket.docCount()));
        return counts;
    }
}
