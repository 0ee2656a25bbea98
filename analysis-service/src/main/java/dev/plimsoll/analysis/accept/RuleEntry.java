package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One entry of a rule file, checked field by field. */
final class RuleEntry {

    private static final Set<String> FIELDS =
            Set.of(
                    "id", "accept", "never", "while", "reason", "owner", "ticket", "decided",
                    "review", "until");
    private static final Set<String> SCOPE_FIELDS =
            Set.of(
                    "images",
                    "layer",
                    "role",
                    "severity",
                    "fix",
                    "packages",
                    "vulnerabilities",
                    "kev");
    private static final Set<String> GUARD_FIELDS = Set.of("kev", "epss-below");

    private final JsonNode entry;
    private final Instant now;
    private final Duration longest;

    RuleEntry(JsonNode entry, Instant now, Duration longest) {
        this.entry = entry;
        this.now = now;
        this.longest = longest;
    }

    RuleChanged toRule(String id, String origin) throws RuleRefusedException {
        refuseUnknown(entry, "", FIELDS);
        boolean accept = entry.has("accept");
        if (accept == entry.has("never")) {
            throw new RuleRefusedException(
                    "accept", "a rule has either 'accept' or 'never', exactly one");
        }
        var kind = accept ? RuleKind.ACCEPT : RuleKind.NEVER;
        var where = accept ? "accept" : "never";
        var scope = scope(entry.get(where), where);
        if (accept) {
            refuseBlanket(scope);
        }
        var decided = date("decided");
        if (decided != null && decided.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
            throw new RuleRefusedException("decided", "'%s' is in the future".formatted(decided));
        }
        return new RuleChanged(
                id,
                RuleState.ACTIVE,
                kind,
                scope,
                guards(),
                required("reason"),
                required("owner"),
                text("ticket"),
                decided,
                date("review"),
                end(accept, decided),
                null,
                "file",
                origin,
                now,
                null,
                null);
    }

    private RuleScope scope(@Nullable JsonNode node, String where) throws RuleRefusedException {
        if (node == null || !node.isObject()) {
            throw new RuleRefusedException(
                    where, "must name what it speaks of, for example images");
        }
        refuseUnknown(node, where + ".", SCOPE_FIELDS);
        var images = strings(node, where, "images");
        for (var glob : images) {
            try {
                ImageGlob.parse(glob);
            } catch (IllegalArgumentException e) {
                throw new RuleRefusedException(
                        where + ".images", String.valueOf(e.getMessage()), e);
            }
        }
        var scope =
                new RuleScope(
                        images,
                        words(node, where, "layer"),
                        words(node, where, "role"),
                        words(node, where, "severity"),
                        words(node, where, "fix"),
                        strings(node, where, "packages"),
                        strings(node, where, "vulnerabilities"),
                        bool(node, where, "kev"),
                        List.of());
        if (scope.equals(RuleFile.emptyScope())) {
            throw new RuleRefusedException(where, "names nothing, so it would match everything");
        }
        return scope;
    }

    /**
     * An acceptance for every image, package and vulnerability is no decision about any of them.
     */
    private static void refuseBlanket(RuleScope scope) throws RuleRefusedException {
        boolean everyImage = scope.getImages().stream().anyMatch(ImageGlob::isBlanket);
        boolean namesImages = !scope.getImages().isEmpty() && !everyImage;
        if (!namesImages && scope.getPackages().isEmpty() && scope.getVulnerabilities().isEmpty()) {
            throw new RuleRefusedException(
                    "accept", "is a blanket rule; name images, packages or vulnerabilities");
        }
    }

