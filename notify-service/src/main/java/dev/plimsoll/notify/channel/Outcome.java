package dev.plimsoll.notify.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one attempt ended. Reasons are for people and hold no secret. */
public sealed interface Outcome {

    /** The receiver has it. */
    record Delivered() implements Outcome {}

    /**
     * The receiver does not have it and may take it later.
     *
     * @param retryAfter how long the receiver asked to be left alone
     */
    record Unavailable(String reason, @Nullable Duration retryAfter) implements Outcome {}

    /** It was sent and no answer came: the receiver may have it or not. */
    record Unknown(String reason) implements Outcome {}

    /** The receiver will never take it. */
    record Refused(String reason) implements Outcome {}
}
