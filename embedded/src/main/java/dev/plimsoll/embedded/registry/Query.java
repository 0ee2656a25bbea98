package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.embedded.image.Digest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request; of a repeated one the last counts. */
record Query(Map<String, String> parameters) {

    static Query of(HttpExchange exchange) throws Refusal {
        var parameters = new HashMap<String, String>();
        var query = exchange.getRequestURI().getRawQuery();
        for (var parameter : query == null ? new String[0] : query.split("&", -1)) {
            var nameAndValue = parameter.split("=", 2);
            if (nameAndValue.length == 2) {
                parameters.put(nameAndValue[0], decoded(nameAndValue[1]));
            }
        }
        return new Query(parameters);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    Optional<Digest> digest(String name) {
        return value(name).filter(Digest::isDigest).map(Digest::new);
    }

    private static String decoded(String value) throws Refusal {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Refusal(400, "UNSUPPORTED", "not a parameter's value: '%s'".formatted(value));
        }
    }
}