    private RuleGuards guards() throws RuleRefusedException {
        var node = entry.get("while");
        if (node == null) {
            return new RuleGuards(null, null, null);
        }
        if (!node.isObject()) {
            throw new RuleRefusedException("while", "must be guards, for example {kev: false}");
        }
        refuseUnknown(node, "while.", GUARD_FIELDS);
        var epssBelow = node.get("epss-below");
        if (epssBelow == null) {
            return new RuleGuards(bool(node, "while", "kev"), null, null);
        }
        if (!epssBelow.isNumber() || epssBelow.asDouble() <= 0 || epssBelow.asDouble() > 1) {
            throw new RuleRefusedException(
                    "while.epss-below",
                    "'%s' is no probability above 0 and up to 1".formatted(epssBelow.asString()));
        }
        return new RuleGuards(bool(node, "while", "kev"), epssBelow.asDouble(), null);
    }

    private @Nullable Instant end(boolean accept, @Nullable LocalDate decided)
            throws RuleRefusedException {
        var text = text("until");
        if (text == null) {
            if (accept) {
                throw new RuleRefusedException("until", "is missing; no acceptance is for ever");
            }
            return null;
        }
        var end = instant(text);
        var start = decided == null ? now : decided.atStartOfDay(ZoneOffset.UTC).toInstant();
        var latest = start.plus(longest).plus(Duration.ofDays(1));
        if (accept && end.isAfter(latest)) {
            throw new RuleRefusedException(
                    "until",
                    "'%s' is more than %d days after the decision"
                            .formatted(text, longest.toDays()));
        }
        return end;
    }

    /** A date holds to its end, in UTC; an instant is exact. */
    private static Instant instant(String text) throws RuleRefusedException {
        try {
            return text.length() > 10
                    ? Instant.parse(text)
                    : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new RuleRefusedException(
                    "until",
                    "'%s' is neither a date (2026-12-31) nor an instant (2026-12-31T12:00:00Z)"
                            .formatted(text),
                    e);
        }
    }

    private @Nullable LocalDate date(String field) throws RuleRefusedException {
        var text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new RuleRefusedException(
                    field, "'%s' is no date (2026-12-31)".formatted(text), e);
        }
    }

    private String required(String field) throws RuleRefusedException {
        var text = text(field);
        if (text == null || text.isBlank()) {
            throw new RuleRefusedException(field, "is missing");
        }
        return text;
    }

    private @Nullable String text(String field) throws RuleRefusedException {
        var node = entry.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isValueNode()) {
            throw new RuleRefusedException(field, "must be a text");
        }
        return node.asString().strip();
    }

    private static List<String> words(JsonNode node, String where, String field)
            throws RuleRefusedException {
        var allowed = RuleFile.allowed(field);
        var words = new ArrayList<String>();
        for (var word : strings(node, where, field)) {
            if (!allowed.contains(word)) {
                throw new RuleRefusedException(
                        where + "." + field,
                        "'%s' is none of %s".formatted(word, String.join(", ", allowed)));
            }
            words.add(RuleFile.canonical(field, word));
        }
        return words;
    }

    private static List<String> strings(JsonNode node, String where, String field)
            throws RuleRefusedException {
        var value = node.get(field);
        if (value == null) {
            return List.of();
        }
        var nodes = value.isArray() ? value.values() : List.of(value);
        var strings = new ArrayList<String>();
        for (var element : nodes) {
            if (!element.isString() || element.asString().isBlank()) {
                throw new RuleRefusedException(
                        where + "." + field, "must be a text or a list of texts");
            }
            strings.add(element.asString().strip());
        }
        if (strings.isEmpty()) {
            throw new RuleRefusedException(where + "." + field, "is an empty list");
        }
        return strings;
    }

    private static @Nullable Boolean bool(JsonNode node, String where, String field)
            throws RuleRefusedException {
        var value = node.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw new RuleRefusedException(where + "." + field, "must be true or false");
        }
        return value.asBoolean();
    }

    private static void refuseUnknown(JsonNode node, String where, Set<String> known)
            throws RuleRefusedException {
        for (var name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw new RuleRefusedException(
                        where + name,
                        "is unknown; known are %s"
                                .formatted(String.join(", ", known.stream().sorted().toList())));
            }
        }
    }
}
