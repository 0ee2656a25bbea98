package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** How questions are put to Elasticsearch, and what they have in common. */
final class Search {

    private static final int PAGE = 1_000;
    private static final Time KEEP_ALIVE = Time.of(time -> time.time("2m"));

    private final ElasticsearchClient client;
    private final Indices indices;

    Search(ElasticsearchClient client, Indices indices) {
        this.client = client;
        this.indices = indices;
    }

    Indices indices() {
        return indices;
    }

    /**
     * @throws ElasticsearchAwayException if there is no answer
     */
    <T> SearchResponse<T> ask(SearchRequest request, Class<T> type) {
        return answered(() -> client.search(request, type));
    }

    /**
     * The document of that id.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    <T> Optional<T> document(String index, String id, Class<T> type) {
        var answer = answered(() -> client.get(get -> get.index(index).id(id), type));
        return Optional.ofNullable(answer.source());
    }

    /**
     * Every document that matches, as of one moment, in that order, page after page.
     *
     * @throws ElasticsearchAwayException if there is no answer; some may have been given to {@code
     *     receiver} by then
     */
    <T> void each(
            String index,
            Query query,
            List<SortOptions> order,
            Class<T> type,
            Consumer<T> receiver) {
        var pointInTime =
                answered(
                                () ->
                                        client.openPointInTime(
                                                open -> open.index(index).keepAlive(KEEP_ALIVE)))
                        .id();
        try {
            List<FieldValue> after = List.of();
            while (true) {
                var page = page(pointInTime, query, order, after, type);
                page.forEach(hit -> receiver.accept(Objects.requireNonNull(hit.source())));
                if (page.size() < PAGE) {
                    return;
                }
                after = page.getLast().sort();
            }
        } finally {
            forget(pointInTime);
        }
    }

    private <T> List<Hit<T>> page(
            String pointInTime,
            Query query,
            List<SortOptions> order,
            List<FieldValue> after,
            Class<T> type) {
        var request =
                SearchRequest.of(
                        search -> {
                            search.pit(pit -> pit.id(pointInTime).keepAlive(KEEP_ALIVE))
                                    .query(query)
                                    .sort(order)
                                    .size(PAGE)
                                    .trackTotalHits(hits -> hits.enabled(false));
                            if (!after.isEmpty()) {
                                search.searchAfter(after);
                            }
                            return search;
                        });
        return ask(request, type).hits().hits();
    }

    /** Elasticsearch forgets it by itself after a while. */
    private void forget(String pointInTime) {
        try {
            answered(() -> client.closePointInTime(close -> close.id(pointInTime)));
        } catch (ElasticsearchAwayException _) {
            // The failure that brought us here, if any, is the one worth telling.
        }
    }

    static Query all(List<Query> filters) {
        return Query.of(query -> query.bool(bool -> bool.filter(filters)));
    }

    static Query any(List<Query> alternatives) {
        return Query.of(
                query -> query.bool(bool -> bool.should(alternatives).minimumShouldMatch("1")));
    }

    static Query is(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    static Query is(String field, boolean value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    static Query isOneOf(String field, List<String> values) {
        return Query.of(
                query ->
                        query.terms(
                                terms ->
                                        terms.field(field)
                                                .terms(
                                                        set ->
                                                                set.value(
                                                                        values.stream()
                                                                                .map(FieldValue::of)
                                                                                .toList()))));
    }

    static Query not(Query query) {
        return Query.of(negation -> negation.bool(bool -> bool.mustNot(query)));
    }

    /** Text in which the wildcards of a query mean themselves. */
    static String literal(String text) {
        return text.replaceAll("[\\\\*?]", "\\\\$0");
    }

    static SortOptions up(String field) {
        return sort(field, SortOrder.Asc);
    }

    static SortOptions down(String field) {
        return sort(field, SortOrder.Desc);
    }

    private static SortOptions sort(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(order)));
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    private static <T> T answered(Call<T> call) {
        try {
            return call.make();
        } catch (ElasticsearchException e) {
            throw new ElasticsearchAwayException(
                    "Elasticsearch refused a question: %s".formatted(e.getMessage()), e);
        } catch (IOException e) {
            throw new ElasticsearchAwayException(
                    "Elasticsearch does not answer: %s".formatted(e.getMessage()), e);
        }
    }
}
