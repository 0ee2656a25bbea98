package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.KibanaObjects.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Kibana imports a file with broken panels without a word and shows errors later, so what it does
 * not check is checked here, against the mappings the indices really have.
 */
class KibanaObjectsTest {

    private static final Map<String, String> VERSIONS =
            Map.of(
                    "index-pattern", "8.0.0",
                    "search", "8.0.0",
                    "dashboard", "8.9.0");

    private static final Map<String, Set<String>> ATTRIBUTES =
            Map.of(
                    "index-pattern",
                    Set.of(
                            "title",
                            "name",
                            "timeFieldName",
                            "fields",
                            "fieldFormatMap",
                            "fieldAttrs",
                            "sourceFilters",
                            "runtimeFieldMap",
                            "typeMeta",
                            "allowNoIndex"),
                    "search",
                    Set.of(
                            "title",
                            "description",
                            "columns",
                            "sort",
                            "grid",
                            "hideChart",
                            "isTextBasedQuery",
                            "timeRestore",
                            "kibanaSavedObjectMeta"),
                    "dashboard",
                    Set.of(
                            "title",
                            "description",
                            "kibanaSavedObjectMeta",
                            "optionsJSON",
                            "panelsJSON",
                            "timeRestore",
                            "timeFrom",
                            "timeTo",
                            "refreshInterval",
                            "controlGroupInput",
                            "version"));

    private static final Map<String, Set<String>> CLOSED_SETS =
            Map.of(
                    "vulnerability.severity",
                            Arrays.stream(Severity.values())
                                    .map(Severity::name)
                                    .collect(Collectors.toSet()),
                    "plimsoll.finding.presence", words(Presence.values()),
                    "plimsoll.decision.state", words(Decision.values()),
                    "plimsoll.change.kind", words(ChangeKind.values()),
                    "plimsoll.kev.listed", Set.of("true", "false"));

