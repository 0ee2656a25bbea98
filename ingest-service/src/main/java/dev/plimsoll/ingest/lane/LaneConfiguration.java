package dev.plimsoll.ingest.lane;

import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.scan.ImageScanner;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** The bindings; application.yaml says which topics they read. */
@Configuration(proxyBeanMethods = false)
class LaneConfiguration {

    @Bean
    Scan scan(ImageScanner scanner) {
        return scanner::scan;
    }

    @Bean
    ScanLane scanLane(Scan scan, EventPublisher publisher) {
        return new ScanLane(scan, publisher);
    }

    /** {@code images.pushed} in, {@code scans.reported} out. */
    @Bean
    Consumer<Message<Object>> scanPushed(ScanLane lane) {
        return message -> lane.pushed(message.getPayload(), offset(message));
    }

    /** {@code images.rescan} in, {@code scans.reported} out. */
    @Bean
    Consumer<Message<Object>> scanRequested(ScanLane lane) {
        return message ->
                lane.work(
                        message.getPayload(),
                        PushOffset.of(message.getHeaders().get(EventPublisher.PUSH_OFFSET)));
    }

    @Bean
    LaneRetries laneRetries(
            KafkaOperations<Object, Object> kafka,
            EventPublisher publisher,
            @Value("${plimsoll.topic-prefix}") String topicPrefix,
            LaneProperties properties,
            Clock clock) {
        return new LaneRetries(
                kafka, publisher, topicPrefix + Topic.IMAGES_PUSHED.name(), properties, clock);
    }

    private static long offset(Message<?> message) {
        return Objects.requireNonNull(message.getHeaders().get(KafkaHeaders.OFFSET, Long.class));
    }
}
