package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.failure;
import static dev.plimsoll.analysis.index.SampleEvents.finding;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.scan;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.schemas.wire.EventCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** What holds for the writer and the questions on every Elasticsearch. */
abstract class IndexWriterContract {

    private static final EventCodec CODEC = new EventCodec();

    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Indices indices;
    private RestClient client;

    private record DeadLetter(ConsumerRecord<byte[], byte[]> record, Exception cause) {}

    /** How to reach the Elasticsearch at hand. */
    abstract ElasticsearchProperties connection(String prefix);

    @BeforeEach
    void connect(TestInfo test) {
        var prefix = "t" + Math.abs(test.getDisplayName().hashCode()) + "-";
        indices = new Indices(prefix);
        client = new ElasticsearchConfiguration().elasticsearch(connection(prefix));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @Test
    void indexesWhatHappened() throws IOException {
        var opened = change(ChangeKind.OPENED, finding(web("1.0"), "CVE-2026-0001", "openssl"));

        writer(FindingsChanged.class, new FindingDocuments(indices))
                .write(List.of(record(0, changes(web("1.0"), 1, opened))));
        writer(ImageAssessed.class, new ImageDocuments(indices))
                .write(List.of(record(0, assessed(web("1.0"), 1).build())));
        writer(ScanReported.class, new ScanRunDocuments(indices))
                .write(
                        List.of(
                                record(0, scan(web("1.0")).build()),
                                record(1, scan(web("2.0")).setOutcome(failure()).build())));
        writer(DecisionLogged.class, new DecisionDocuments(indices))
                .write(
                        List.of(
                                record(0, decision("1", "rule-1")),
                                record(1, decision("2", "rule-1")),
                                record(2, decision("3", "rule-2"))));

        assertThat(deadLetters).isEmpty();
        assertThat(indices.all())
                .extracting(index -> count(index.name()))
                .containsExactly(1, 1, 1, 1, 2, 3);
    }

    private static DecisionLogged decision(String id, String rule) {
        return DecisionLogged.newBuilder()
                .setId(id.repeat(32))
                .setSubject(rule)
                .setAction(DecisionAction.REVOKE)
                .setOutcome(DecisionOutcome.DONE)
                .setBy("ann")
                .setChannel("api")
                .setOrigin("/rules/" + rule)
                .setAt(Instant.parse("2026-03-01T12:00:00Z"))
                .build();
    }

    @Test
    void theSameEventsTwiceChangeNothing() throws IOException {
        var finding = openssl(web("1.0"), "CVE-2026-0001", "openssl");
        var records =
                List.of(
                        record(
                                0,
                                changes(web("1.0"), 1, change(ChangeKind.OPENED, finding.build()))),
                        record(
                                1,
                                changes(
                                        web("1.0"),
                                        2,
                                        change(
                                                ChangeKind.ACCEPTED,
                                                finding.setDecision(Decision.ACCEPTED)
                                                        .setRule("rule-1")
                                                        .build()))));
        var writer = writer(FindingsChanged.class, new FindingDocuments(indices));
        writer.write(records);
        var findings = documents(indices.findings());
        var history = documents(indices.findingHistory());

        writer.write(records);
        writer.write(records.subList(0, 1));

        assertThat(documents(indices.findings())).isEqualTo(findings);
        assertThat(documents(indices.findingHistory())).isEqualTo(history).hasSize(2);
        assertThat(findings.getFirst().at("/plimsoll/decision/state").asString(""))
                .isEqualTo("accepted");
    }

    @Test
    void anEventThatElasticsearchRefusesIsIsolated() throws IOException {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int i = 0; i < 20; i++) {
            records.add(
                    record(
                            i,
                            changes(
                                    web("1." + i),
                                    1,
                                    change(
                                            ChangeKind.CARRIED,
                                            finding(web("1." + i), "CVE-2026-0001", "openssl")))));
        }
        // A score that no float can hold is refused by the mapping.
        var poison =
                changes(
                        web("9.0"),
                        1,
                        change(
                                ChangeKind.CARRIED,
                                finding(web("9.0"), "CVE-2026-0002", "harmless")),
                        change(
                                ChangeKind.CARRIED,
                                openssl(web("9.0"), "CVE-2026-0003", "poison")
                                        .setScore(1e300)
                                        .build()));
        records.add(7, record(20, poison));
        var garbage = bytes(21, "not an event".getBytes(StandardCharsets.UTF_8));
        records.add(3, garbage);

        writer(FindingsChanged.class, new FindingDocuments(indices)).write(records);

        assertThat(count(indices.findings())).isEqualTo(21);
        assertThat(deadLetters)
                .extracting(letter -> letter.record().offset())
                .containsExactly(21L, 20L);
        assertThat(deadLetters.getFirst().record().value()).isEqualTo(garbage.value());
        assertThat(deadLetters.getFirst().cause()).hasMessageContaining("not an event");
        assertThat(deadLetters.getLast().record().value()).isEqualTo(CODEC.encode(poison));
        assertThat(deadLetters.getLast().cause())
                .hasMessageContaining("refused 1 of its documents")
                .hasMessageContaining("document_parsing_exception");
    }

