package dev.plimsoll.notify.ledger;

import dev.plimsoll.event.AlertRecorded;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** What a binding that plans alerts puts into the ledger. */
public final class PlannedAlerts {

    private static final Logger log = LoggerFactory.getLogger(PlannedAlerts.class);

    private PlannedAlerts() {}

    /** A message for each, which the log tells too. */
    public static List<Message<AlertRecorded>> messages(List<AlertRecorded> planned) {
        planned.forEach(alert -> AlertKeys.add(log.atInfo(), alert).log("alert planned"));
        return planned.stream().map(PlannedAlerts::message).toList();
    }

    private static Message<AlertRecorded> message(AlertRecorded alert) {
        return MessageBuilder.withPayload(alert)
                .setHeader(KafkaHeaders.KEY, LedgerKey.of(alert))
                .build();
    }
}
