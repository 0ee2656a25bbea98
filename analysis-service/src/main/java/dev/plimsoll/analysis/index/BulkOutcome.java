package dev.plimsoll.analysis.index;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What became of each document of one bulk request.
 *
 * @param indexed how many are in the index now
 * @param superseded how many had a newer version there already
 * @param refused those that Elasticsearch will never take as they are
 * @param again those to be sent again: the trouble is on the other side
 * @param trouble the first reason to send again; empty if there is none
 */
record BulkOutcome(
        int indexed,
        int superseded,
        List<Refusal> refused,
        List<BulkRequest.Item> again,
        String trouble) {

    /** A document that was refused for what is in it. */
    record Refusal(BulkRequest.Item item, String reason) {}

    private static final int CONFLICT = 409;

    /**
     * Answers to one document that say nothing about it, but about the index, the credentials or
     * the load.
     */
    private static final Set<Integer> NOT_ITS_FAULT = Set.of(401, 403, 404, 408, 429);

    /** The same, of errors that come as 400. */
    private static final Set<String> NOT_ITS_FAULT_EITHER =
            Set.of("index_closed_exception", "invalid_alias_name_exception");

    static BulkOutcome nothingDone(List<BulkRequest.Item> items, String trouble) {
        return new BulkOutcome(0, 0, List.of(), items, trouble);
    }

    /**
     * Reads the answer to a bulk request; one that is cut short or has another number of items
     * accounts for nothing, so everything is sent again.
     */
    static BulkOutcome read(List<BulkRequest.Item> items, InputStream answer) {
        JsonNode results;
        try {
            results = DocumentJson.MAPPER.readTree(answer).path("items");
        } catch (JacksonException e) {
            return nothingDone(items, "unreadable answer: " + e.getOriginalMessage());
        }
        if (results.size() != items.size()) {
            return nothingDone(
                    items,
                    "the answer accounts for %d of %d documents"
                            .formatted(results.size(), items.size()));
        }

        var indexed = 0;
        var superseded = 0;
        var refused = new ArrayList<Refusal>();
        var again = new ArrayList<BulkRequest.Item>();
        var trouble = "";
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var result = results.get(i).path("index");
            var status = result.path("status").asInt(0);
            if (status >= 200 && status < 300) {
                indexed++;
            } else if (status == CONFLICT) {
                superseded++;
            } else if (isItsFault(status, result.path("error"))) {
                refused.add(new Refusal(item, reason(status, result.path("error"))));
            } else {
                again.add(item);
                trouble = trouble.isEmpty() ? reason(status, result.path("error")) : trouble;
            }
        }
        return new BulkOutcome(indexed, superseded, refused, again, trouble);
    }

    BulkOutcome plus(BulkOutcome other) {
        return new BulkOutcome(
                indexed + other.indexed,
                superseded + other.superseded,
                Stream.concat(refused.stream(), other.refused.stream()).toList(),
                Stream.concat(again.stream(), other.again.stream()).toList(),
                trouble.isEmpty() ? other.trouble : trouble);
    }

    private static boolean isItsFault(int status, JsonNode error) {
        return status >= 400
                && status < 500
                && !NOT_ITS_FAULT.contains(status)
                && !NOT_ITS_FAULT_EITHER.contains(error.path("type").asString(""));
    }

    private static String reason(int status, JsonNode error) {
        var cause = error.path("caused_by");
        return "%d %s: %s%s"
                .formatted(
                        status,
                        error.path("type").asString("no error type"),
                        error.path("reason").asString("no reason"),
                        cause.isMissingNode()
                                ? ""
                                : ", caused by %s: %s"
                                        .formatted(
                                                cause.path("type").asString(""),
                                                cause.path("reason").asString("")));
    }
}