    @Test
    void aHostilelyLongNameIsKeptAndDoesNotCostTheDocument() throws IOException {
        var name = "x".repeat(40_000);

        writer(FindingsChanged.class, new FindingDocuments(indices))
                .write(
                        List.of(
                                record(
                                        0,
                                        changes(
                                                web("1.0"),
                                                1,
                                                change(
                                                        ChangeKind.OPENED,
                                                        finding(
                                                                web("1.0"),
                                                                "CVE-2026-0001",
                                                                name))))));

        assertThat(deadLetters).isEmpty();
        assertThat(documents(indices.findings()).getFirst().at("/package/name").asString(""))
                .isEqualTo(name);
    }

    @Test
    void whileElasticsearchIsAwayTheBatchIsGivenBackAndNothingIsLost() throws IOException {
        var records =
                List.of(
                        record(
                                0,
                                changes(
                                        web("1.0"),
                                        1,
                                        change(
                                                ChangeKind.OPENED,
                                                finding(web("1.0"), "CVE-2026-0001", "openssl")))));
        var nobody =
                new ElasticsearchProperties(
                        URI.create("http://127.0.0.1:9"),
                        null,
                        null,
                        indices.prefix(),
                        Duration.ofSeconds(5));

        try (var away = new ElasticsearchConfiguration().elasticsearch(nobody)) {
            assertThatExceptionOfType(ElasticsearchAwayException.class)
                    .isThrownBy(
                            () ->
                                    writer(
                                                    away,
                                                    FindingsChanged.class,
                                                    new FindingDocuments(indices))
                                            .write(records));
        }
        writer(FindingsChanged.class, new FindingDocuments(indices)).write(records);

        assertThat(deadLetters).isEmpty();
        assertThat(count(indices.findings())).isEqualTo(1);
    }

    @Test
    void anIndexThatRefusesToBeWrittenToLosesNothing() throws IOException {
        var writer = writer(FindingsChanged.class, new FindingDocuments(indices));
        new IndexLayout(client, indices).ensure();
        var records =
                List.of(
                        record(
                                0,
                                changes(
                                        web("1.0"),
                                        1,
                                        change(
                                                ChangeKind.OPENED,
                                                finding(web("1.0"), "CVE-2026-0001", "openssl")))));
        setting(indices.findings(), "index.blocks.write", "true");
        assertThatExceptionOfType(ElasticsearchAwayException.class)
                .isThrownBy(() -> writer.write(records))
                .withMessageContaining("did not accept 1 documents");
        setting(indices.findings(), "index.blocks.write", "false");

        writer.write(records);

        assertThat(deadLetters).isEmpty();
        assertThat(count(indices.findings())).isEqualTo(1);
        assertThat(count(indices.findingHistory())).isEqualTo(1);
    }

    @Test
    void aDeletedIndexComesBackWithItsMapping() throws IOException {
        var writer = writer(FindingsChanged.class, new FindingDocuments(indices));
        new IndexLayout(client, indices).ensure();
        client.performRequest(new Request("DELETE", "/" + indices.findings()));

        writer.write(
                List.of(
                        record(
                                0,
                                changes(
                                        web("1.0"),
                                        1,
                                        change(
                                                ChangeKind.OPENED,
                                                finding(
                                                        web("1.0"),
                                                        "CVE-2026-0001",
                                                        "openssl"))))));

        var mapping = get("/" + indices.findings() + "/_mapping");
        assertThat(mapping.at("/" + indices.findings() + "/mappings/dynamic").asString(""))
                .isEqualTo("strict");
        assertThat(get("/" + Indices.FINDINGS_PAGE_ALIAS + "/_count").path("count").asInt())
                .isPositive();
    }

