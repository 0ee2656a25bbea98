package dev.plimsoll.ingest.publish;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.serializer.DelegatingByTypeSerializer;

@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

    /** What this service reads or writes, and where the records go that it cannot process. */
    private static final List<Topic> TOPICS =
            List.of(
                    Topic.IMAGES_PUSHED,
                    Topic.IMAGES_PUSHED.deadLetters(),
                    Topic.IMAGES_RESCAN,
                    Topic.IMAGES_RESCAN.deadLetters(),
                    Topic.SCANS_REPORTED,
                    Topic.IMAGES_ASSESSED);

    /** Runs with the other beans and so before any binding reads its first record. */
    @Bean
    InitializingBean topicsChecked(
            KafkaAdmin settings, @Value("${plimsoll.topic-prefix}") String topicPrefix) {
        return () -> {
            try (var admin = Admin.create(settings.getConfigurationProperties())) {
                new TopicLayout(admin, topicPrefix).ensure(TOPICS);
            }
        };
    }

    /** Events by their codec; dead letters are bytes and stay the bytes they were. */
    @Bean
    DefaultKafkaProducerFactoryCustomizer eventSerializers() {
        return factory -> withSerializers(factory);
    }

    @Bean
    KafkaTemplate<Object, Object> kafkaTemplate(ProducerFactory<Object, Object> factory) {
        var template = new KafkaTemplate<>(factory);
        // A failure reaches whoever waits for the acknowledgement; the default logs it as well.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }

    @Bean
    EventPublisher eventPublisher(
            KafkaTemplate<Object, Object> kafka,
            @Value("${plimsoll.topic-prefix}") String topicPrefix) {
        return new EventPublisher(kafka, topicPrefix);
    }

    @SuppressWarnings("unchecked")
    private static void withSerializers(DefaultKafkaProducerFactory<?, ?> factory) {
        var serializing = (DefaultKafkaProducerFactory<Object, Object>) factory;
        serializing.setKeySerializer(
                new DelegatingByTypeSerializer(
                        Map.of(
                                String.class, new StringSerializer(),
                                byte[].class, new ByteArraySerializer())));
        serializing.setValueSerializer(
                new DelegatingByTypeSerializer(
                        Map.of(
                                SpecificRecord.class, new EventSerializer<>(),
                                byte[].class, new ByteArraySerializer()),
                        true));
    }
}
