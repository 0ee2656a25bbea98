package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The analyses in a CycloneDX document, versions 1.4 to 1.6, as <a
 * href="https://cyclonedx.org/capabilities/vex/">specified</a>.
 */
final class CycloneDx {

    private static final Set<String> VERSIONS = Set.of("1.4", "1.5", "1.6");
    private static final int MOST_STATEMENTS = 10_000;

    static final Map<String, VexStatus> STATES =
            Map.of(
                    "not_affected", VexStatus.NOT_AFFECTED,
                    "false_positive", VexStatus.NOT_AFFECTED,
                    "resolved", VexStatus.FIXED,
                    "resolved_with_pedigree", VexStatus.FIXED,
                    "exploitable", VexStatus.AFFECTED,
                    "in_triage", VexStatus.UNDER_INVESTIGATION);

    /** In OpenVEX's words, which are what is kept. */
    static final Map<String, String> JUSTIFICATIONS =
            Map.of(
                    "code_not_present", "vulnerable_code_not_present",
                    "code_not_reachable", "vulnerable_code_not_in_execute_path",
                    "requires_configuration", "vulnerable_code_cannot_be_controlled_by_adversary",
                    "requires_dependency", "component_not_present",
                    "requires_environment", "vulnerable_code_cannot_be_controlled_by_adversary",
                    "protected_by_compiler", "inline_mitigations_already_exist",
                    "protected_at_runtime", "inline_mitigations_already_exist",
                    "protected_at_perimeter", "inline_mitigations_already_exist",
                    "protected_by_mitigating_control", "inline_mitigations_already_exist");

    private final JsonNode document;
    private final VexReader.Source source;
    private final Map<String, JsonNode> components;

    private CycloneDx(JsonNode document, VexReader.Source source) {
        this.document = document;
        this.source = source;
        this.components = components(document);
    }

    static List<VexStated> read(JsonNode document, VexReader.Source source) {
        var version = document.path("specVersion").asString("");
        if (!VERSIONS.contains(version)) {
            return List.of(
                    VexReader.unreadable(
                            source,
                            "CycloneDX '%s' is not read; %s are"
                                    .formatted(
                                            Words.quoted(version),
                                            String.join(
                                                    ", ", VERSIONS.stream().sorted().toList()))));
        }
        var vulnerabilities = document.path("vulnerabilities");
        if (vulnerabilities.size() > MOST_STATEMENTS) {
            return List.of(
                    VexReader.unreadable(
                            source, "holds more than %d statements".formatted(MOST_STATEMENTS)));
        }
        var reader = new CycloneDx(document, source);
        var events = new ArrayList<VexStated>();
        for (int i = 0; i < vulnerabilities.size(); i++) {
            if (vulnerabilities.get(i).has("analysis")) {
                events.addAll(reader.statement(vulnerabilities.get(i), i + 1));
            }
        }
        return events.isEmpty()
                ? List.of(VexReader.unreadable(source, "holds no analysis of a vulnerability"))
                : events;
    }

    private List<VexStated> statement(JsonNode vulnerability, int number) {
        var serial = document.path("serialNumber").asString("");
        var statement = new Statement(source, serial.isBlank() ? source.origin() : serial, number);
        var analysis = vulnerability.path("analysis");
        var id = statement.text(vulnerability, "id");
        if (id == null) {
            statement.wrong("id", "is missing");
        } else {
            statement.names(id);
        }
        for (var reference : statement.objects(vulnerability, "references")) {
            var alias = statement.text(reference, "id");
            if (alias != null) {
                statement.names(alias);
            }
        }
        var state = statement.text(analysis, "state");
        var status = word(statement, "analysis.state", state, STATES, true);
        var justification =
                word(
                        statement,
                        "analysis.justification",
                        statement.text(analysis, "justification"),
                        JUSTIFICATIONS,
                        false);
        var detail = statement.text(analysis, "detail");
        if (status == VexStatus.NOT_AFFECTED && justification == null && detail == null) {
            statement.wrong(
                    "analysis.justification",
                    "is missing; %s needs it or a detail".formatted(state));
        }
        affects(statement, vulnerability);
        return statement.events(
                status, justification, detail, author(), statedAt(statement, vulnerability));
    }

    private static <T> @Nullable T word(
            Statement statement,
            String field,
            @Nullable String word,
            Map<String, T> words,
            boolean required) {
        if (word == null) {
            if (required) {
                statement.wrong(field, "is missing");
            }
            return null;
        }
        var meant = words.get(word);
        if (meant == null) {
            statement.wrong(
                    field,
                    "'%s' is none of %s%s"
                            .formatted(
                                    Words.quoted(word),
                                    String.join(", ", words.keySet().stream().sorted().toList()),
                                    Words.nearMiss(word, words.keySet())));
        }
        return meant;
    }