    @Test
    void theLayoutCanBePreparedAgain() {
        new IndexLayout(client, indices).ensure();

        new IndexLayout(client, indices).ensure();

        assertThat(indices.all()).extracting(index -> count(index.name())).containsOnly(0);
    }

    @Test
    void manyDocumentsAreAllAccountedFor() throws IOException {
        var image = web("1.0");
        var records =
                IntStream.range(0, 30)
                        .mapToObj(
                                i ->
                                        record(
                                                i,
                                                changes(
                                                        image,
                                                        i,
                                                        IntStream.range(0, 200)
                                                                .mapToObj(
                                                                        j ->
                                                                                change(
                                                                                        ChangeKind
                                                                                                .OPENED,
                                                                                        finding(
                                                                                                image,
                                                                                                "CVE-2026-%05d"
                                                                                                        .formatted(
                                                                                                                i
                                                                                                                                * 200
                                                                                                                        + j),
                                                                                                "openssl")))
                                                                .toList())))
                        .toList();

        writer(FindingsChanged.class, new FindingDocuments(indices)).write(records);

        assertThat(count(indices.findings())).isEqualTo(6_000);
        assertThat(count(indices.findingHistory())).isEqualTo(6_000);
        assertThat(
                        metrics.get("plimsoll.index.documents")
                                .tag("result", "indexed")
                                .counter()
                                .count())
                .isEqualTo(12_000);
    }

    @Test
    void countsWhatEachRuleAcceptsNow() throws IOException {
        var changes =
                List.of(
                        changes(
                                web("1.0"),
                                1,
                                accepted(web("1.0"), "CVE-2026-0001", "base", Severity.CRITICAL),
                                accepted(web("1.0"), "CVE-2026-0002", "base", Severity.HIGH),
                                accepted(web("1.0"), "CVE-2026-0003", "libs", Severity.UNKNOWN),
                                change(
                                        ChangeKind.OPENED,
                                        finding(web("1.0"), "CVE-2026-0004", "openssl"))),
                        changes(
                                web("2.0"),
                                1,
                                accepted(web("2.0"), "CVE-2026-0002", "base", Severity.HIGH),
                                change(
                                        ChangeKind.CLOSED,
                                        openssl(web("2.0"), "CVE-2026-0005", "openssl")
                                                .setDecision(Decision.ACCEPTED)
                                                .setRule("base")
                                                .setPresence(Presence.GONE)
                                                .build())));
        var writer = writer(FindingsChanged.class, new FindingDocuments(indices));
        for (int n = 0; n < changes.size(); n++) {
            writer.write(List.of(record(n, changes.get(n))));
        }
        count(indices.findings());
        var accepted = new AcceptedByRule(new ElasticsearchConfiguration().search(client, indices));

        assertThat(accepted.of(List.of("base", "libs", "idle", "base")))
                .isEqualTo(
                        Map.of(
                                "base",
                                new AcceptedByRule.Count(new SeverityCounts(1, 2, 0, 0, 0, 0), 2),
                                "libs",
                                new AcceptedByRule.Count(new SeverityCounts(0, 0, 0, 0, 0, 1), 1)));
        assertThat(accepted.of(List.of())).isEmpty();
    }

    @Test
    void saysThatNobodyKnowsWhileThereIsNoIndex() {
        var nowhere = new Indices("not-there-yet-");
        var accepted = new AcceptedByRule(new ElasticsearchConfiguration().search(client, nowhere));

        assertThatExceptionOfType(ElasticsearchAwayException.class)
                .isThrownBy(() -> accepted.of(List.of("base")));
    }

    private static FindingChange accepted(
            ImageRef image, String vulnerability, String rule, Severity severity) {
        return change(
                ChangeKind.ACCEPTED,
                openssl(image, vulnerability, "openssl")
                        .setSeverity(severity)
                        .setDecision(Decision.ACCEPTED)
                        .setRule(rule)
                        .build());
    }

