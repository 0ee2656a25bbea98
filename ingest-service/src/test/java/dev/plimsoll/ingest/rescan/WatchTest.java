package dev.plimsoll.ingest.rescan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class WatchTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final AllowedRegistries REGISTRIES =
            new AllowedRegistries(Set.of(new RegistryHost("registry.example.com")));
    private static final WatchList LIST =
            WatchList.of(
                    List.of("registry.example.com/base/python:3.13"),
                    Duration.ofHours(6),
                    REGISTRIES);

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final MockProducer<Object, Object> producer =
            new MockProducer(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new EventSerializer<>());

    private final SetClock clock = new SetClock();
    private final Watch watch =
            new Watch(
                    LIST,
                    new RescanProperties(null, Duration.ofSeconds(5)),
                    new EventPublisher(new KafkaTemplate<>(factory()), ""),
                    clock);

    @Test
    void asksForAScanOfEachImageOnTheLaneOfRequests() {
        watch.look();

        assertThat(producer.history())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.topic()).isEqualTo("images.rescan");
                            assertThat(record.key()).isEqualTo("registry.example.com/base/python");
                        });
        assertThat(asked().getFirst())
                .isEqualTo(
                        ImagePushed.newBuilder()
                                .setEventId(LIST.requests(START).getFirst().getEventId())
                                .setSource("watch")
                                .setRegistry("registry.example.com")
                                .setRepository("base/python")
                                .setTag("3.13")
                                .setTrigger(Trigger.SCHEDULE)
                                .setOccurredAt(START)
                                .setReceivedAt(START)
                                .build());
    }

    @Test
    void asksOnceInATurnAndAgainInTheNext() {
        watch.look();
        clock.now = START.plus(Duration.ofHours(1));
        watch.look();
        assertThat(asked()).hasSize(1);

        clock.now = START.plus(Duration.ofHours(6));
        watch.look();

        assertThat(asked()).hasSize(2);
        assertThat(asked()).extracting(ImagePushed::getEventId).doesNotHaveDuplicates();
    }

    @Test
    void everyInstanceAsksUnderTheSameIdInATurn() {
        var later = START.plus(Duration.ofMinutes(3));

        assertThat(LIST.requests(later).getFirst().getEventId())
                .isEqualTo(LIST.requests(START).getFirst().getEventId());
    }

    @Test
    void whatKafkaDidNotTakeIsAskedAgain() {
        producer.sendException = new TimeoutException("no broker");
        watch.look();
        producer.sendException = null;
        assertThat(asked()).isEmpty();

        watch.look();

        assertThat(asked()).hasSize(1);
    }

    @Test
    void anEntryThatIsNoImageOrNotAllowedStopsTheStart() {
        assertThatThrownBy(() -> list("registry.example.com/base/python"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> list("elsewhere.example.com/base/python:3.13"))
                .hasMessage(
                        "ingest.watch.images has 'elsewhere.example.com/base/python:3.13', but"
                                + " 'elsewhere.example.com' is not one of ingest.registries");
    }

    private static WatchList list(String entry) {
        return WatchList.of(List.of(entry), Duration.ofHours(6), REGISTRIES);
    }

    private List<ImagePushed> asked() {
        return producer.history().stream().map(record -> (ImagePushed) record.value()).toList();
    }

    private DefaultKafkaProducerFactory<Object, Object> factory() {
        return new DefaultKafkaProducerFactory<>(Map.of()) {
            @Override
            protected Producer<Object, Object> createRawProducer(Map<String, Object> settings) {
                return producer;
            }
        };
    }

    /** Stands still until it is set. */
    private static final class SetClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
