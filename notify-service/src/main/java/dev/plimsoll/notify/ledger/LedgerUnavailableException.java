package dev.plimsoll.notify.ledger;

/** Kafka did not confirm a write; later it may. */
public final class LedgerUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String topic, Throwable cause) {
        super("Kafka did not confirm a record on '%s'".formatted(topic), cause);
    }
}
