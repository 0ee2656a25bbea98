package dev.plimsoll.notify.deliver;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.ledger.LedgerPartition;
import dev.plimsoll.notify.ledger.LedgerPartition.Step;
import dev.plimsoll.notify.ledger.LedgerUnavailableException;
import dev.plimsoll.notify.ledger.LedgerWriter;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Reads the ledger: each partition from its first record whenever this instance is assigned it,
 * then what is written. Once the end that the partition had at the assignment is reached, what is
 * not settled is sent.
 *
 * <p>The binder's own {@code resetOffsets} seeks only at a partition's first assignment; one that
 * went away and came back would be read from where it was left, with the state in between missing.
 */
@Configuration(proxyBeanMethods = false)
class LedgerBinding implements KafkaBindingRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(LedgerBinding.class);
    private static final String BINDING = "ledger-in-0";

    private final Map<TopicPartition, LedgerPartition> partitions = new ConcurrentHashMap<>();
    private final Dispatcher dispatcher;
    private final LedgerWriter ledger;

    LedgerBinding(Dispatcher dispatcher, LedgerWriter ledger) {
        this.dispatcher = dispatcher;
        this.ledger = ledger;
    }

    @Bean
    java.util.function.Consumer<Message<?>> ledger() {
        return this::read;
    }

    @Override
    public void onPartitionsAssigned(
            String binding,
            Consumer<?, ?> consumer,
            Collection<TopicPartition> assigned,
            boolean initial) {
        if (!binding.equals(BINDING)) {
            return;
        }
        withdraw(assigned);
        var beginnings = consumer.beginningOffsets(assigned);
        var ends = consumer.endOffsets(assigned);
        consumer.seekToBeginning(assigned);
        for (var name : assigned) {
            var partition = new LedgerPartition(Objects.requireNonNull(ends.get(name)));
            partitions.put(name, partition);
            openIfReached(name, partition, Objects.requireNonNull(beginnings.get(name)));
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(
            String binding, Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        if (binding.equals(BINDING)) {
            withdraw(revoked);
        }
    }

    private void withdraw(Collection<TopicPartition> names) {
        partitions.keySet().removeAll(names);
        dispatcher.withdraw(names);
    }

    private void read(Message<?> message) {
        var name =
                new TopicPartition(
                        header(message, KafkaHeaders.RECEIVED_TOPIC, String.class),
                        header(message, KafkaHeaders.RECEIVED_PARTITION, Integer.class));
        var partition = partitions.get(name);
        if (partition == null) {
            return;
        }
        var key = header(message, KafkaHeaders.RECEIVED_KEY, String.class);
        var record = message.getPayload() instanceof AlertRecorded alert ? alert : null;
        partition.add(key, record).ifPresent(step -> follow(name, step));
        openIfReached(name, partition, header(message, KafkaHeaders.OFFSET, Long.class) + 1);
    }

    /**
     * The last record may be one that cannot be read and so never comes here: then the consumer's
     * position tells, as soon as nothing more comes.
     */
    @EventListener
    void openIdle(ListenerContainerIdleEvent event) {
        var idle = event.getTopicPartitions();
        if (idle == null) {
            return;
        }
        for (var name : idle) {
            var partition = partitions.get(name);
            if (partition != null && !partition.isOpen()) {
                openIfReached(name, partition, event.getConsumer().position(name));
            }
        }
    }

    private void openIfReached(TopicPartition name, LedgerPartition partition, long position) {
        if (partition.isOpen() || !partition.reached(position)) {
            return;
        }
        partition.contradicted().forEach(this::writeAgain);
        partition.open();
        var unsettled = partition.unsettled();
        log.atLevel(unsettled.isEmpty() ? Level.DEBUG : Level.INFO)
                .addKeyValue("partition", name)
                .addKeyValue("unsettled", unsettled.size())
                .log("ledger read");
        unsettled.forEach(alert -> dispatcher.dispatch(Delivery.of(name, alert)));
    }

    private void follow(TopicPartition name, Step step) {
        switch (step) {
            case Step.Deliver(var alert) -> dispatcher.dispatch(Delivery.of(name, alert));
            case Step.WriteAgain(var settlement) -> writeAgain(settlement);
            case Step.Forget(var key) -> dispatcher.forget(key);
        }
    }

    /** A failure lets the consumer read the repetition again, and so come back here. */
    private void writeAgain(AlertRecorded settlement) {
        try {
            ledger.write(settlement);
        } catch (LedgerUnavailableException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static <T> T header(Message<?> message, String name, Class<T> type) {
        return Objects.requireNonNull(message.getHeaders().get(name, type), name);
    }
}
