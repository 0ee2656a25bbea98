package dev.plimsoll.analysis.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

    private static final List<Class<?>> CONTROLLERS =
            List.of(
                    RulesController.class,
                    PreviewController.class,
                    StatementsController.class,
                    DecisionsController.class,
                    OpenApiController.class);

    @Test
    void describesEveryAddressThatIsServedAndNoOther() throws IOException {
        var described = new TreeSet<String>();
        for (var path : document().path("paths").properties()) {
            for (var method : path.getValue().propertyNames()) {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            }
        }

        var served = new TreeSet<String>();
        for (var controller : CONTROLLERS) {
            Stream.of(controller.getDeclaredMethods()).forEach(method -> add(served, method));
        }

        assertThat(described).isEqualTo(served).hasSizeGreaterThan(10);
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryOperationHasItsRefusals() throws IOException {
        var document = document();
        assertThat(document.path("openapi").asString("")).startsWith("3.1");
        var references = new ArrayList<String>();
        for (var reference : document.findValues("$ref")) {
            references.add(reference.asString(""));
        }
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference ->
                                assertThat(document.at(reference.substring(1)).isObject())
                                        .as(reference)
                                        .isTrue());
        var ids = new ArrayList<String>();
        for (var operation : document.findParents("operationId")) {
            ids.add(operation.path("operationId").asString(""));
            assertThat(operation.path("responses").propertyNames()).contains("401", "403");
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static void add(TreeSet<String> served, Method method) {
        var mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping != null) {
            for (var path : mapping.path()) {
                served.add(mapping.method()[0] + " " + path.replace("{*", "{"));
            }
        }
    }

    private static JsonNode document() throws IOException {
        try (var file = OpenApiController.class.getResourceAsStream(OpenApiController.FILE)) {
            return JsonMapper.shared().readTree(file);
        }
    }
}
