package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One statement of a VEX document while it is read. What is wrong is noted; the events are refused
 * then, each for every reason.
 */
final class Statement {

    private static final int MOST_PRODUCTS = 1_000;
    private static final int MOST_NAMES = 100;
    private static final int LONGEST_ID = 300;

    private final VexReader.Source source;
    private final String document;
    private final int number;
    private final List<RuleProblem> problems = new ArrayList<>();
    private final LinkedHashSet<String> vulnerabilities = new LinkedHashSet<>();

    /** Images by the components of them that are meant; an empty list means all. */
    private final LinkedHashMap<List<String>, LinkedHashSet<String>> products =
            new LinkedHashMap<>();

    private int productCount;

    /**
     * @param document its id
     * @param number of the statement in it, counting from 1
     */
    Statement(VexReader.Source source, String document, int number) {
        this.source = source;
        this.document = document;
        this.number = number;
    }

    void wrong(String field, String what) {
        problems.add(new RuleProblem(null, field, what));
    }

    void names(String name) {
        if (name.length() > Fields.LONGEST_WORD || name.chars().anyMatch(c -> c <= ' ')) {
            wrong("vulnerability", "'%s' is no name".formatted(Words.quoted(name)));
        } else if (vulnerabilities.size() < MOST_NAMES) {
            vulnerabilities.add(name);
        }
    }

    /**
     * @param components purls; empty for everything in them
     */
    void product(Collection<String> images, List<String> components) {
        productCount += images.size() + components.size();
        if (productCount > MOST_PRODUCTS) {
            if (productCount - images.size() - components.size() <= MOST_PRODUCTS) {
                wrong("products", "are more than %d".formatted(MOST_PRODUCTS));
            }
            return;
        }
        products.computeIfAbsent(List.copyOf(components), _ -> new LinkedHashSet<>())
                .addAll(images);
    }

    @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            int year = time.atOffset(java.time.ZoneOffset.UTC).getYear();
            if (year >= 1970 && year <= 9999) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // told below, like a year that cannot be
        }
        wrong(field, "'%s' is no time (2026-12-31T12:00:00Z)".formatted(Words.quoted(text)));
        return null;
    }

    /** The events: one, or one for each set of components that differs from product to product. */
    List<VexStated> events(
            @Nullable VexStatus status,
            @Nullable String justification,
            @Nullable String text,
            String author,
            @Nullable Instant statedAt) {
        if (vulnerabilities.isEmpty() && problems.isEmpty()) {
            wrong("vulnerability", "is missing");
        }
        if (products.isEmpty() && problems.isEmpty()) {
            wrong("products", "name no image");
        }
        if (statedAt == null && problems.isEmpty()) {
            wrong("timestamp", "is missing");
        }
        for (var images : products.values()) {
            for (var image : images) {
                checkImage(image);
            }
        }
        var id = "vex:%s#%d".formatted(Words.quoted(document), number);
        if (document.length() > LONGEST_ID) {
            wrong("id", "of the document is longer than %d characters".formatted(LONGEST_ID));
        } else {
            id = "vex:%s#%d".formatted(document, number);
        }
        if (!problems.isEmpty() || status == null || statedAt == null) {
            return List.of(refused(id));
        }
        var events = new ArrayList<VexStated>();
        for (var product : products.entrySet()) {
            events.add(
                    new VexStated(
                            products.size() == 1 ? id : "%s.%d".formatted(id, events.size() + 1),
                            RuleState.ACTIVE,
                            List.copyOf(vulnerabilities),
                            List.copyOf(product.getValue()),
                            product.getKey(),
                            status,
                            justification,
                            text,
                            author,
                            statedAt,
                            null,
                            source.by(),
                            source.origin(),
                            source.now()));
        }
        return events;
    }

    private void checkImage(String image) {
        try {
            ImageGlob.parse(image);
            if (ImageGlob.isBlanket(image)) {
                wrong("products", "'%s' names every image".formatted(Words.quoted(image)));
            }
        } catch (IllegalArgumentException e) {
            wrong("products", String.valueOf(e.getMessage()));
        }
    }

    private VexStated refused(String id) {
        return new VexStated(
                id,
                RuleState.REFUSED,
                List.of(),
                List.of(),
                List.of(),
                VexStatus.UNDER_INVESTIGATION,
                null,
                null,
                "",
                source.now(),
                RuleProblem.all(problems, source.origin(), "statement %d".formatted(number)),
                source.by(),
                source.origin(),
                source.now());
    }

    /** A text, or null if there is none; other values are noted. */
    @Nullable String text(JsonNode of, String field) {
        var value = of.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            wrong(field, "must be a text");
            return null;
        }
        var text = value.asString();
        if (text.length() > Fields.LONGEST_TEXT) {
            wrong(field, "is longer than %d characters".formatted(Fields.LONGEST_TEXT));
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            wrong(field, "holds a NUL character");
            return null;
        }
        return text.isBlank() ? null : text.strip();
    }

    /** The objects of a list; anything else is noted. */
    List<JsonNode> objects(JsonNode of, String field) {
        var value = of.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            wrong(field, "must be a list");
            return List.of();
        }
        var objects = new ArrayList<JsonNode>();
        for (var element : value.values()) {
            if (element.isObject()) {
                objects.add(element);
            } else {
                wrong(field, "must be a list of objects");
                return List.of();
            }
        }
        return objects;
    }
}
