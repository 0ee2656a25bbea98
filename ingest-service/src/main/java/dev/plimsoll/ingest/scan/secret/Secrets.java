package dev.plimsoll.ingest.scan.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Looks for secrets in a text, and writes it without them. */
public final class Secrets {

    /** What stands where a secret was. */
    public static final String REDACTED = "***";

    private static final String PASSWORD = "password";
    private static final String GENERIC = "generic-secret";

    /** Longer than any instruction that people write; what comes after it is cut off. */
    public static final int LONGEST = 256 * 1024;

    /** A value is not looked at beyond. */
    private static final int LONGEST_VALUE = 16 * 1024;

    /** In one text; of one with more nothing is shown. */
    private static final int MOST = 1_000;

    private static final String KEY_BEGINS = "-----BEGIN ";
    private static final String KEY_ENDS = "-----END ";
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----");

    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "[\"']?[ ]?:[ ]{0,4}[\"']?(?:bearer|basic|token)[ ]{1,4}",
                    Pattern.CASE_INSENSITIVE);

    /** Where the user of an address ends, or the address does. */
    private static final String USER_ENDS = ":@/?#\"' \t\n";

    private static final String PASSWORD_ENDS = "@/?#\"' \t\n";
    private static final String VALUE_ENDS = "\"' \t\r\n;&|)<>";

    private final String text;
    private final List<Span> spans = new ArrayList<>();

    /** Where in the text a secret is. */
    private record Span(String pattern, int from, int to) {}

    /**
     * A text that was looked at.
     *
     * @param patterns the kinds of secrets in it, each once, in the order of their names
     * @param text without the secrets
     */
    public record Searched(List<String> patterns, String text) {
        public Searched {
            patterns = List.copyOf(patterns);
        }
    }

    private Secrets(String text) {
        this.text = text;
    }

    /** Looks for secrets in a build instruction, a label or any other text. */
    public static Searched search(String text) {
        var search = new Secrets(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
        search.tokens();
        search.privateKeys();
        search.addresses();
        search.authorizations();
        search.assignments();
        search.options();
        return search.searched();
    }

    /**
     * The kinds of secrets in the value of a variable.
     *
     * @param name of the variable
     */
    public static List<String> inVariable(String name, String value) {
        var found = new TreeSet<>(search(value).patterns());
        var whole = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
        if (found.isEmpty() && SecretValue.isPlausible(SecretName.of(name), unquoted(whole))) {
            found.add(pattern(SecretName.of(name)));
        }
        return List.copyOf(found);
    }

    private void tokens() {
        for (var format : TokenFormat.ALL) {
            var matcher = format.text().matcher(text);
            for (int at = text.indexOf(format.anchor());
                    at >= 0;
                    at = text.indexOf(format.anchor(), at + 1)) {
                int start = at - format.lead();
                // Within a longer word it is no token, and a repeated anchor costs nothing.
                if (start < 0 || (start > 0 && isWord(text.charAt(start - 1)))) {
                    continue;
                }
                if (matcher.region(start, text.length()).lookingAt()
                        && isWordEnd(matcher.end())
                        && SecretValue.isRandom(matcher.group())) {
                    found(format.id(), start, matcher.end());
                }
            }
        }
    }

    private void privateKeys() {
        var matcher = PRIVATE_KEY.matcher(text);
        int at = text.indexOf(KEY_BEGINS);
        while (at >= 0) {
            if (matcher.region(at, text.length()).lookingAt()) {
                int end = text.indexOf(KEY_ENDS, matcher.end());
                found("private-key", at, end < 0 ? text.length() : end);
                at = end < 0 ? -1 : text.indexOf(KEY_BEGINS, end);
            } else {
                at = text.indexOf(KEY_BEGINS, at + 1);
            }
        }
    }

    /** {@code scheme://user:password@host}. */
    private void addresses() {
        int next = 0;
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", next)) {
            int user = at + 3;
            int userEnd = end(user, USER_ENDS);
            next = userEnd;
            if (userEnd == text.length() || text.charAt(userEnd) != ':') {
                continue;
            }
            int password = userEnd + 1;
            int passwordEnd = end(password, PASSWORD_ENDS);
            next = passwordEnd;
            if (passwordEnd < text.length()
                    && text.charAt(passwordEnd) == '@'
                    && passwordEnd > password
                    && !SecretValue.isReference(text.substring(password, passwordEnd))) {
                found("password-in-url", password, passwordEnd);
            }
        }
    }

    /** {@code Authorization: Bearer …}. */
    private void authorizations() {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            return; // no header has such letters
        }
        var matcher = AUTHORIZATION.matcher(text);
        var header = "authorization";
        for (int at = lower.indexOf(header); at >= 0; at = lower.indexOf(header, at + 1)) {
            if (matcher.region(at + header.length(), text.length()).lookingAt()) {
                int end = end(matcher.end(), VALUE_ENDS);
                var value = text.substring(matcher.end(), end);
                if (value.length() >= 6 && !SecretValue.isReference(value)) {
                    found("authorization-header", matcher.end(), end);
                }
            }
        }
    }

    /** {@code NAME=value}, as in ENV, ARG and in shells. */
    private void assignments() {
        int next = 0;
        for (int at = text.indexOf('='); at >= 0; at = text.indexOf('=', next)) {
            int name = at;
            while (name > 0 && at - name <= SecretName.LONGEST && isName(text.charAt(name - 1))) {
                name--;
            }
            next = value(SecretName.of(text.substring(name, at)), at + 1);
        }
    }

    /** {@code --password value}. */
    private void options() {
        int next = 0;
        for (int at = text.indexOf("--"); at >= 0; at = text.indexOf("--", next)) {
            int end = at + 2;
            while (end < text.length() && isName(text.charAt(end))) {
                end++;
            }
            next = end;
            if (end + 1 < text.length() && text.charAt(end) == ' ') {
                value(SecretName.of(text.substring(at + 2, end)), end + 1);
            }
        }
    }

    /**
     * @return where to look on: quotes may hold another assignment
     */
    private int value(SecretName name, int at) {
        if (name == SecretName.NONE || at >= text.length()) {
            return at;
        }
        char first = text.charAt(at);
        boolean quoted = first == '"' || first == '\'';
        int from = quoted ? at + 1 : at;
        int to = end(from, quoted ? String.valueOf(first) : VALUE_ENDS);
        boolean secret = SecretValue.isPlausible(name, text.substring(from, to));
        if (secret) {
            found(pattern(name), from, to);
        }
        return quoted && !secret ? from : to;
    }

    private void found(String pattern, int from, int to) {
        if (spans.size() < MOST) {
            spans.add(new Span(pattern, from, to));
        }
    }

    /** The next of some characters, the end of the text, or of what is looked at. */
    private int end(int from, String ends) {
        int at = from;
        while (at < text.length()
                && at - from < LONGEST_VALUE
                && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private Searched searched() {
        if (spans.isEmpty()) {
            return new Searched(List.of(), text);
        }
        var patterns = new TreeSet<String>();
        spans.stream().filter(this::tells).map(Span::pattern).forEach(patterns::add);
        return new Searched(
                List.copyOf(patterns), spans.size() == MOST ? REDACTED : withoutSecrets());
    }

    /** What a format names is not named once more by the variable that holds it. */
    private boolean tells(Span span) {
        return !isGeneric(span)
                || spans.stream()
                        .noneMatch(
                                other ->
                                        !isGeneric(other)
                                                && other.from() < span.to()
                                                && span.from() < other.to());
    }

    private static boolean isGeneric(Span span) {
        return span.pattern().equals(PASSWORD) || span.pattern().equals(GENERIC);
    }

    private String withoutSecrets() {
        var shown = new StringBuilder();
        int at = 0;
        spans.sort(Comparator.comparingInt(Span::from));
        for (var span : spans) {
            if (span.from() >= at) {
                shown.append(text, at, span.from()).append(REDACTED);
            }
            at = Math.max(at, span.to());
        }
        return shown.append(text, at, text.length()).toString();
    }

    private static String pattern(SecretName name) {
        return name == SecretName.PASSWORD ? PASSWORD : GENERIC;
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        return last > 0
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(0) == value.charAt(last)
                ? value.substring(1, last)
                : value;
    }

    private boolean isWordEnd(int at) {
        return at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isWord(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
    }

    private static boolean isName(char character) {
        return isWord(character) || character == '.';
    }
}
