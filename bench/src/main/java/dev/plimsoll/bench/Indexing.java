package dev.plimsoll.bench;

import dev.plimsoll.launcher.Installation;
import dev.plimsoll.schemas.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * From {@code findings.changed} into Elasticsearch, next to {@code _bulk} with the same documents
 * ready made. Both begin with empty indices of the same settings; who goes first alternates.
 */
final class Indexing {

    private static final String FINDINGS = "plimsoll-findings";
    private static final String HISTORY = "plimsoll-finding-history";
    private static final String RAW_FINDINGS = "bench-findings";
    private static final String RAW_HISTORY = "bench-finding-history";
    private static final int ROUNDS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Installation installation;
    private final Topics topics;
    private final SearchNode search;
    private final PrintStream out;

    Indexing(Installation installation, Topics topics, SearchNode search, PrintStream out) {
        this.installation = installation;
        this.topics = topics;
        this.search = search;
        this.out = out;
    }

    /** Both numbers are multiples of {@link FindingEvents#CHANGES}. */
    Table measure(int warmUp, int findings) {
        var table =
                new Table(
                        "Findings into Elasticsearch (%,d findings, %,d documents a round)"
                                .formatted(findings, 2 * findings),
                        "round",
                        "product findings/s",
                        "documents/s",
                        "raw _bulk findings/s",
                        "ratio");
        product(records("warm-up", warmUp), warmUp);
        raw(bodies(), warmUp);
        var records = records("round", findings);
        // The documents have to be there once before they can be sent as they are.
        product(records, findings);
        var bodies = bodies();
        var products = new ArrayList<Throughput>();
        var raws = new ArrayList<Throughput>();
        for (var round = 1; round <= ROUNDS; round++) {
            var productFirst = round % 2 == 1;
            if (productFirst) {
                products.add(product(records, findings));
            }
            raws.add(raw(bodies, findings));
            if (!productFirst) {
                products.add(product(records, findings));
            }
            row(
                    table,
                    "%d (%s first)".formatted(round, productFirst ? "product" : "raw"),
                    products.getLast(),
                    raws.getLast());
        }
        row(
                table,
                "together",
                products.stream().reduce(Throughput::plus).orElseThrow(),
                raws.stream().reduce(Throughput::plus).orElseThrow());
        return table;
    }

    private static void row(Table table, String name, Throughput product, Throughput raw) {
        table.row(
                name,
                "%,.0f".formatted(product.perSecond()),
                "%,.0f".formatted(2 * product.perSecond()),
                "%,.0f".formatted(raw.perSecond()),
                "%.2f".formatted(product.ratioTo(raw)));
    }

    private List<ProducerRecord<String, byte[]>> records(String group, int findings) {
        return FindingEvents.of(group, findings).stream()
                .map(
                        event ->
                                topics.record(
                                        Topic.FINDINGS_CHANGED, FindingEvents.key(event), event))
                .toList();
    }

    /**
     * Bodies of {@code _bulk} as the product makes them: findings and their history in turn, up to
     * 2,000 documents or 4 MiB.
     */
    private List<byte[]> bodies() {
        var findings = search.documents(FINDINGS, RAW_FINDINGS);
        var history = search.documents(HISTORY, RAW_HISTORY);
        var bodies = new ArrayList<byte[]>();
        var body = new ByteArrayOutputStream();
        var documents = 0;
        for (var i = 0; i < findings.size(); i++) {
            body.writeBytes(findings.get(i));
            body.writeBytes(history.get(i));
            documents += 2;
            if (documents >= 2_000 || body.size() >= 4 << 20 || i == findings.size() - 1) {
                bodies.add(body.toByteArray());
                body.reset();
                documents = 0;
            }
        }
        return bodies;
    }

    private Throughput product(List<ProducerRecord<String, byte[]>> records, int findings) {
        search.recreate(FINDINGS);
        search.recreate(HISTORY);
        var start = System.nanoTime();
        records.forEach(topics::send);
        while (search.indexed(FINDINGS) < findings || search.indexed(HISTORY) < findings) {
            installation.requireAlive();
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "only %d and %d of %d findings were indexed in %s"
                                .formatted(
                                        search.indexed(FINDINGS),
                                        search.indexed(HISTORY),
                                        findings,
                                        LIMIT));
            }
            pause();
        }
        return measured("product", start, findings, FINDINGS, HISTORY);
    }

    private Throughput raw(List<byte[]> bodies, int findings) {
        search.createLike(RAW_FINDINGS, FINDINGS);
        search.createLike(RAW_HISTORY, HISTORY);
        var start = System.nanoTime();
        search.bulk(bodies);
        return measured("raw _bulk", start, findings, RAW_FINDINGS, RAW_HISTORY);
    }

    /** Ends the time, then looks whether everything really is there. */
    private Throughput measured(
            String what, long start, int findings, String current, String history) {
        var rate = new Throughput(findings, Duration.ofNanos(System.nanoTime() - start));
        if (search.count(current) != findings || search.count(history) != findings) {
            throw new IllegalStateException(
                    "%s: %d and %d documents instead of %d"
                            .formatted(
                                    what, search.count(current), search.count(history), findings));
        }
        out.printf("  %s: %,d findings, %,.0f/s%n", what, findings, rate.perSecond());
        return rate;
    }

    /** Seldom enough to cost Elasticsearch nothing that could be measured. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
