package dev.plimsoll.notify.topic;

import dev.plimsoll.schemas.wire.EventSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.DelegatingByTypeSerializer;

/** The producer of everything that is not sent by a binding: ledger entries and dead letters. */
@Configuration(proxyBeanMethods = false)
class EventProducer {

    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    @Bean
    ProducerFactory<String, Object> eventProducerFactory(KafkaProperties kafka) {
        var configuration = new HashMap<String, Object>(kafka.buildProducerProperties());
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return new DefaultKafkaProducerFactory<>(
                configuration, new StringSerializer(), eventsAndBytes());
    }

    @Bean
    KafkaTemplate<String, Object> eventTemplate(ProducerFactory<String, Object> producers) {
        return new KafkaTemplate<>(producers);
    }

    /** Events, and the bytes of a record that was none. */
    private static DelegatingByTypeSerializer eventsAndBytes() {
        return new DelegatingByTypeSerializer(
                Map.of(
                        byte[].class,
                        new ByteArraySerializer(),
                        SpecificRecord.class,
                        new EventSerializer<>()),
                true);
    }
}
