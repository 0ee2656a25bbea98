package dev.plimsoll.notify.deliver;

import static dev.plimsoll.notify.Samples.NOON;
import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

    private static final TopicPartition PARTITION = new TopicPartition("alerts.ledger", 0);

    private final DeliveryQueue queue = new DeliveryQueue();

    @Test
    void letsCriticalAlertsOvertake() {
        var high = delivery(planned("high", item("CVE-2026-0001", Severity.HIGH)));
        var mixed =
                delivery(
                        planned(
                                "mixed",
                                item("CVE-2026-0001", Severity.HIGH),
                                item("CVE-2026-0002", Severity.CRITICAL)));
        var baseline =
                delivery(
                        AlertRecorded.newBuilder(
                                        planned(
                                                "baseline",
                                                item("CVE-2026-0003", Severity.CRITICAL)))
                                .setKind(AlertKind.BASELINE)
                                .build());
        List.of(baseline, high, mixed).forEach(queue::add);

        assertThat(drain(NOON)).containsExactly(mixed, high, baseline);
    }

    @Test
    void letsEveryAlertOvertakeAReview() {
        var low = delivery(planned("low", item("CVE-2026-0001", Severity.LOW)));
        var due = review(ReviewStage.OVERDUE, ruleDue("python-base", "2026-12-02"));
        var review = delivery(planned(due));
        List.of(review, low).forEach(queue::add);

        assertThat(drain(NOON)).containsExactly(low, review);
    }

    @Test
    void takesTheOlderOfEquallyUrgentOnes() {
        var younger =
                delivery(
                        AlertRecorded.newBuilder(planned("a"))
                                .setPlannedAt(NOON.plusSeconds(1))
                                .build());
        var older = delivery(planned("b"));
        List.of(younger, older).forEach(queue::add);

        assertThat(drain(NOON)).containsExactly(older, younger);
    }

    @Test
    void keepsWhatIsNotYetDue() {
        var waiting = delivery(planned("a")).notBefore(NOON.plusSeconds(5));
        queue.add(waiting);

        assertThat(queue.poll(NOON)).isEmpty();
        assertThat(queue.next()).contains(NOON.plusSeconds(5));
        assertThat(queue.poll(NOON.plusSeconds(5))).contains(waiting);
        assertThat(queue.next()).isEmpty();
    }

    @Test
    void dropsWhatIsWithdrawn() {
        queue.add(delivery(planned("a")));
        queue.add(delivery(planned("b")).notBefore(NOON.plusSeconds(5)));

        queue.removeIf(delivery -> delivery.partition().equals(PARTITION));

        assertThat(queue.size()).isZero();
        assertThat(queue.poll(Instant.MAX)).isEqualTo(Optional.empty());
    }

    private List<Delivery> drain(Instant now) {
        var drained = new ArrayList<Delivery>();
        for (var next = queue.poll(now); next.isPresent(); next = queue.poll(now)) {
            drained.add(next.get());
        }
        return drained;
    }

    private static Delivery delivery(AlertRecorded alert) {
        return Delivery.of(PARTITION, alert);
    }
}