    @Test
    void everyObjectHasTheKeysAndVersionsThatImportNeeds() {
        assertThat(KibanaObjects.all())
                .allSatisfy(
                        object -> {
                            assertThat(object.propertyNames())
                                    .containsExactlyInAnyOrder(
                                            "type",
                                            "id",
                                            "attributes",
                                            "references",
                                            "coreMigrationVersion",
                                            "typeMigrationVersion",
                                            "managed");
                            var type = text(object, "/type");
                            assertThat(text(object, "/coreMigrationVersion")).isEqualTo("8.8.0");
                            assertThat(text(object, "/typeMigrationVersion"))
                                    .isEqualTo(VERSIONS.get(type));
                            assertThat(object.path("managed").asBoolean(true)).isFalse();
                            assertThat(ATTRIBUTES.get(type))
                                    .containsAll(object.path("attributes").propertyNames());
                        })
                .extracting(object -> text(object, "/id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyStringThatHoldsJsonIsJson() {
        for (var view : KibanaObjects.ofType("index-pattern")) {
            for (var name :
                    List.of(
                            "fields",
                            "fieldFormatMap",
                            "fieldAttrs",
                            "sourceFilters",
                            "runtimeFieldMap",
                            "typeMeta")) {
                assertThat((Object) KibanaObjects.parsed(view, "/attributes/" + name)).isNotNull();
            }
        }
        for (var name :
                List.of(
                        "panelsJSON",
                        "optionsJSON",
                        "kibanaSavedObjectMeta/searchSourceJSON",
                        "controlGroupInput/panelsJSON",
                        "controlGroupInput/ignoreParentSettingsJSON")) {
            assertThat(
                            KibanaObjects.parsed(KibanaObjects.dashboard(), "/attributes/" + name)
                                    .isContainer())
                    .isTrue();
        }
    }

    @Test
    void everyReferenceIsInTheFileAndNoneIsMissingOrLeftOver() {
        var ids =
                KibanaObjects.all().stream()
                        .map(object -> text(object, "/type") + ":" + text(object, "/id"))
                        .toList();
        for (var object : KibanaObjects.all()) {
            for (var reference : object.path("references")) {
                assertThat(ids).contains(text(reference, "/type") + ":" + text(reference, "/id"));
            }
        }

        var needed = new ArrayList<String>();
        for (var layer : KibanaObjects.layers()) {
            needed.add(layer.panel() + ":indexpattern-datasource-layer-" + layer.id());
        }
        for (var control : KibanaObjects.controls()) {
            needed.add(
                    "controlGroup_" + text(control, "/explicitInput/id") + ":optionsListDataView");
        }
        for (var panel : KibanaObjects.panels()) {
            if (panel.has("panelRefName")) {
                needed.add(text(panel, "/panelIndex") + ":" + text(panel, "/panelRefName"));
            }
        }
        assertThat(names(KibanaObjects.dashboard())).containsExactlyInAnyOrderElementsOf(needed);

        for (var search : KibanaObjects.ofType("search")) {
            assertThat(names(search))
                    .containsExactly(
                            text(
                                    KibanaObjects.parsed(
                                            search,
                                            "/attributes/kibanaSavedObjectMeta/searchSourceJSON"),
                                    "/indexRefName"));
        }
    }

    @Test
    void panelsLieBesideEachOther() {
        var taken = new HashSet<String>();
        for (var panel : KibanaObjects.panels()) {
            var grid = panel.path("gridData");
            assertThat(text(panel, "/panelIndex")).isEqualTo(text(grid, "/i"));
            assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(48);
            for (int x = 0; x < grid.path("w").asInt(); x++) {
                for (int y = 0; y < grid.path("h").asInt(); y++) {
                    var cell = (grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y);
                    assertThat(taken.add(cell)).describedAs(panel + " overlaps " + cell).isTrue();
                }
            }
        }
        assertThat(KibanaObjects.panels())
                .extracting(panel -> text(panel, "/panelIndex"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyLayerNamesOnlyItsOwnColumns() {
        for (var layer : KibanaObjects.layers()) {
            var columns = layer.columns().stream().map(Map.Entry::getKey).toList();
            assertThat(strings(layer.state().path("columnOrder")))
                    .describedAs(layer.id())
                    .containsExactlyElementsOf(columns);
            for (var column : layer.columns()) {
                var by = text(column.getValue(), "/params/orderBy/columnId");
                assertThat(by.isEmpty() || columns.contains(by)).describedAs(by).isTrue();
            }
            var used = new ArrayList<String>();
            var visualization = layer.attributes().at("/state/visualization");
            for (var key : List.of("metricAccessor", "xAccessor", "splitAccessor", "columnId")) {
                visualization.findValues(key).forEach(value -> used.add(value.asString("")));
            }
            for (var key : List.of("accessors", "primaryGroups", "metrics")) {
                visualization.findValues(key).forEach(value -> used.addAll(strings(value)));
            }
            assertThat(used).describedAs(layer.id()).containsExactlyInAnyOrderElementsOf(columns);
            assertThat(visualization.findValues("layerId"))
                    .isNotEmpty()
                    .allSatisfy(id -> assertThat(id.asString("")).isEqualTo(layer.id()));
        }
    }

    @Test
    void everyFieldIsInTheMappingAndFitsItsUse() throws IOException {
        for (var layer : KibanaObjects.layers()) {
            var types = types(layer.dataView());
            for (var column : layer.columns()) {
                var field = text(column.getValue(), "/sourceField");
                var operation = text(column.getValue(), "/operationType");
                if (operation.equals("count")) {
                    assertThat(field).isEqualTo("___records___");
                    continue;
                }
                assertThat(types.get(field))
                        .describedAs("%s of %s in %s", operation, field, layer.id())
                        .isIn(
                                switch (operation) {
                                    case "terms" ->
                                            List.of("keyword", "boolean", "integer", "long");
                                    case "date_histogram" -> List.of("date");
                                    case "max", "min", "sum", "average" ->
                                            List.of("float", "integer", "long");
                                    case "unique_count" -> List.of("keyword");
                                    default -> List.of();
                                });
            }
            for (var query :
                    Stream.concat(
                                    Stream.of(layer.query()),
                                    layer.columns().stream()
                                            .map(
                                                    column ->
                                                            text(
                                                                    column.getValue(),
                                                                    "/filter/query")))
                            .toList()) {
                for (var condition : KibanaObjects.conditions(query)) {
                    assertThat(types).describedAs(query).containsKey(condition.field());
                }
            }
        }

        var findings = types("plimsoll-findings");
        for (var control : KibanaObjects.controls()) {
            assertThat(findings.get(text(control, "/explicitInput/fieldName")))
                    .isEqualTo("keyword");
        }
        for (var search : KibanaObjects.ofType("search")) {
            var fields = types(text(search, "/references/0/id")).keySet();
            assertThat(fields).containsAll(strings(search.at("/attributes/columns")));
            for (var sort : search.at("/attributes/sort")) {
                assertThat(fields).contains(text(sort, "/0"));
            }
        }
        for (var query : KibanaObjects.queries()) {
            assertThat(KibanaObjects.conditions(query)).describedAs(query).isNotEmpty();
        }
    }

    @Test
    void everyDataViewIsAnIndexAndItsTimeIsADate() throws IOException {
        var indices = new Indices("plimsoll-").all().stream().map(Indices.Index::name).toList();
        for (var view : KibanaObjects.ofType("index-pattern")) {
            assertThat(indices).contains(text(view, "/attributes/title"));
            var time = text(view, "/attributes/timeFieldName");
            if (!time.isEmpty()) {
                assertThat(types(text(view, "/attributes/title")).get(time)).isEqualTo("date");
            }
        }
    }

    @Test
    void everyValueIsAMemberOfItsClosedSet() {
        for (var query : KibanaObjects.queries()) {
            for (var condition : KibanaObjects.conditions(query)) {
                var set = CLOSED_SETS.get(condition.field());
                if (set != null) {
                    assertThat(set).describedAs(query).contains(condition.value());
                }
            }
        }
        for (var layer : KibanaObjects.layers()) {
            for (var assignments : layer.attributes().findValues("assignments")) {
                assertThat(
                                assignments.findValues("values").stream()
                                        .flatMap(v -> strings(v).stream()))
                        .describedAs(layer.id())
                        .containsExactlyInAnyOrderElementsOf(
                                CLOSED_SETS.get("vulnerability.severity"));
            }
        }
    }

    private static Set<String> words(Enum<?>[] members) {
        return Arrays.stream(members).map(Words::word).collect(Collectors.toSet());
    }

    private static List<String> names(JsonNode object) {
        return object.path("references")
                .valueStream()
                .map(reference -> text(reference, "/name"))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(value -> value.asString("")).toList();
    }

    /** Types of all fields of an index by their full names. */
    private static Map<String, String> types(String index) throws IOException {
        var mapping =
                new Indices("plimsoll-")
                        .all().stream()
                                .filter(candidate -> candidate.name().equals(index))
                                .findFirst()
                                .orElseThrow()
                                .mapping();
        try (var resource = IndexLayout.class.getResourceAsStream(mapping)) {
            var types = new TreeMap<String, String>();
            collect("", DocumentJson.MAPPER.readTree(resource), types);
            return types;
        }
    }

    private static void collect(String name, JsonNode node, Map<String, String> types) {
        if (node.path("type").isString()) {
            types.put(name, node.path("type").asString(""));
        }
        for (var part : List.of("properties", "fields")) {
            for (var child : node.path(part).properties()) {
                collect(
                        name.isEmpty() ? child.getKey() : name + "." + child.getKey(),
                        child.getValue(),
                        types);
            }
        }
    }
}
