package dev.plimsoll.analysis.advisory;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How a server tells one state of a file from another (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8">RFC 9110, 8.8</a>).
 *
 * @param etag with its quotes; empty if there is none
 * @param modified as the server wrote it; empty if it did not
 */
record Validators(String etag, String modified) {

    /** Sent back as they came: whatever else a server writes there is left out. */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7b\\x7d\\x7e]*\"");

    private static final Pattern MODIFIED = Pattern.compile("[A-Za-z0-9 ,:+-]{1,40}");
    private static final int CHARACTERS = 200;

    static final Validators NONE = new Validators("", "");

    Validators {
        etag = kept(etag, ETAG.asMatchPredicate());
        modified = kept(modified, MODIFIED.asMatchPredicate());
    }

    private static String kept(String text, Predicate<String> grammar) {
        return text.length() <= CHARACTERS && grammar.test(text) ? text : "";
    }

    static Validators of(HttpHeaders headers) {
        return new Validators(
                headers.firstValue("ETag").orElse(""),
                headers.firstValue("Last-Modified").orElse(""));
    }

    /** What {@link #stamp} gave. */
    static Validators parse(String stamp) {
        var separator = stamp.indexOf('|');
        return separator < 0
                ? NONE
                : new Validators(stamp.substring(0, separator), stamp.substring(separator + 1));
    }

    String stamp() {
        return etag + "|" + modified;
    }

    /** Asks for the file only if it is another. */
    void ifNoneMatch(HttpRequest.Builder request) {
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        if (!modified.isEmpty()) {
            request.header("If-Modified-Since", modified);
        }
    }

    /** What a part of the file may be continued by; a weak tag does not tell bytes apart. */
    Optional<String> ifRange() {
        if (!etag.isEmpty() && !etag.startsWith("W/")) {
            return Optional.of(etag);
        }
        return modified.isEmpty() ? Optional.empty() : Optional.of(modified);
    }

    boolean isNone() {
        return equals(NONE);
    }
}
