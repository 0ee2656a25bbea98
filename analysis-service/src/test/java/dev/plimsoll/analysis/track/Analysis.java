package dev.plimsoll.analysis.track;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerde;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology with one partition, without a broker; remembers everything it told. */
final class Analysis implements AutoCloseable {

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, SpecificRecord> pushes;
    private final TestInputTopic<String, SpecificRecord> scans;
    private final TestInputTopic<String, SpecificRecord> advisories;
    private final TestInputTopic<String, SpecificRecord> rules;
    private final TestOutputTopic<String, SpecificRecord> findings;
    private final TestOutputTopic<String, SpecificRecord> images;

    private final List<FindingsChanged> toldFindings = new ArrayList<>();
    private final List<ImageAssessed> toldImages = new ArrayList<>();
    private final Map<String, Finding> documents = new TreeMap<>();
    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private long pushed;

    Analysis(Path stateDirectory) {
        this(stateDirectory, Samples.START);
    }

    /** Feeds of the samples are never too old. */
    Analysis(Path stateDirectory, Instant start) {
        this(stateDirectory, start, Duration.ofDays(365));
    }

    Analysis(Path stateDirectory, Instant start, Duration feedsStaleAfter) {
        this(stateDirectory, start, feedsStaleAfter, Lines.USUAL);
    }

    Analysis(Path stateDirectory, Instant start, Duration feedsStaleAfter, Lines lines) {
        driver =
                new TopologyTestDriver(
                        topology(feedsStaleAfter, lines), properties(stateDirectory), start);
        pushes = input("images.pushed");
        scans = input("scans.reported");
        advisories = input("advisories.changed");
        rules = input("rules.changed");
        findings =
                driver.createOutputTopic(
                        "findings.changed", new StringDeserializer(), new EventDeserializer<>());
        images =
                driver.createOutputTopic(
                        "images.assessed", new StringDeserializer(), new EventDeserializer<>());
    }

    private Topology topology(Duration feedsStaleAfter, Lines lines) {
        var builder = new StreamsBuilder();
        AssessTopology.addGlobalStores(builder, "", letters::add);
        var events = Consumed.with(Serdes.String(), new EventSerde<SpecificRecord>());
        var told =
                AssessTopology.tell(
                        builder.stream("images.pushed", events),
                        builder.stream("scans.reported", events),
                        feedsStaleAfter,
                        lines);
        var produced = Produced.with(Serdes.String(), new EventSerde<SpecificRecord>());
        AssessTopology.findings(told).to("findings.changed", produced);
        AssessTopology.images(told)
                .to(
                        "images.assessed",
                        produced.withStreamPartitioner(new AssessTopology.ByRepository()));
        return builder.build();
    }

