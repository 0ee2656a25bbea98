package dev.plimsoll.analysis.index;

import dev.plimsoll.analysis.index.BulkOutcome.Refusal;
import dev.plimsoll.analysis.index.BulkRequest.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/**
 * Sends documents to {@code _bulk}, two requests at a time, and accounts for each of them.
 *
 * <p>Two in flight is what fills a small node: while it works on one, the next is on its way.
 */
final class BulkWriter {

    private static final int REQUESTS_IN_FLIGHT = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int REQUEST_TOO_LARGE = 413;

    private final RestClient client;
    private final InstantSource clock;
    private final Duration patience;
    private final IndexMetrics metrics;

    /**
     * @param patience how long documents are sent again before the whole batch is given back;
     *     shorter than the time in which a container has to stop
     */
    BulkWriter(RestClient client, InstantSource clock, Duration patience, IndexMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.patience = patience;
        this.metrics = metrics;
    }

    /** A batch being written. Not for use by several threads. */
    final class Batch implements AutoCloseable {

        private final Instant deadline = clock.instant().plus(patience);
        private final Semaphore free = new Semaphore(REQUESTS_IN_FLIGHT);
        private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<List<Refusal>>> sent = new ArrayList<>();
        private BulkRequest request = new BulkRequest();

        /** Adds a document; waits while two requests are on their way. */
        void add(Item item) {
            request.add(item);
            if (request.isFull()) {
                send();
            }
        }

        /**
         * Waits until every document is accounted for.
         *
         * @return those that were refused
         * @throws ElasticsearchAwayException if not all were accepted in time; all of them can be
         *     sent again
         */
        List<Refusal> finish() {
            if (!request.isEmpty()) {
                send();
            }
            var refusals = new ArrayList<Refusal>();
            try {
                for (var outcome : sent) {
                    refusals.addAll(outcome.get());
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof ElasticsearchAwayException away
                        ? away
                        : new IllegalStateException(
                                "a bulk request failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            return refusals;
        }

        private void send() {
            var items = request.items();
            request = new BulkRequest();
            try {
                free.acquire();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            sent.add(
                    requests.submit(
                            () -> {
                                try {
                                    return write(items, deadline);
                                } finally {
                                    free.release();
                                }
                            }));
        }

        /** Waits for the requests on their way. */
        @Override
        public void close() {
            requests.close();
        }
    }

    Batch begin() {
        return new Batch();
    }

    private List<Refusal> write(List<Item> items, Instant deadline) throws InterruptedException {
        var refusals = new ArrayList<Refusal>();
        var pending = items;
        var pause = FIRST_PAUSE;
        while (true) {
            var outcome = attempt(pending);
            refusals.addAll(outcome.refused());
            metrics.indexed(outcome.indexed());
            metrics.superseded(outcome.superseded());
            pending = outcome.again();
            if (pending.isEmpty()) {
                return refusals;
            }
            metrics.retried(pending.size());
            if (clock.instant().plus(pause).isAfter(deadline)) {
                throw new ElasticsearchAwayException(
                        "Elasticsearch did not accept %d documents: %s"
                                .formatted(pending.size(), outcome.trouble()));
            }
            Thread.sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                            ? LONGEST_PAUSE
                            : pause.multipliedBy(2);
        }
    }

    private BulkOutcome attempt(List<Item> items) {
        var request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", "items.*.status,items.*.error");
        request.setEntity(
                new NByteArrayEntity(
                        BulkRequest.body(items), ContentType.create("application/x-ndjson")));
        try {
            var response = client.performRequest(request);
            return BulkOutcome.read(items, response.getEntity().getContent());
        } catch (ResponseException e) {
            var status = e.getResponse().getStatusLine().getStatusCode();
            return status == 400 || status == REQUEST_TOO_LARGE
                    ? halved(items, e)
                    : BulkOutcome.nothingDone(items, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return BulkOutcome.nothingDone(items, e.toString());
        }
    }

    /** The request as a whole was refused: smaller ones find the document that is to blame. */
    private BulkOutcome halved(List<Item> items, ResponseException refusal) {
        if (items.size() == 1) {
            return new BulkOutcome(
                    0,
                    0,
                    List.of(new Refusal(items.getFirst(), String.valueOf(refusal.getMessage()))),
                    List.of(),
                    "");
        }
        var middle = items.size() / 2;
        return attempt(items.subList(0, middle)).plus(attempt(items.subList(middle, items.size())));
    }

    private static ElasticsearchAwayException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ElasticsearchAwayException("interrupted while writing documents", cause);
    }
}
