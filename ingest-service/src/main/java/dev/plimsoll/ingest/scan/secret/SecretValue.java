package dev.plimsoll.ingest.scan.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a value can be a secret, rather than a placeholder, a reference or a setting. */
final class SecretValue {

    /** Bits for each character. Words and versions have less, random ones of 16 characters more. */
    private static final double RANDOM = 3.0;

    private static final double TOKEN_RANDOM = 2.0;
    private static final int SHORTEST_PASSWORD = 3;
    private static final int SHORTEST_KEY = 12;

    /** What comes after them makes no difference. */
    private static final int JUDGED_CHARACTERS = 512;

    private static final Pattern VERSION = Pattern.compile("v?[0-9]{1,6}[.][0-9]");

    private static final Set<String> SETTINGS =
            Set.of(
                    "true",
                    "false",
                    "yes",
                    "no",
                    "on",
                    "off",
                    "null",
                    "none",
                    "nil",
                    "default",
                    "undefined",
                    "required",
                    "optional",
                    "password",
                    "secret",
                    "token");

    private SecretValue() {}

    /**
     * @param whole without the quotes around it
     */
    static boolean isPlausible(SecretName name, String whole) {
        var value = start(whole);
        return switch (name) {
            case NONE -> false;
            case PASSWORD ->
                    value.length() >= SHORTEST_PASSWORD
                            && !isReference(value)
                            // A password of that name is worth telling, a setting is not.
                            && (!isSetting(value) || isWeakPassword(value));
            case KEY ->
                    value.length() >= SHORTEST_KEY
                            && !isReference(value)
                            && !isSetting(value)
                            && !VERSION.matcher(value).lookingAt()
                            && hasLettersAndDigits(value)
                            && entropy(value) >= RANDOM;
        };
    }

    /** Whether something written like a token is one: examples repeat themselves. */
    static boolean isRandom(String token) {
        return !token.endsWith("EXAMPLE") && entropy(start(token)) >= TOKEN_RANDOM;
    }

    /** It stands for a value that comes from elsewhere, or is yet to come. */
    static boolean isReference(String whole) {
        var value = start(whole);
        var lower = value.toLowerCase(Locale.ROOT);
        return value.startsWith("$")
                || value.startsWith("`")
                || value.startsWith("/")
                || value.startsWith("./")
                || value.startsWith("~/")
                || value.startsWith("<")
                || value.startsWith("{{")
                || value.startsWith("%")
                || value.startsWith("-")
                || value.contains("${")
                || value.contains("$(")
                || value.contains("://")
                || lower.startsWith("file:")
                || lower.startsWith("vault:")
                || lower.startsWith("arn:")
                || lower.startsWith("your")
                || lower.contains("example")
                || lower.contains("placeholder")
                || lower.contains("redacted")
                || isRepetition(value);
    }

    private static boolean isSetting(String value) {
        return SETTINGS.contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean isWeakPassword(String value) {
        return value.equalsIgnoreCase("password") || value.equalsIgnoreCase("secret");
    }

    private static boolean hasLettersAndDigits(String value) {
        boolean letter = false;
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            letter |= Character.isLetter(value.charAt(i));
            digit |= Character.isDigit(value.charAt(i));
        }
        return letter && digit;
    }

    private static boolean isRepetition(String value) {
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) != value.charAt(0)) {
                return false;
            }
        }
        return true;
    }

    /** Shannon's, in bits for each character. */
    private static double entropy(String value) {
        var counts = new int[128];
        for (int i = 0; i < value.length(); i++) {
            counts[Math.min(value.charAt(i), 127)]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static String start(String value) {
        return value.length() <= JUDGED_CHARACTERS ? value : value.substring(0, JUDGED_CHARACTERS);
    }
}
