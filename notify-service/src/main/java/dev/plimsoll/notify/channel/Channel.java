package dev.plimsoll.notify.channel;

/** A way to one destination. */
public interface Channel {

    /** Tries once; blocks until the outcome is known or the destination's time is up. */
    Outcome send(Announcement announcement);

    /**
     * Whether the receiver recognises a repetition by the announcement's id, and so may be sent it
     * again when nobody knows whether it arrived.
     */
    boolean recognisesRepetitions();
}
