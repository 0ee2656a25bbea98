package dev.plimsoll.notify.deliver;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** What waits for one destination: of those that are due, the most urgent. Not thread-safe. */
final class DeliveryQueue {

    private final PriorityQueue<Delivery> due = new PriorityQueue<>(Delivery.MOST_URGENT_FIRST);
    private final PriorityQueue<Delivery> later =
            new PriorityQueue<>(Comparator.comparing(Delivery::notBefore));

    void add(Delivery delivery) {
        later.add(delivery);
    }

    Optional<Delivery> poll(Instant now) {
        while (!later.isEmpty() && !later.element().notBefore().isAfter(now)) {
            due.add(later.remove());
        }
        return Optional.ofNullable(due.poll());
    }

    /** When to look again, if anything waits. */
    Optional<Instant> next() {
        return due.isEmpty()
                ? Optional.ofNullable(later.peek()).map(Delivery::notBefore)
                : Optional.of(Instant.MIN);
    }

    void removeIf(Predicate<Delivery> condition) {
        due.removeIf(condition);
        later.removeIf(condition);
    }

    int size() {
        return due.size() + later.size();
    }
}
