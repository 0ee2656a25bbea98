package dev.plimsoll.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.IngestApplication;
import dev.plimsoll.schemas.wire.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The whole service on a real Kafka, only what it would scan is scripted. */
final class RunningService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final EventCodec CODEC = new EventCodec();

    private final String bootstrapServers;
    private final ServletWebServerApplicationContext context;
    private final KafkaProducer<String, byte[]> producer;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService(String bootstrapServers, ServletWebServerApplicationContext context) {
        this.bootstrapServers = bootstrapServers;
        this.context = context;
        this.producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    static RunningService start(String bootstrapServers) {
        var settings = new ArrayList<String>();
        settings.add("--server.port=0");
        settings.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
        settings.add("--plimsoll.topic-prefix=it-");
        settings.add("--ingest.registries[0].host=registry.example.com");
        settings.add("--ingest.sources.acme.type=distribution");
        settings.add("--ingest.sources.acme.url-secret=let-me-in");
        settings.add("--ingest.scans.token=let-me-in");
        settings.add("--ingest.scans.registry-outage=500ms");
        settings.add("--ingest.push.acknowledgement=2s");
        for (var binding : List.of("scanPushed", "scanRequested")) {
            var consumer = "--spring.cloud.stream.bindings.%s-in-0.consumer.".formatted(binding);
            settings.add(consumer + "back-off-initial-interval=10");
            settings.add(consumer + "back-off-max-interval=20");
        }
        var context =
                new SpringApplicationBuilder(IngestApplication.class, ScriptedScan.class)
                        .run(settings.toArray(String[]::new));
        return new RunningService(bootstrapServers, (ServletWebServerApplicationContext) context);
    }

    /** Of a command on the same Kafka. */
    String[] arguments(String command) {
        return new String[] {
            command,
            "--spring.kafka.bootstrap-servers=" + bootstrapServers,
            "--plimsoll.topic-prefix=it-"
        };
    }

    ScriptedScan scan() {
        return context.getBean(ScriptedScan.class);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        var uri = "http://127.0.0.1:%d%s".formatted(context.getWebServer().getPort(), path);
        return client.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Authorization", "Bearer let-me-in")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var uri = "http://127.0.0.1:%d%s".formatted(context.getWebServer().getPort(), path);
        return client.send(
                HttpRequest.newBuilder(URI.create(uri)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    void produce(String topic, String key, SpecificRecord event) {
        produce(topic, key, CODEC.encode(event));
    }

    void produce(String topic, String key, byte[] bytes) {
        try {
            producer.send(new ProducerRecord<>("it-" + topic, key, bytes)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads the topic from its beginning until {@code count} records are as wanted, and no more.
     */
    List<ConsumerRecord<String, byte[]>> await(
            String topic, int count, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        var found = read(topic, count, wanted);
        assertThat(found).hasSize(count);
        return found;
    }

    private List<ConsumerRecord<String, byte[]>> read(
            String topic, int count, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor("it-" + topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var deadline = Instant.now().plus(PATIENCE);
            while (found.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                record -> {
                                    if (wanted.test(record)) {
                                        found.add(record);
                                    }
                                });
            }
        }
        return found;
    }

    /** Events that may have been repeated: at least one. */
    List<SpecificRecord> awaitRepeatable(String topic, String key) {
        var found = read(topic, 1, record -> record.key().equals(key));
        assertThat(found).isNotEmpty();
        return found.stream().map(record -> CODEC.decode(record.value())).toList();
    }

    List<SpecificRecord> awaitEvents(String topic, String key, int count) {
        return await(topic, count, record -> record.key().equals(key)).stream()
                .map(record -> CODEC.decode(record.value()))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        client.close();
        context.close();
    }
}