    private @Nullable Instant statedAt(Statement statement, JsonNode vulnerability) {
        var analysis = vulnerability.path("analysis");
        for (var text :
                new String[] {
                    statement.text(analysis, "lastUpdated"),
                    statement.text(analysis, "firstIssued"),
                    statement.text(vulnerability, "updated"),
                    statement.text(document.path("metadata"), "timestamp")
                }) {
            if (text != null) {
                return statement.time("timestamp", text);
            }
        }
        return null;
    }

    private String author() {
        var metadata = document.path("metadata");
        for (var name :
                List.of(
                        metadata.path("authors").path(0).path("name"),
                        metadata.path("supplier").path("name"),
                        metadata.path("manufacturer").path("name"),
                        metadata.path("manufacture").path("name"))) {
            if (name.isString() && !name.asString().isBlank()) {
                return Words.quoted(name.asString());
            }
        }
        return "not known";
    }

    private void affects(Statement statement, JsonNode vulnerability) {
        var images = images(statement);
        var affected = statement.objects(vulnerability, "affects");
        if (affected.isEmpty()) {
            if (images.isEmpty()) {
                statement.wrong("affects", "is missing; it has to name an image");
            } else {
                statement.product(images, List.of());
            }
        }
        for (var part : affected) {
            if (part.path("versions").size() > 0) {
                statement.wrong("affects.versions", "is not read; name the component's version");
                continue;
            }
            var ref = statement.text(part, "ref");
            if (ref == null) {
                statement.wrong("affects.ref", "is missing");
            } else {
                affects(statement, ref, images);
            }
        }
    }

    private void affects(Statement statement, String ref, Set<String> images) {
        var component = components.get(ref);
        var isDocumentsOwn =
                component != null && component == document.path("metadata").get("component");
        var purl = component == null ? ref : component.path("purl").asString("");
        if (isDocumentsOwn && !images.isEmpty()) {
            statement.product(images, List.of());
            return;
        }
        if (ref.startsWith("urn:cdx:")) {
            statement.wrong(
                    "affects.ref", "'%s' refers to another document".formatted(Words.quoted(ref)));
            return;
        }
        switch (Product.of(purl)) {
            case Product.Unclear _ ->
                    statement.wrong(
                            "affects.ref",
                            "'%s' is no component with a purl".formatted(Words.quoted(ref)));
            case Product.Image image -> {
                var meant = Product.images(image, source.subject());
                if (meant.isEmpty()) {
                    statement.wrong(
                            "affects.ref",
                            "'%s' is another image than the one it is attached to"
                                    .formatted(Words.quoted(purl)));
                } else {
                    statement.product(meant, List.of());
                }
            }
            case Product.Package(var inside) -> {
                if (images.isEmpty()) {
                    statement.wrong(
                            "affects.ref",
                            "'%s' is in many images; name one as metadata.component (pkg:oci/…), or"
                                            .formatted(Words.quoted(inside))
                                    + " some in a property 'plimsoll:images' of the metadata");
                } else {
                    statement.product(images, List.of(inside));
                }
            }
        }
    }

    /** What the document as a whole is about. */
    private Set<String> images(Statement statement) {
        var subject = source.subject();
        if (subject != null) {
            return Set.of(subject.glob());
        }
        var metadata = document.path("metadata");
        var images = new LinkedHashSet<>(NamedImages.ofProperties(metadata, statement));
        var own = metadata.path("component");
        var purl = own.path("purl").asString("");
        if (!purl.isBlank() && Product.of(purl) instanceof Product.Image(var glob, _)) {
            images.add(glob);
        } else if (own.path("type").asString("").equals("container") && purl.isBlank()) {
            container(own, images);
        }
        return images;
    }

    /** Without a purl, what syft and others write: the name, and the digest as the version. */
    private static void container(JsonNode component, Set<String> images) {
        var name = component.path("name").asString("");
        var version = component.path("version").asString("");
        if (name.isBlank() || name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
            return;
        }
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        var repository = tag < 0 ? name : name.substring(0, tag);
        if (Product.DIGEST.matcher(version).matches()) {
            images.add(repository + "@" + version);
        } else if (tag >= 0 || version.isBlank()) {
            images.add(name);
        } else {
            images.add(name + ":" + version);
        }
    }

    /** By their references, at any depth. */
    private static Map<String, JsonNode> components(JsonNode document) {
        var found = new HashMap<String, JsonNode>();
        var left = new ArrayDeque<JsonNode>();
        var own = document.path("metadata").get("component");
        if (own != null) {
            left.add(own);
        }
        document.path("components").values().forEach(left::add);
        while (!left.isEmpty()) {
            var component = left.remove();
            var ref = component.path("bom-ref").asString("");
            if (!ref.isBlank()) {
                found.putIfAbsent(ref, component);
            }
            component.path("components").values().forEach(left::add);
        }
        return found;
    }
}
