package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenVEX 0.2.0, as <a
 * href="https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md">specified</a>.
 */
final class OpenVex {

    static final String CONTEXT = "https://openvex.dev/ns/v0.2.0";

    private static final String ANY_CONTEXT = "https://openvex.dev/ns";
    private static final int MOST_STATEMENTS = 10_000;

    static final Map<String, VexStatus> STATUSES =
            Map.of(
                    "not_affected", VexStatus.NOT_AFFECTED,
                    "affected", VexStatus.AFFECTED,
                    "fixed", VexStatus.FIXED,
                    "under_investigation", VexStatus.UNDER_INVESTIGATION);

    static final Set<String> JUSTIFICATIONS =
            Set.of(
                    "component_not_present",
                    "vulnerable_code_not_present",
                    "vulnerable_code_not_in_execute_path",
                    "vulnerable_code_cannot_be_controlled_by_adversary",
                    "inline_mitigations_already_exist");

    private final JsonNode document;
    private final VexReader.Source source;

    private OpenVex(JsonNode document, VexReader.Source source) {
        this.document = document;
        this.source = source;
    }

    static boolean isContext(@Nullable JsonNode context) {
        return context != null && context.isString() && context.asString().startsWith(ANY_CONTEXT);
    }

    static List<VexStated> read(JsonNode document, VexReader.Source source) {
        var context = document.get("@context").asString();
        if (!context.equals(CONTEXT) && !context.equals(ANY_CONTEXT)) {
            return List.of(
                    VexReader.unreadable(
                            source,
                            "'%s' is not read; %s is".formatted(Words.quoted(context), CONTEXT)));
        }
        var statements = document.get("statements");
        if (statements == null || !statements.isArray() || statements.isEmpty()) {
            return List.of(VexReader.unreadable(source, "holds no statements"));
        }
        if (statements.size() > MOST_STATEMENTS) {
            return List.of(
                    VexReader.unreadable(
                            source, "holds more than %d statements".formatted(MOST_STATEMENTS)));
        }
        var reader = new OpenVex(document, source);
        var events = new ArrayList<VexStated>();
        for (int i = 0; i < statements.size(); i++) {
            events.addAll(reader.statement(statements.get(i), i + 1));
        }
        return events;
    }

    private List<VexStated> statement(JsonNode stated, int number) {
        var id = document.path("@id").asString("");
        var statement = new Statement(source, id.isBlank() ? source.origin() : id, number);
        if (!stated.isObject()) {
            statement.wrong("statements", "must be a list of objects");
        }
        vulnerability(statement, stated.path("vulnerability"));
        var justification = statement.text(stated, "justification");
        if (justification != null && !JUSTIFICATIONS.contains(justification)) {
            statement.wrong(
                    "justification",
                    "'%s' is none of %s%s"
                            .formatted(
                                    Words.quoted(justification),
                                    String.join(", ", JUSTIFICATIONS.stream().sorted().toList()),
                                    Words.nearMiss(justification, JUSTIFICATIONS)));
        }
        var status = status(statement, stated);
        var impact = statement.text(stated, "impact_statement");
        if (status == VexStatus.NOT_AFFECTED && justification == null && impact == null) {
            statement.wrong(
                    "justification", "is missing; not_affected needs it or an impact_statement");
        }
        var author = statement.text(document, "author");
        if (author == null) {
            statement.wrong("author", "is missing");
        }
        products(statement, stated);
        return statement.events(
                status,
                justification,
                firstOf(
                        impact,
                        statement.text(stated, "action_statement"),
                        statement.text(stated, "status_notes")),
                String.valueOf(author),
                firstOf(
                        statement.time("last_updated", statement.text(stated, "last_updated")),
                        statement.time("timestamp", statement.text(stated, "timestamp")),
                        statement.time("last_updated", statement.text(document, "last_updated")),
                        statement.time("timestamp", statement.text(document, "timestamp"))));
    }

