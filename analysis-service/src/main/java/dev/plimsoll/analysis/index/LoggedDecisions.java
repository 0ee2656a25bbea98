package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who decided what, when and why, and who was refused? */
public final class LoggedDecisions {

    private static final List<SortOptions> NEWEST_FIRST =
            List.of(Search.down("@timestamp"), Search.down("plimsoll.source.offset"));

    private final Search search;

    /**
     * Which decisions; null for any.
     *
     * @param rule id of the rule or statement
     * @param person the account, or "file"
     * @param image part of a pattern of the rule; {@code *} stands for any characters
     * @param from the first instant
     * @param before the first instant that is no longer meant
     * @param outcome done or refused
     */
    public record Filter(
            @Nullable String rule,
            @Nullable String person,
            @Nullable String image,
            @Nullable Instant from,
            @Nullable Instant before,
            @Nullable String outcome) {

        public static final Filter NONE = new Filter(null, null, null, null, null, null);
    }

    /**
     * Some decisions, the newest first.
     *
     * @param next where the next page begins; empty if there is none
     */
    public record Page(List<DecisionDocument> decisions, List<String> next) {}

    LoggedDecisions(Search search) {
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
                            ask.index(search.indices().decisions())
                                    .query(query(filter))
                                    .sort(NEWEST_FIRST)
                                    .size(atMost + 1);
                            if (!after.isEmpty()) {
                                ask.searchAfter(after.stream().map(FieldValue::of).toList());
                            }
                            return ask;
                        });
        var hits = search.ask(request, DecisionDocument.class).hits().hits();
        var shown = hits.subList(0, Math.min(atMost, hits.size()));
        return new Page(
                shown.stream().map(hit -> Objects.requireNonNull(hit.source())).toList(),
                hits.size() > atMost
                        ? shown.getLast().sort().stream().map(FieldValue::_toJsonString).toList()
                        : List.of());
    }

    /**
     * Every decision that matches, the newest first.
     *
     * @throws ElasticsearchAwayException if there is no answer; some decisions may have been given
     *     to {@code receiver} by then
     */
    public void each(Filter filter, Consumer<DecisionDocument> receiver) {
        search.each(
                search.indices().decisions(),
                query(filter),
                NEWEST_FIRST,
                DecisionDocument.class,
                receiver);
    }

    private static Query query(Filter filter) {
        var filters = new ArrayList<Query>();
        add(filters, "rule.id", filter.rule());
        add(filters, "user.name", filter.person());
        add(filters, "plimsoll.logged.outcome", filter.outcome());
        var image = filter.image();
        if (image != null) {
            filters.add(
                    Query.of(
                            query ->
                                    query.wildcard(
                                            wildcard ->
                                                    wildcard.field("plimsoll.logged.images")
                                                            .value(
                                                                    "*"
                                                                            + image.replaceAll(
                                                                                    "[\\\\?]",
                                                                                    "\\\\$0")
                                                                            + "*"))));
        }
        if (filter.from() != null || filter.before() != null) {
            filters.add(
                    Query.of(
                            query ->
                                    query.range(
                                            range ->
                                                    range.date(
                                                            date -> {
                                                                date.field("@timestamp");
                                                                if (filter.from() != null) {
                                                                    date.gte(
                                                                            filter.from()
                                                                                    .toString());
                                                                }
                                                                if (filter.before() != null) {
                                                                    date.lt(
                                                                            filter.before()
                                                                                    .toString());
                                                                }
                                                                return date;
                                                            }))));
        }
        return filters.isEmpty()
                ? Query.of(query -> query.matchAll(all -> all))
                : Search.all(filters);
    }

    private static void add(List<Query> filters, String field, @Nullable String value) {
        if (value != null) {
            filters.add(Search.is(field, value));
        }
    }
}