    @Test
    void questionsAboutCurrentFindingsAreAnsweredWithThePresentOnesOnly() throws IOException {
        var image = web("1.0");
        var present = finding(image, "CVE-2026-0001", "openssl");
        var gone = openssl(image, "CVE-2026-0002", "openssl").setPresence(Presence.GONE).build();
        var other = finding(web("2.0"), "CVE-2026-0003", "openssl");
        writer(FindingsChanged.class, new FindingDocuments(indices))
                .write(
                        List.of(
                                record(
                                        0,
                                        changes(
                                                image,
                                                1,
                                                change(ChangeKind.OPENED, present),
                                                change(ChangeKind.CLOSED, gone),
                                                change(
                                                        ChangeKind.ACCEPTED,
                                                        openssl(image, "CVE-2026-0004", "openssl")
                                                                .setPresence(Presence.GONE)
                                                                .setDecision(Decision.ACCEPTED)
                                                                .build()))),
                                record(
                                        1,
                                        changes(web("2.0"), 1, change(ChangeKind.OPENED, other)))));
        writer(ImageAssessed.class, new ImageDocuments(indices))
                .write(
                        List.of(
                                record(0, assessed(image, 1).build()),
                                record(1, assessed(image, 2).build()),
                                record(
                                        2,
                                        assessed(web("2.0"), 1)
                                                .setStatus(ImageStatus.DELETED)
                                                .build())));
        count(indices.findings());
        count(indices.findingHistory());
        count(indices.images());
        count(indices.imageHistory());
        var search = new ElasticsearchConfiguration().search(client, indices);
        var images = new ImageList(search);

        var page = images.page(ImageList.Filter.NONE, List.of(), 10);
        var found = new OneImage(search).withId(assessed(image, 1).getId()).orElseThrow();

        assertThat(page.images()).containsExactly(found);
        assertThat(page.byStatus())
                .containsExactlyInAnyOrderEntriesOf(Map.of("affected", 1L, "deleted", 1L));
        assertThat(page.next()).isEmpty();
        assertThat(page.serious()).isEqualTo(1);
        assertThat(new CurrentFindings(search).of(found))
                .extracting(finding -> finding.vulnerability().id())
                .containsExactly("CVE-2026-0001");
        assertThat(new LineHistory(search).of(found, 10))
                .extracting(entry -> entry.plimsoll().assessment().revision())
                .containsExactly(2L, 1L, 1L);
        assertThat(new DecisionLog(search).of(found, 10))
                .extracting(entry -> entry.vulnerability().id())
                .containsExactly("CVE-2026-0004");
        assertThat(new OneImage(search).withId("unknown")).isEmpty();
    }

    @Test
    void aListOfImagesIsReadPageByPageAndFiltered() throws IOException {
        writer(ImageAssessed.class, new ImageDocuments(indices))
                .write(
                        IntStream.range(0, 7)
                                .mapToObj(i -> record(i, assessed(web("1." + i), 1).build()))
                                .toList());
        count(indices.images());
        var images = new ImageList(new ElasticsearchConfiguration().search(client, indices));

        var first = images.page(ImageList.Filter.NONE, List.of(), 5);
        var second = images.page(ImageList.Filter.NONE, first.next(), 5);
        var filtered =
                images.page(new ImageList.Filter("affected", true, true, "WEB:1.3"), List.of(), 5);
        var literal = images.page(new ImageList.Filter(null, false, false, "w*b"), List.of(), 5);

        assertThat(first.images()).hasSize(5);
        assertThat(second.images()).hasSize(2).doesNotContainAnyElementsOf(first.images());
        assertThat(second.next()).isEmpty();
        assertThat(filtered.images())
                .extracting(image -> image.plimsoll().image().tag())
                .containsExactly("1.3");
        assertThat(literal.images()).isEmpty();
    }

    @Test
    void everyPanelOfTheDashboardFindsSomething() throws IOException {
        var image = web("1.0");
        var findings = new ArrayList<Finding>();
        for (var severity : Severity.values()) {
            findings.add(
                    openssl(image, "CVE-2026-1-" + severity, "openssl")
                            .setSeverity(severity)
                            .setKev(true)
                            .build());
        }
        findings.add(
                openssl(image, "CVE-2026-0002", "glibc")
                        .setDecision(Decision.ACCEPTED)
                        .setRule("rule-1")
                        .setDecisionOwner("owner@example.com")
                        .setAcceptedUntil(Instant.now().plus(Duration.ofDays(10)))
                        .build());
        writer(FindingsChanged.class, new FindingDocuments(indices))
                .write(
                        List.of(
                                record(
                                        0,
                                        changes(
                                                image,
                                                1,
                                                findings.stream()
                                                        .map(
                                                                finding ->
                                                                        change(
                                                                                ChangeKind.OPENED,
                                                                                finding))
                                                        .toList()))));
        count(indices.findings());
        count(indices.findingHistory());

        for (var layer : KibanaObjects.layers()) {
            var answer = run(layer);

            assertThat(answer.at("/hits/total/value").asInt()).describedAs(layer.id()).isPositive();
            assertThat(answer.findValues("buckets"))
                    .describedAs(layer.id())
                    .allSatisfy(buckets -> assertThat(buckets).isNotEmpty());
        }
    }

