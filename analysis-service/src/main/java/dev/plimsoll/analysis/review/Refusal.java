package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.decide.Decided;
import java.net.URI;
import org.springframework.http.HttpStatus;

/** How a refused attempt is answered. */
final class Refusal {

    private Refusal() {}

    static HttpStatus status(Decided.Cause cause) {
        return switch (cause) {
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case KEPT_IN_FILE -> HttpStatus.CONFLICT;
            case LOST_UPDATE -> HttpStatus.PRECONDITION_FAILED;
            case VERSION_MISSING -> HttpStatus.PRECONDITION_REQUIRED;
        };
    }

    /** For programs: the same as in the answers of {@code /rules}. */
    static URI type(Decided.Cause cause) {
        return URI.create(
                "urn:plimsoll:problem:"
                        + switch (cause) {
                            case NOT_ALLOWED -> "not-allowed";
                            case INVALID -> "invalid-rule";
                            case UNKNOWN -> "unknown-rule";
                            case KEPT_IN_FILE -> "kept-in-file";
                            case LOST_UPDATE -> "lost-update";
                            case VERSION_MISSING -> "version-missing";
                        });
    }
}
