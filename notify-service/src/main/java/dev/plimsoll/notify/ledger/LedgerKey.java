package dev.plimsoll.notify.ledger;

import dev.plimsoll.event.AlertRecorded;

/** The key of the ledger: one alert to one destination. */
public final class LedgerKey {

    private LedgerKey() {}

    public static String of(AlertRecorded alert) {
        return alert.getAlertId() + "|" + alert.getDestination();
    }
}
