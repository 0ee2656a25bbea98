package dev.plimsoll.ingest.scan.secret;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the name of a variable, an option or a setting lets us expect of its value. */
enum SecretName {
    /** Chosen by people: any value may be one. */
    PASSWORD,
    /** Made by machines: its value looks random. */
    KEY,
    NONE;

    /** A longer name is no name. */
    static final int LONGEST = 100;

    private static final Pattern WORD_END =
            Pattern.compile("[^A-Za-z0-9]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private static final Set<String> PASSWORDS =
            Set.of("password", "passwd", "passphrase", "pass", "pwd", "userpass");

    private static final Set<String> KEYS =
            Set.of(
                    "secret",
                    "secrets",
                    "token",
                    "tokens",
                    "apikey",
                    "authtoken",
                    "credential",
                    "credentials");

    /** Words before "key" that make it one; a public or PGP key is none. */
    private static final Set<String> KINDS_OF_KEY =
            Set.of(
                    "api",
                    "private",
                    "access",
                    "secret",
                    "auth",
                    "signing",
                    "encryption",
                    "account",
                    "master",
                    "license");

    /** Last words of names that tell of a secret without being one. */
    private static final Set<String> ABOUT =
            Set.of(
                    "file",
                    "path",
                    "dir",
                    "directory",
                    "folder",
                    "url",
                    "uri",
                    "endpoint",
                    "host",
                    "name",
                    "names",
                    "id",
                    "ids",
                    "type",
                    "kind",
                    "ttl",
                    "expiry",
                    "expiration",
                    "lifetime",
                    "length",
                    "size",
                    "header",
                    "policy",
                    "version",
                    "stdin",
                    "count",
                    "min",
                    "max",
                    "timeout",
                    "sha",
                    "sha1",
                    "sha256",
                    "sha512",
                    "md5",
                    "checksum",
                    "enabled",
                    "required",
                    "algorithm",
                    "issuer",
                    "audience",
                    "prefix",
                    "provider",
                    "mode",
                    "class",
                    "env",
                    "backend",
                    "store",
                    "arn");

    /** Words of names that tell whether there is to be a secret. */
    private static final Set<String> WHETHER =
            Set.of(
                    "no",
                    "without",
                    "allow",
                    "disable",
                    "disabled",
                    "enable",
                    "random",
                    "onetime",
                    "empty",
                    "require",
                    "generate",
                    "use");

    /** What one of the words above has; most names have none, and are not looked at closely. */
    private static final List<String> STEMS =
            List.of("pass", "pwd", "secret", "token", "key", "credential");

    static SecretName of(String name) {
        if (name.length() < 3 || name.length() > LONGEST) {
            return NONE;
        }
        var lower = name.toLowerCase(Locale.ROOT);
        if (STEMS.stream().noneMatch(lower::contains)) {
            return NONE;
        }
        var words =
                WORD_END.splitAsStream(name)
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .toList();
        if (words.isEmpty()
                || ABOUT.contains(words.getLast())
                || words.stream().anyMatch(WHETHER::contains)
                // Where a shell is, and where it was.
                || Arrays.asList("pwd", "oldpwd").contains(String.join("", words))) {
            return NONE;
        }
        if (words.stream().anyMatch(PASSWORDS::contains)) {
            return PASSWORD;
        }
        return words.stream().anyMatch(KEYS::contains) || isKey(words) ? KEY : NONE;
    }

    private static boolean isKey(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).equals("key") && KINDS_OF_KEY.contains(words.get(i - 1))) {
                return true;
            }
        }
        return false;
    }
}
