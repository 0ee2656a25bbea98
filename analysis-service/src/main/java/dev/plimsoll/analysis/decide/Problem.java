package dev.plimsoll.analysis.decide;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * An answer that is a refusal, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 * writes it.
 *
 * @param code for programs: the last part of its {@code type}
 * @param field of the request; null if it is not about one
 */
record Problem(
        HttpStatus status, String code, String title, String detail, @Nullable String field) {

    static Problem of(HttpStatus status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, null);
    }

    static Problem of(Decided.Refused refused) {
        return switch (refused.cause()) {
            case NOT_ALLOWED -> of(refused, HttpStatus.FORBIDDEN, "not-allowed", "Not allowed");
            case INVALID ->
                    of(
                            refused,
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-rule",
                            "The rule cannot be taken");
            case UNKNOWN -> of(refused, HttpStatus.NOT_FOUND, "unknown-rule", "No such rule");
            case KEPT_IN_FILE ->
                    of(refused, HttpStatus.CONFLICT, "kept-in-file", "The rule is kept in a file");
            case LOST_UPDATE ->
                    of(
                            refused,
                            HttpStatus.PRECONDITION_FAILED,
                            "lost-update",
                            "Somebody else was faster");
            case VERSION_MISSING ->
                    of(
                            refused,
                            HttpStatus.PRECONDITION_REQUIRED,
                            "version-missing",
                            "Which version?");
        };
    }

    private static Problem of(
            Decided.Refused refused, HttpStatus status, String code, String title) {
        return new Problem(status, code, title, refused.reason(), refused.field());
    }

    ResponseEntity<Object> answer() {
        var body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:plimsoll:problem:" + code));
        body.setTitle(title);
        if (field != null) {
            body.setProperty("field", field);
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    /** Ends a request of which nothing can be made. */
    static final class BadRequestException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        BadRequestException(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static BadRequestException bad(String field, String detail) {
        return new BadRequestException(
                new Problem(
                        HttpStatus.BAD_REQUEST, "bad-request", "Not understood", detail, field));
    }

    static BadRequestException tooLarge(int most) {
        return new BadRequestException(
                of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "too-large",
                        "Too large",
                        "The body has more than %d bytes.".formatted(most)));
    }
}
