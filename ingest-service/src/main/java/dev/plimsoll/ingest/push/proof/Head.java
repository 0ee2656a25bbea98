package dev.plimsoll.ingest.push.proof;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body.
 *
 * @param headers by name in any case; of those that come twice the first
 * @param query as it stands in the URL
 */
public record Head(Map<String, String> headers, @Nullable String query) {

    public Head {
        var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = Collections.unmodifiableMap(anyCase);
    }

    public static Head of(HttpServletRequest request) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var name : Collections.list(request.getHeaderNames())) {
            headers.put(name, request.getHeader(name));
        }
        return new Head(headers, request.getQueryString());
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Read from the query alone: a servlet would read a form out of the body. */
    @Nullable String parameter(String name) {
        if (query == null) {
            return null;
        }
        var start = name + "=";
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(start))
                .findFirst()
                .map(parameter -> decoded(parameter.substring(start.length())))
                .orElse(null);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // not encoded as a URL should be: compared as it stands
        }
    }

    /** Headers hold secrets. */
    @Override
    public String toString() {
        return "Head" + headers.keySet();
    }
}
