package dev.plimsoll.schemas.topic;

import java.util.List;

/** The cluster's topics are not as this release needs them; the message names every difference. */
public final class TopicLayoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicLayoutException(List<String> differences) {
        super(
                "the topics are not as Plimsoll needs them, alter them or choose another prefix:\n  "
                        + String.join("\n  ", differences));
    }
}
