package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** {@code rules.changed} and {@code decisions.logged}, as whoever decides needs them. */
final class RulesTopic implements AutoCloseable {

    private final TopicPartition rules;
    private final String log;
    private final KafkaProperties kafka;
    private final Producer<String, SpecificRecord> producer;
    private final Admin admin;

    RulesTopic(KafkaProperties kafka, String topicPrefix) {
        this.kafka = kafka;
        this.rules = new TopicPartition(topicPrefix + Topic.RULES_CHANGED.name(), 0);
        this.log = topicPrefix + Topic.DECISIONS_LOGGED.name();
        this.producer =
                new KafkaProducer<>(
                        impatient(kafka.buildProducerProperties()),
                        new StringSerializer(),
                        new EventSerializer<>());
        this.admin = Admin.create(kafka.buildAdminProperties());
    }

    /** Somebody waits for the answer. */
    private static Map<String, Object> impatient(Map<String, Object> settings) {
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }

    /** A topic of one partition: its order is the order of what was decided. */
    TopicPartition partition() {
        return rules;
    }

    /** A consumer of its own, without a group. */
    Consumer<String, byte[]> reader() {
        var settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Offset of the next rule that will be written.
     *
     * @throws KafkaAwayException if there is no answer in time
     */
    long end(Duration patience) {
        try {
            return admin.listOffsets(Map.of(rules, OffsetSpec.latest()))
                    .partitionResult(rules)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new KafkaAwayException("the end of the topic of rules is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaAwayException("interrupted while asking for the end of the rules", e);
        }
    }

    /**
     * Returns when all are safe.
     *
     * @throws KafkaAwayException if that is not sure; repeating it is harmless
     */
    void log(List<DecisionLogged> decisions) {
        write(
                decisions.stream()
                        .map(
                                decision ->
                                        new ProducerRecord<String, SpecificRecord>(
                                                log, decision.getSubject(), decision))
                        .toList());
    }

    /**
     * Returns when all are safe.
     *
     * @param events by their keys, in order
     * @return offset of each
     * @throws KafkaAwayException if that is not sure; repeating it is harmless
     */
    List<Long> hold(Map<String, SpecificRecord> events) {
        return write(
                events.entrySet().stream()
                        .map(
                                event ->
                                        new ProducerRecord<>(
                                                rules.topic(),
                                                rules.partition(),
                                                event.getKey(),
                                                event.getValue()))
                        .toList());
    }

    private List<Long> write(List<ProducerRecord<String, SpecificRecord>> records) {
        try {
            List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
            producer.flush();
            var offsets = new ArrayList<Long>(sent.size());
            for (var result : sent) {
                offsets.add(result.get().offset());
            }
            return offsets;
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaAwayException("Kafka did not take what was decided", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaAwayException("interrupted while writing what was decided", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
