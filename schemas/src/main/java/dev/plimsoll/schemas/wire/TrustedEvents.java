package dev.plimsoll.schemas.wire;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may instantiate the generated event classes: since 1.12.1 it refuses classes
 * it was not told to trust. Every generated record calls {@link #trust} when it is loaded (the
 * build puts the call there), so no program has to remember it.
 */
public final class TrustedEvents {

    private static final String EVENT_PACKAGE = "dev.plimsoll.event";

    static {
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackageName().equals(EVENT_PACKAGE)));
    }

    private TrustedEvents() {}

    /** Loading this class did the work. */
    public static void trust() {}
}
