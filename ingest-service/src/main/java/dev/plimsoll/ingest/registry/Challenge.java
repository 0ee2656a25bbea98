package dev.plimsoll.ingest.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a 401 asks for. */
sealed interface Challenge {

    record Basic() implements Challenge {}

    /**
     * @param service empty if the registry names none
     */
    record Bearer(String realm, String service) implements Challenge {}

    Pattern PARAMETER = Pattern.compile("([A-Za-z_]{1,32})=\"([^\"]{0,2048}+)\"");

    /** Of the {@code WWW-Authenticate} headers; a token is preferred over the password. */
    static Optional<Challenge> of(List<String> headers) {
        Optional<Challenge> basic = Optional.empty();
        for (var header : headers.subList(0, Math.min(headers.size(), 8))) {
            var bounded = header.substring(0, Math.min(header.length(), 8192)).strip();
            var scheme = bounded.split("[ ,]", 2)[0].toLowerCase(Locale.ROOT);
            if (scheme.equals("bearer")) {
                var parameters = new HashMap<String, String>();
                var matcher = PARAMETER.matcher(bounded);
                while (matcher.find()) {
                    parameters.putIfAbsent(
                            matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
                }
                return Optional.of(
                        new Bearer(
                                parameters.getOrDefault("realm", ""),
                                parameters.getOrDefault("service", "")));
            }
            if (scheme.equals("basic")) {
                basic = Optional.of(new Basic());
            }
        }
        return basic;
    }
}
