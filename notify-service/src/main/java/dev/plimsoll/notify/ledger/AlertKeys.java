package dev.plimsoll.notify.ledger;

import dev.plimsoll.event.AlertRecorded;
import org.slf4j.spi.LoggingEventBuilder;

/** What every line of the log says of an alert. */
public final class AlertKeys {

    private AlertKeys() {}

    /** A review has no image; its owner is text that anybody wrote, and is not put into a log. */
    public static LoggingEventBuilder add(LoggingEventBuilder event, AlertRecorded alert) {
        var said =
                event.addKeyValue("alert", alert.getAlertId())
                        .addKeyValue("destination", alert.getDestination())
                        .addKeyValue("kind", alert.getKind());
        var review = alert.getReview();
        return review == null
                ? said.addKeyValue("repository", alert.getImage().getRepository())
                        .addKeyValue("tag", alert.getImage().getTag())
                        .addKeyValue("findings", alert.getItems().size())
                : said.addKeyValue("stage", review.getStage())
                        .addKeyValue("rules", review.getItems().size());
    }
}
