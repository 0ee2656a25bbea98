package dev.plimsoll.notify.channel;

import org.jspecify.annotations.Nullable;

/**
 * Whom an alert goes to, as the ledger writes it: a destination, "owners", or one person in place
 * of everybody that a mail destination names, "owners:ada@example.com".
 *
 * @param destination its name
 * @param address null for whomever the destination names
 */
public record Addressee(String destination, @Nullable String address) {

    /** No name of a destination has it. */
    private static final char SEPARATOR = ':';

    public static Addressee parse(String text) {
        var separator = text.indexOf(SEPARATOR);
        return separator < 0
                ? new Addressee(text, null)
                : new Addressee(text.substring(0, separator), text.substring(separator + 1));
    }

    @Override
    public String toString() {
        return address == null ? destination : destination + SEPARATOR + address;
    }
}
