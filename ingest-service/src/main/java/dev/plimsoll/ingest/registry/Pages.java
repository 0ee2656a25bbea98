package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Lists that come in pages, each with a {@code Link} to the next one (RFC 8288). Of a link only the
 * query is taken: where to ask is ours to say.
 */
public final class Pages {

    /** Registries that filter may give a page without anything on it, but not for ever. */
    private static final int NOTHING_NEW_IN_A_ROW = 10;

    private static final int LONGEST_LINK = 8_192;
    private static final Pattern LINK = Pattern.compile("<([^<>]{0,8192}+)>([^<>]{0,1024}+)");
    private static final Pattern NEXT =
            Pattern.compile(";\\s*rel\\s*=\\s*\"?next\"?", Pattern.CASE_INSENSITIVE);

    private Pages() {}

    /** What a page brought. */
    public enum Progress {
        MORE,
        NOTHING_NEW,
        /** A bound is reached. */
        ENOUGH
    }

    /** Reads the documents of one list. */
    @FunctionalInterface
    public interface Reader {

        /**
         * @throws ImageRefusedException if it is not what was asked for
         */
        Progress page(byte[] document);
    }

    /**
     * @return whether the list was read to its end
     * @throws ImageRefusedException if a page or its link makes no sense
     * @throws RegistryUnavailableException if a page did not come
     */
    static boolean read(
            URI first, ListLimits limits, Function<URI, Http.Answer> get, Reader reader) {
        var asked = new HashSet<URI>();
        var address = first;
        long bytes = 0;
        int barren = 0;
        while (asked.size() < limits.pages() && asked.add(address)) {
            var answer = get.apply(address);
            var document =
                    BoundedBody.read(answer.body(), limits.pageBytes(), Reason.UNEXPECTED_RESPONSE);
            bytes += document.length;
            switch (reader.page(document)) {
                case MORE -> barren = 0;
                case NOTHING_NEW -> barren++;
                case ENOUGH -> {
                    return false;
                }
            }
            var next = next(answer.headers().allValues("Link"));
            if (next.isEmpty()) {
                return true;
            }
            if (barren == NOTHING_NEW_IN_A_ROW || bytes > limits.bytes()) {
                return false;
            }
            address = page(first, next.get());
        }
        return false;
    }

    private static Optional<String> next(List<String> headers) {
        for (var header : headers.subList(0, Math.min(headers.size(), 8))) {
            var links = LINK.matcher(header.substring(0, Math.min(header.length(), LONGEST_LINK)));
            while (links.find()) {
                if (NEXT.matcher(links.group(2)).find()) {
                    return Optional.of(links.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private static URI page(URI first, String link) {
        try {
            var target = first.resolve(new URI(link));
            if (Endpoint.of(target).equals(Endpoint.of(first)) && target.getRawQuery() != null) {
                var list = first.toString();
                return URI.create(
                        list.substring(0, list.indexOf('?')) + "?" + target.getRawQuery());
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            // Refused below, as a link to another host.
        }
        throw new ImageRefusedException(
                Reason.UNEXPECTED_RESPONSE,
                "the list goes on at '%s', which is no page of it"
                        .formatted(Printable.of(Endpoint.withoutQuery(link))));
    }
}