    /** The question that Kibana asks for a layer: its buckets nested, its metrics innermost. */
    private JsonNode run(KibanaObjects.Layer layer) throws IOException {
        var aggregations = new LinkedHashMap<String, Object>();
        var innermost = aggregations;
        for (var column : layer.columns()) {
            var field = KibanaObjects.text(column.getValue(), "/sourceField");
            var bucket =
                    switch (KibanaObjects.text(column.getValue(), "/operationType")) {
                        case "terms" -> Map.of("field", field, "size", 10);
                        case "date_histogram" -> Map.of("field", field, "calendar_interval", "day");
                        default -> Map.of();
                    };
            if (!bucket.isEmpty()) {
                var inside = new LinkedHashMap<String, Object>();
                innermost.put(
                        column.getKey(),
                        Map.of(
                                KibanaObjects.text(column.getValue(), "/operationType"),
                                bucket,
                                "aggs",
                                inside));
                innermost = inside;
            }
        }
        for (var column : layer.columns()) {
            var field = KibanaObjects.text(column.getValue(), "/sourceField");
            var filter = KibanaObjects.text(column.getValue(), "/filter/query");
            switch (KibanaObjects.text(column.getValue(), "/operationType")) {
                case "count" ->
                        innermost.put(column.getKey(), Map.of("filter", queryString(filter)));
                case "unique_count" ->
                        innermost.put(
                                column.getKey(), Map.of("cardinality", Map.of("field", field)));
                case "max" -> innermost.put(column.getKey(), Map.of("max", Map.of("field", field)));
                default -> {}
            }
        }
        var index = indices.prefix() + layer.dataView().replaceFirst("^plimsoll-", "");
        var request = new Request("POST", "/" + index + "/_search");
        request.setJsonEntity(
                DocumentJson.MAPPER.writeValueAsString(
                        Map.of(
                                "size",
                                0,
                                "query",
                                queryString(layer.query()),
                                "aggs",
                                aggregations)));
        return DocumentJson.MAPPER.readTree(
                client.performRequest(request).getEntity().getContent());
    }

    private static Map<String, Object> queryString(String kql) {
        return Map.of("query_string", Map.of("query", KibanaObjects.lucene(kql)));
    }

    private <E> IndexWriter<E> writer(Class<E> type, Projection<E> projection) {
        return writer(client, type, projection);
    }

    private <E> IndexWriter<E> writer(RestClient to, Class<E> type, Projection<E> projection) {
        var clock = InstantSource.system();
        var indexMetrics = new IndexMetrics(metrics, type.getSimpleName(), clock);
        return new IndexWriter<>(
                bytes -> type.cast(CODEC.decode(bytes)),
                projection,
                new IndexLayout(to, indices),
                new BulkWriter(to, clock, Duration.ofMillis(500), indexMetrics),
                (record, cause) -> deadLetters.add(new DeadLetter(record, cause)),
                indexMetrics);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, SpecificRecord event) {
        return bytes(offset, CODEC.encode(event));
    }

    private static ConsumerRecord<byte[], byte[]> bytes(long offset, byte[] value) {
        return new ConsumerRecord<>("some.topic", 0, offset, new byte[0], value);
    }

    private int count(String index) {
        try {
            client.performRequest(new Request("POST", "/" + index + "/_refresh"));
            return get("/" + index + "/_count").path("count").asInt();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> documents(String index) throws IOException {
        count(index);
        var documents = new ArrayList<JsonNode>();
        get("/" + index + "/_search?sort=event.id&size=100")
                .at("/hits/hits")
                .forEach(hit -> documents.add(hit.path("_source")));
        return documents;
    }

    private JsonNode get(String path) throws IOException {
        return DocumentJson.MAPPER.readTree(
                client.performRequest(new Request("GET", path)).getEntity().getContent());
    }

    private void setting(String index, String name, String value) throws IOException {
        var request = new Request("PUT", "/" + index + "/_settings");
        request.setJsonEntity("{\"%s\": %s}".formatted(name, value));
        client.performRequest(request);
    }
}
