package dev.plimsoll.ingest.registry;

/** The image cannot be read, and trying again would end the same way. */
public final class ImageRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * @param message for people; values of foreign origin in it went through {@link Printable}
     */
    public ImageRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String toString() {
        return reason + ": " + getMessage();
    }
}
