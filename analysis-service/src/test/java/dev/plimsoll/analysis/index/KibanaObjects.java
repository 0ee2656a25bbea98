package dev.plimsoll.analysis.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code deploy/kibana/plimsoll.ndjson} as the tests look at it. */
final class KibanaObjects {

    static final Path FILE = Path.of("../deploy/kibana/plimsoll.ndjson");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CONDITION =
            Pattern.compile("([\\w.@]+)\\s*(:|<=|>=|<|>)\\s*(\"[^\"]*\"|[^\\s)]+)");

    private KibanaObjects() {}

    /** A Lens layer of a panel, with the query that holds for it. */
    record Layer(String panel, String id, String dataView, JsonNode state, JsonNode attributes) {

        List<Map.Entry<String, JsonNode>> columns() {
            return List.copyOf(state.path("columns").properties());
        }

        String query() {
            return attributes.at("/state/query/query").asString("");
        }
    }

    /** A comparison in a KQL text. */
    record Condition(String field, String operator, String value) {}

    static List<JsonNode> all() {
        try {
            return Files.readAllLines(FILE).stream().map(JSON::readTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> ofType(String type) {
        return all().stream().filter(object -> type.equals(text(object, "/type"))).toList();
    }

    static JsonNode parsed(JsonNode object, String pointer) {
        return JSON.readTree(text(object, pointer));
    }

    static String text(JsonNode object, String pointer) {
        return object.at(pointer).asString("");
    }

    static JsonNode dashboard() {
        return ofType("dashboard").getFirst();
    }

    static List<JsonNode> panels() {
        var panels = new ArrayList<JsonNode>();
        parsed(dashboard(), "/attributes/panelsJSON").forEach(panels::add);
        return panels;
    }

    static List<JsonNode> controls() {
        return parsed(dashboard(), "/attributes/controlGroupInput/panelsJSON").properties().stream()
                .map(Map.Entry::getValue)
                .toList();
    }

    static List<Layer> layers() {
        var layers = new ArrayList<Layer>();
        for (var panel : panels()) {
            var attributes = panel.at("/embeddableConfig/attributes");
            for (var layer :
                    attributes.at("/state/datasourceStates/formBased/layers").properties()) {
                var dataView =
                        attributes
                                .path("references")
                                .valueStream()
                                .filter(
                                        reference ->
                                                text(reference, "/name")
                                                        .equals(
                                                                "indexpattern-datasource-layer-"
                                                                        + layer.getKey()))
                                .map(reference -> text(reference, "/id"))
                                .findFirst()
                                .orElseThrow();
                layers.add(
                        new Layer(
                                text(panel, "/panelIndex"),
                                layer.getKey(),
                                dataView,
                                layer.getValue(),
                                attributes));
            }
        }
        return layers;
    }

    /** Every KQL text: of the dashboard, the search, the panels and the columns. */
    static List<String> queries() {
        var ofObjects =
                Stream.of(dashboard(), ofType("search").getFirst())
                        .map(
                                object ->
                                        parsed(
                                                object,
                                                "/attributes/kibanaSavedObjectMeta/searchSourceJSON"))
                        .map(source -> text(source, "/query/query"));
        var ofLayers =
                layers().stream()
                        .flatMap(
                                layer ->
                                        Stream.concat(
                                                Stream.of(layer.query()),
                                                layer.columns().stream()
                                                        .map(
                                                                column ->
                                                                        text(
                                                                                column.getValue(),
                                                                                "/filter/query"))));
        return Stream.concat(ofObjects, ofLayers).filter(query -> !query.isEmpty()).toList();
    }

    static List<Condition> conditions(String kql) {
        return CONDITION
                .matcher(kql)
                .results()
                .map(
                        match ->
                                new Condition(
                                        match.group(1),
                                        match.group(2),
                                        match.group(3).replace("\"", "")))
                .toList();
    }

    /** The same question as Lucene puts it: our file uses no more of KQL than this. */
    static String lucene(String kql) {
        if (kql.isEmpty()) {
            return "*";
        }
        return CONDITION
                .matcher(kql)
                .replaceAll(
                        match -> {
                            var value = match.group(3);
                            if (match.group(2).equals("<")) {
                                return "%s:{* TO %s}"
                                        .formatted(match.group(1), value.replace("\"", ""));
                            }
                            return value.equals("*")
                                    ? "_exists_:" + match.group(1)
                                    : match.group(1) + ":" + value;
                        })
                .replace(" and ", " AND ")
                .replace(" or ", " OR ");
    }
}
