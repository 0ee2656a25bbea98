package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which images are there, and which are worst? */
public final class ImageList {

    private static final String STATUS = "plimsoll.image.status";
    private static final String CRITICAL = "plimsoll.counts.open.critical";
    private static final String HIGH = "plimsoll.counts.open.high";

    /** Ties are broken by name, so that pages neither repeat nor miss an image. */
    private static final List<SortOptions> WORST_FIRST =
            List.of(
                    Search.down(CRITICAL),
                    Search.down(HIGH),
                    Search.down("plimsoll.counts.open.medium"),
                    Search.down("plimsoll.counts.open.total"),
                    Search.up("plimsoll.image.key"),
                    Search.up("plimsoll.image.id"));

    private static final List<SortOptions> BY_NAME =
            List.of(Search.up("plimsoll.image.key"), Search.up("plimsoll.image.id"));

    private final Search search;

    /**
     * Which images to list.
     *
     * @param status only those with this status; null for all but deleted ones
     * @param serious only those with open findings of high or critical severity
     * @param newest only the newest image of each line
     * @param text part of the name; empty for any
     */
    public record Filter(@Nullable String status, boolean serious, boolean newest, String text) {

        /** Everything that is in a registry now. */
        public static final Filter NONE = new Filter(null, false, false, "");
    }

    /**
     * Some images, the worst first.
     *
     * @param next where the next page begins; empty if there is none
     * @param byStatus how many images there are with each status, whatever the filter
     * @param matching how many match the filter
     * @param serious how many images in a registry have open findings of high or critical severity
     */
    public record Page(
            List<ImageDocument> images,
            List<String> next,
            Map<String, Long> byStatus,
            long matching,
            long serious) {}

    ImageList(Search search) {
        this.search = search;
    }

    /**
     * @param after {@link Page#next} of the page before; empty for the first
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Page page(Filter filter, List<String> after, int atMost) {
        var request =
                SearchRequest.of(
                        ask -> {
                            ask.index(search.indices().images())
                                    .postFilter(query(filter))
                                    .sort(WORST_FIRST)
                                    .size(atMost + 1)
                                    .aggregations(
                                            "status",
                                            Aggregation.of(
                                                    by ->
                                                            by.terms(
                                                                    terms ->
                                                                            terms.field(STATUS)
                                                                                    .size(20))))
                                    .aggregations(
                                            "matching",
                                            Aggregation.of(by -> by.filter(query(filter))))
                                    .aggregations(
                                            "serious",
                                            Aggregation.of(
                                                    by ->
                                                            by.filter(
                                                                    query(
                                                                            new Filter(
                                                                                    null, true,
                                                                                    false, "")))));
                            if (!after.isEmpty()) {
                                ask.searchAfter(after.stream().map(FieldValue::of).toList());
                            }
                            return ask;
                        });
        var answer = search.ask(request, ImageDocument.class);
        var hits = answer.hits().hits();
        var shown = hits.subList(0, Math.min(atMost, hits.size()));
        var byStatus = new LinkedHashMap<String, Long>();
        aggregate(answer.aggregations(), "status")
                .sterms()
                .buckets()
                .array()
                .forEach(bucket -> byStatus.put(bucket.key().stringValue(), bucket.docCount()));
        return new Page(
                shown.stream().map(hit -> Objects.requireNonNull(hit.source())).toList(),
                hits.size() > atMost
                        ? shown.getLast().sort().stream().map(FieldValue::_toJsonString).toList()
                        : List.of(),
                byStatus,
                aggregate(answer.aggregations(), "matching").filter().docCount(),
                aggregate(answer.aggregations(), "serious").filter().docCount());
    }

    /**
     * Every image that matches, by name.
     *
     * @throws ElasticsearchAwayException if there is no answer; some images may have been given to
     *     {@code receiver} by then
     */
    public void each(Filter filter, Consumer<ImageDocument> receiver) {
        search.each(
                search.indices().images(), query(filter), BY_NAME, ImageDocument.class, receiver);
    }

    private static <A> A aggregate(Map<String, A> aggregates, String name) {
        return Objects.requireNonNull(aggregates.get(name));
    }

    private static Query query(Filter filter) {
        var status = filter.status();
        var filters = new ArrayList<Query>();
        filters.add(
                status == null
                        ? Search.not(Search.is(STATUS, "deleted"))
                        : Search.is(STATUS, status));
        if (filter.serious()) {
            filters.add(Search.any(List.of(atLeastOne(CRITICAL), atLeastOne(HIGH))));
        }
        if (filter.newest()) {
            filters.add(Search.is("plimsoll.image.head", true));
        }
        if (!filter.text().isEmpty()) {
            filters.add(
                    Query.of(
                            query ->
                                    query.wildcard(
                                            wildcard ->
                                                    wildcard.field("plimsoll.image.key")
                                                            .caseInsensitive(true)
                                                            .value(
                                                                    "*"
                                                                            + Search.literal(
                                                                                    filter.text())
                                                                            + "*"))));
        }
        return Search.all(filters);
    }

    private static Query atLeastOne(String field) {
        return Query.of(
                query ->
                        query.range(range -> range.number(number -> number.field(field).gte(1.0))));
    }
}
