package dev.plimsoll.ingest.reference;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry answers: "host" or "host:port".
 *
 * @param value lower case, without scheme, user or path; an IPv6 literal in brackets
 */
public record RegistryHost(String value) {

    private static final int LONGEST = 255;
    private static final int HIGHEST_PORT = 65_535;

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?:%s(?:\\.%s)*|\\[[0-9A-Fa-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?"
                            .formatted(LABEL, LABEL));

    /** After the grammar, which it has to match. */
    public static final RegistryHost DOCKER_HUB = new RegistryHost("docker.io");

    public RegistryHost {
        // Letters are checked before the case is changed: "K" (Kelvin) would turn into "k".
        var matcher = GRAMMAR.matcher(value);
        if (value.length() > LONGEST || !matcher.matches() || tooHigh(matcher.group(1))) {
            throw new IllegalArgumentException(
                    "not a registry host (host or host:port): '%s'".formatted(Printable.of(value)));
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    private static boolean tooHigh(@Nullable String port) {
        return port != null && Integer.parseInt(port) > HIGHEST_PORT;
    }

    @Override
    public String toString() {
        return value;
    }
}
