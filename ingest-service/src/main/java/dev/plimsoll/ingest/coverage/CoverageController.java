package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.access.Secret;
import dev.plimsoll.ingest.coverage.Coverage.Entry;
import dev.plimsoll.ingest.coverage.Coverage.OfRegistry;
import dev.plimsoll.ingest.coverage.Coverage.State;
import dev.plimsoll.ingest.reference.ImageReference;
import dev.plimsoll.ingest.reference.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /coverage}: what is not covered, and why. */
@RestController
final class CoverageController {

    private static final int MOST = 1_000;

    private final Secret authorization;
    private final Reconciliation reconciliation;

    CoverageController(CoverageProperties properties, Reconciliation reconciliation) {
        var token = properties.token();
        this.authorization = token == null ? Secret.NONE : Secret.of("Bearer " + token);
        this.reconciliation = reconciliation;
    }

    /** What one page shows, and where the next one begins. */
    private record Page(List<Map<String, Object>> items, @Nullable String next) {}

    /**
     * @param registry of one registry only; empty for all
     * @param state of one state only, for example "missed"; empty for all but "covered"
     * @param after the last item of the page before
     * @param limit items of a page
     */
    @GetMapping("/coverage")
    ResponseEntity<?> coverage(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String presented,
            @RequestParam(defaultValue = "") String registry,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        if (!authorization.matches(presented)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        if (limit < 1 || limit > MOST) {
            return refused("limit", String.valueOf(limit), "1 to " + MOST);
        }
        State wanted = null;
        if (!state.isEmpty()) {
            wanted = state(state);
            if (wanted == null) {
                return refused("state", state, states());
            }
        }
        TagName last = null;
        if (!after.isEmpty()) {
            last = name(after);
            if (last == null) {
                return refused("after", after, "an image of the page before");
            }
        }
        var coverage = reconciliation.coverage();
        var registries =
                coverage.registries().stream()
                        .filter(one -> registry.isEmpty() || one.registry().equals(registry))
                        .toList();
        if (registries.isEmpty() && !registry.isEmpty()) {
            return refused("registry", registry, "one of ingest.coverage.registries");
        }
        var page = page(registries, wanted, last, limit);
        var body = new LinkedHashMap<String, Object>();
        body.put("at", coverage.at().toString());
        body.put("registries", registries.stream().map(CoverageController::summary).toList());
        body.put("items", page.items());
        if (page.next() != null) {
            body.put("next", page.next());
        }
        return ResponseEntity.ok(body);
    }

    private static Page page(
            List<OfRegistry> registries,
            @Nullable State wanted,
            @Nullable TagName after,
            int limit) {
        var items = new ArrayList<Map<String, Object>>();
        String last = null;
        for (var registry : from(registries, after)) {
            for (var entry : registry.entries()) {
                if (isShown(entry.name(), after)) {
                    continue;
                }
                var state = State.of(entry.standing());
                if (wanted == null ? state == State.COVERED : state != wanted) {
                    continue;
                }
                if (items.size() == limit) {
                    return new Page(items, last);
                }
                items.add(item(entry, state));
                last = entry.name().toString();
            }
        }
        return new Page(items, null);
    }

    private static List<OfRegistry> from(List<OfRegistry> registries, @Nullable TagName after) {
        return registries.stream()
                .dropWhile(one -> after != null && !one.registry().equals(after.registry()))
                .toList();
    }

    private static boolean isShown(TagName name, @Nullable TagName after) {
        return after != null
                && name.registry().equals(after.registry())
                && name.compareTo(after) <= 0;
    }

    private static Map<String, Object> summary(OfRegistry registry) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("registry", registry.registry());
        summary.put("catalogue", registry.kind().name().toLowerCase(Locale.ROOT));
        summary.put("stale", registry.stale());
        var knownAt = registry.knownAt();
        if (registry.stale()) {
            summary.put("notKnownSince", knownAt == null ? "ever" : knownAt.toString());
        }
        putGiven(summary, "knownAt", knownAt);
        putGiven(summary, "problem", registry.problem());
        var catalogue = registry.catalogue();
        if (catalogue == null) {
            return summary;
        }
        summary.put("listedAt", catalogue.ended().toString());
        summary.put("whole", catalogue.whole());
        summary.put("malformedNames", catalogue.malformed());
        summary.put("vanishedHeldBack", registry.heldBack());
        var counts = new LinkedHashMap<String, Integer>();
        registry.counts().forEach((state, count) -> counts.put(word(state), count));
        summary.put("tags", counts);
        var unlisted = registry.unlisted();
        summary.put("unlistedRepositories", unlisted.size());
        summary.put(
                "unlisted",
                unlisted.stream()
                        .limit(100)
                        .map(one -> Map.of("repository", one.getKey(), "why", one.getValue()))
                        .toList());
        return summary;
    }

    private static Map<String, Object> item(Entry entry, State state) {
        var item = new LinkedHashMap<String, Object>();
        item.put("image", entry.name().toString());
        if (!entry.digest().isEmpty()) {
            item.put("digest", entry.digest());
        }
        item.put("state", word(state));
        switch (entry.standing()) {
            case Standing.Covered _ -> {
                // Nothing to add.
            }
            case Standing.OnItsWay(var since) -> item.put("since", since.toString());
            case Standing.Missed(var reason, var message, var asked) -> {
                item.put("reason", reason);
                item.put("message", message);
                putGiven(item, "askedAt", asked);
            }
            case Standing.Lost(var told, var asked) -> {
                item.put("reason", "NO_SCAN_CAME");
                item.put(
                        "message",
                        "its push was told at %s, and no scan came of it".formatted(told));
                putGiven(item, "askedAt", asked);
            }
            case Standing.Failed(var reason, var message, var again, var asked) -> {
                item.put("reason", reason);
                item.put("message", message);
                item.put("askedAgain", again);
                putGiven(item, "askedAt", asked);
            }
            case Standing.Unsupported(var reason, var message) -> {
                item.put("reason", reason);
                item.put("message", message);
            }
            case Standing.Excluded(var why) -> item.put("message", why);
            case Standing.NoImage(var what) -> item.put("message", what);
            case Standing.Unreadable(var reason, var message) -> {
                item.put("reason", reason);
                item.put("message", message);
            }
        }
        return item;
    }

    private static void putGiven(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value.toString());
        }
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable TagName name(String text) {
        try {
            var image = ImageReference.parse(text);
            var tag = image.tag();
            return tag == null
                    ? null
                    : new TagName(
                            image.registry().value(), image.repository().value(), tag.value());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable State state(String word) {
        for (var state : State.values()) {
            if (word(state).equals(word)) {
                return state;
            }
        }
        return null;
    }

    private static String states() {
        var words = new ArrayList<String>();
        for (var state : State.values()) {
            words.add(word(state));
        }
        return String.join(", ", words);
    }

    private static ResponseEntity<?> refused(String parameter, String value, String usage) {
        return ResponseEntity.badRequest()
                .body(
                        Map.of(
                                "reason",
                                "BAD_PARAMETER",
                                "message",
                                "%s cannot be '%s': %s"
                                        .formatted(parameter, Printable.of(value), usage)));
    }
}