    private static void vulnerability(Statement statement, JsonNode vulnerability) {
        if (!vulnerability.isObject()) {
            statement.wrong("vulnerability", "must be an object with a name");
            return;
        }
        var name = statement.text(vulnerability, "name");
        if (name == null) {
            statement.wrong("vulnerability.name", "is missing");
        } else {
            statement.names(name);
        }
        for (var alias : vulnerability.path("aliases").values()) {
            if (alias.isString()) {
                statement.names(alias.asString());
            }
        }
    }

    private static @Nullable VexStatus status(Statement statement, JsonNode stated) {
        var word = statement.text(stated, "status");
        var status = word == null ? null : STATUSES.get(word);
        if (status == null) {
            statement.wrong(
                    "status",
                    word == null
                            ? "is missing"
                            : "'%s' is none of %s%s"
                                    .formatted(
                                            Words.quoted(word),
                                            String.join(
                                                    ", ",
                                                    STATUSES.keySet().stream().sorted().toList()),
                                            Words.nearMiss(word, STATUSES.keySet())));
        }
        return status;
    }

    private void products(Statement statement, JsonNode stated) {
        var elsewhere = NamedImages.of(document, source, statement);
        var products = statement.objects(stated, "products");
        for (var product : products) {
            product(statement, product, elsewhere);
        }
        if (products.isEmpty()) {
            if (elsewhere.isEmpty()) {
                statement.wrong("products", "is missing; it has to name images");
            } else {
                statement.product(elsewhere, List.of());
            }
        }
    }

    private void product(Statement statement, JsonNode product, Set<String> elsewhere) {
        var purl = purl(statement, product, "products");
        if (purl == null) {
            return;
        }
        switch (Product.of(purl)) {
            case Product.Unclear(var why) -> statement.wrong("products", why);
            case Product.Image image -> {
                var images = Product.images(withHash(image, product), source.subject());
                if (images.isEmpty()) {
                    statement.wrong(
                            "products",
                            "'%s' is another image than the one it is attached to"
                                    .formatted(Words.quoted(purl)));
                } else {
                    statement.product(images, subcomponents(statement, product));
                }
            }
            case Product.Package(var component) -> {
                if (elsewhere.isEmpty()) {
                    statement.wrong(
                            "products",
                            "'%s' is in many images; name them, as pkg:oci/… or in 'plimsoll:images'"
                                    .formatted(Words.quoted(component)));
                } else {
                    var inside = subcomponents(statement, product);
                    statement.product(elsewhere, inside.isEmpty() ? List.of(component) : inside);
                }
            }
        }
    }

    /** A digest beside the purl of a product names one image as one in it would. */
    private static Product.Image withHash(Product.Image image, JsonNode product) {
        var hash = product.path("hashes").path("sha-256").asString("");
        var digest = "sha256:" + hash;
        if (image.digest() != null || !Product.DIGEST.matcher(digest).matches()) {
            return image;
        }
        int tag = image.glob().indexOf(':', image.glob().lastIndexOf('/') + 1);
        var name = tag < 0 ? image.glob() : image.glob().substring(0, tag);
        return new Product.Image(name + "@" + digest, digest);
    }

    private static List<String> subcomponents(Statement statement, JsonNode product) {
        var purls = new LinkedHashSet<String>();
        for (var part : statement.objects(product, "subcomponents")) {
            var purl = purl(statement, part, "subcomponents");
            if (purl == null) {
                continue;
            }
            if (Product.of(purl) instanceof Product.Package(var component)) {
                purls.add(component);
            } else {
                statement.wrong(
                        "subcomponents",
                        "'%s' is no purl of a package".formatted(Words.quoted(purl)));
            }
        }
        return List.copyOf(purls);
    }

    /** The purl of a product, where OpenVEX lets it stand. */
    private static @Nullable String purl(Statement statement, JsonNode of, String field) {
        var id = statement.text(of, "@id");
        var purl = of.path("identifiers").path("purl").asString("");
        if (!purl.isBlank()) {
            return purl;
        }
        if (id == null) {
            statement.wrong(field, "must have an '@id' or a purl among their identifiers");
        }
        return id;
    }

    @SafeVarargs
    private static <T> @Nullable T firstOf(@Nullable T... values) {
        for (var value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