    private static Properties properties(Path stateDirectory) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "analysis");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetters.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetters.class);
        return properties;
    }

    /** What the global copies could not understand. */
    List<ProducerRecord<byte[], byte[]>> letters() {
        return letters;
    }

    private TestInputTopic<String, SpecificRecord> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new EventSerializer<>());
    }

    Analysis advisory(AdvisoryChanged advisory) {
        advisories.pipeInput(advisory.getId(), advisory);
        return this;
    }

    Analysis exploitation(ExploitationChanged exploitation) {
        advisories.pipeInput("exploitation:" + exploitation.getVulnerability(), exploitation);
        return this;
    }

    Analysis feed(FeedLoaded feed) {
        advisories.pipeInput("feed:" + feed.getFeed(), feed);
        return this;
    }

    Analysis rule(RuleChanged rule) {
        rules.pipeInput(rule.getId(), rule);
        return this;
    }

    Analysis scan(ScanReported scan) {
        scans.pipeInput(scan.getRegistry() + "/" + scan.getRepository(), scan);
        read();
        return this;
    }

    /** Deletes at an offset that is higher than every offset up to {@code after}. */
    Analysis delete(ImageDeleted deletion, long after) {
        for (; pushed <= after; pushed++) {
            pushes.pipeInput("filler", filler());
        }
        pushes.pipeInput(deletion.getRegistry() + "/" + deletion.getRepository(), deletion);
        pushed++;
        read();
        return this;
    }

    /** Deletes at exactly this offset, which no earlier deletion has reached. */
    Analysis deleteAt(ImageDeleted deletion, long offset) {
        return delete(deletion, offset - 1);
    }

    private static ImagePushed filler() {
        return ImagePushed.newBuilder()
                .setEventId(Ids.of("filler"))
                .setSource("test")
                .setRegistry(Samples.REGISTRY)
                .setRepository("filler")
                .setOccurredAt(Samples.START)
                .setReceivedAt(Samples.START)
                .build();
    }

    /** Bytes that no release ever wrote. */
    Analysis garbage(String topic) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput("key", new byte[] {1, 2, 3});
        return this;
    }

    List<TestRecord<String, byte[]>> deadLetters(String topic) {
        return driver.createOutputTopic(
                        topic + ".dlq", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    Analysis pass(Duration time) {
        driver.advanceWallClockTime(time);
        read();
        return this;
    }

    /** Long enough for the outside to be noticed. */
    Analysis settle() {
        return pass(Tracker.INTERVAL.multipliedBy(2));
    }

    private void read() {
        findings.readValuesToList()
                .forEach(
                        event -> {
                            var told = (FindingsChanged) event;
                            toldFindings.add(told);
                            told.getChanges()
                                    .forEach(
                                            change ->
                                                    documents.put(
                                                            change.getFinding().getId(),
                                                            change.getFinding()));
                        });
        images.readValuesToList().forEach(event -> toldImages.add((ImageAssessed) event));
    }

    /** What was told since the last call. */
    List<FindingsChanged> newFindings() {
        read();
        var told = List.copyOf(toldFindings);
        toldFindings.clear();
        return told;
    }

    List<ImageAssessed> newImages() {
        read();
        var told = List.copyOf(toldImages);
        toldImages.clear();
        return told;
    }

    /** What was told since the last call, as "KIND vulnerability tag presence/decision". */
    List<String> news() {
        return newFindings().stream()
                .flatMap(event -> event.getChanges().stream())
                .map(
                        change ->
                                "%s %s %s %s/%s"
                                        .formatted(
                                                change.getKind(),
                                                change.getFinding().getVulnerability(),
                                                change.getFinding().getImage().getTag(),
                                                change.getFinding().getPresence(),
                                                change.getFinding().getDecision()))
                .toList();
    }

    ImageAssessed lastImage() {
        read();
        return toldImages.getLast();
    }

    /** What was told last of an image that is the head of its line. */
    ImageAssessed lastHead() {
        read();
        return toldImages.stream().filter(ImageAssessed::getHead).toList().getLast();
    }

    /** Present findings as an index would hold them, by id. */
    Map<String, Finding> presentDocuments() {
        read();
        var present = new TreeMap<>(documents);
        present.values().removeIf(finding -> finding.getPresence() == Presence.GONE);
        return present;
    }

    /** All rows of the partition's state. */
    Map<String, byte[]> state() {
        var rows = new TreeMap<String, byte[]>();
        try (var entries = driver.<String, byte[]>getKeyValueStore(TrackState.STORE).all()) {
            entries.forEachRemaining(entry -> rows.put(entry.key, entry.value));
        }
        return rows;
    }

    Map<String, ScanReported> inventories() {
        var rows = new TreeMap<String, ScanReported>();
        try (var entries =
                driver.<String, ScanReported>getKeyValueStore(TrackState.INVENTORIES).all()) {
            entries.forEachRemaining(entry -> rows.put(entry.key, entry.value));
        }
        return rows;
    }

    /** Continues on the state of another run, as a restored changelog would give it. */
    Analysis restore(Map<String, byte[]> state, Map<String, ScanReported> inventories) {
        var rows = driver.<String, byte[]>getKeyValueStore(TrackState.STORE);
        state.forEach(rows::put);
        var kept = driver.<String, ScanReported>getKeyValueStore(TrackState.INVENTORIES);
        inventories.forEach(kept::put);
        return this;
    }

    /** Asked at the time the samples begin. */
    Explanations explanations() {
        return new Explanations(
                () ->
                        Optional.of(
                                new Explanations.Stores() {
                                    @Override
                                    public <V> ReadOnlyKeyValueStore<String, V> named(String name) {
                                        return driver.getKeyValueStore(name);
                                    }
                                }),
                InstantSource.fixed(Samples.START));
    }

    @Override
    public void close() {
        driver.close();
    }
}
