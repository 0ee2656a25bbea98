package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.RuleChanged;
import org.jspecify.annotations.Nullable;

/** What came of somebody's wish to change a rule. */
public sealed interface Decided {

    /**
     * It holds.
     *
     * @param changed false if it held before, word for word
     * @param created true if there was none of its id
     */
    record Done(Held<RuleChanged> rule, boolean changed, boolean created) implements Decided {}

    /**
     * Nothing changed, and the attempt is logged.
     *
     * @param field of the rule; null if it is not about one
     * @param reason in words, with what to do
     */
    record Refused(Cause cause, @Nullable String field, String reason) implements Decided {}

    /** Why an attempt is refused. */
    enum Cause {
        /** The account may not decide this. */
        NOT_ALLOWED,
        /** The rule says too little, too much, or something that cannot be. */
        INVALID,
        /** There is no such rule. */
        UNKNOWN,
        /** It is kept in a file. */
        KEPT_IN_FILE,
        /** Somebody changed it since it was read. */
        LOST_UPDATE,
        /** It is there, and the request does not say which version it means to change. */
        VERSION_MISSING
    }
}
