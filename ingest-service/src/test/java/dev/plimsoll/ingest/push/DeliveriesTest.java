package dev.plimsoll.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every folder of {@code testdata/<sender>} is a delivery and what comes of it, posted to the
 * running endpoint.
 */
class DeliveriesTest {

    private static final Path TESTDATA = Path.of("src/test/resources/testdata");
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> everyDeliveryBecomesWhatItsFolderSays() throws IOException {
        var cases = new ArrayList<Path>();
        try (var wants = Files.walk(TESTDATA)) {
            wants.filter(file -> file.endsWith("want.json"))
                    .map(Path::getParent)
                    .sorted()
                    .forEach(cases::add);
        }
        assertThat(cases).isNotEmpty();
        var endpoints = RunningEndpoints.start(sources(cases));

        return cases.stream()
                .map(
                        folder ->
                                dynamicTest(
                                        TESTDATA.relativize(folder).toString(),
                                        () -> check(endpoints, folder)))
                .onClose(endpoints::close);
    }

    private static Map<String, String> sources(Iterable<Path> cases) {
        var properties = new TreeMap<String, String>();
        properties.put("ingest.registries[0].host", "registry.example.com:5000");
        properties.put("ingest.registries[1].host", "harbor.example.com");
        properties.put("ingest.registries[2].host", "docker.io");
        for (var folder : cases) {
            var source = "ingest.sources." + source(folder);
            properties.put(source + ".type", folder.getParent().getFileName().toString());
            properties.put(source + ".url-secret", "let-me-in");
        }
        return properties;
    }

    /** A source for every case: deliveries of one source are told apart from repetitions. */
    private static String source(Path folder) {
        return folder.getParent().getFileName()
                + "-"
                + folder.getFileName().toString().replace('.', '-');
    }

    private static void check(RunningEndpoints endpoints, Path folder) throws IOException {
        var want = JSON.readTree(folder.resolve("want.json"));
        endpoints.forget();

        var response =
                endpoints.send(
                        endpoints
                                .request("/events/%s?secret=let-me-in".formatted(source(folder)))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofFile(folder.resolve("delivery.json"))));

        assertThat(response.statusCode()).isEqualTo(want.path("status").asInt());
        if (want.has("receipt")) {
            assertThat(JSON.readTree(response.body())).isEqualTo(want.path("receipt"));
        }
        assertThat(endpoints.events().stream().map(DeliveriesTest::normalForm))
                .containsExactlyElementsOf(want.path("events").values());
        assertThat(endpoints.sent())
                .allSatisfy(record -> assertThat(record.topic()).isEqualTo("test-images.pushed"));
    }

    private static JsonNode normalForm(SpecificRecord event) {
        var node = JSON.createObjectNode().put("event", event.getSchema().getName());
        switch (event) {
            case ImagePushed pushed -> {
                names(
                        node,
                        pushed.getRegistry(),
                        pushed.getRepository(),
                        pushed.getTag(),
                        pushed.getDigest());
                node.put("mediaType", pushed.getMediaType());
                occurrence(node, pushed.getActor(), pushed.getOccurredAt());
            }
            case ImageDeleted deleted -> {
                names(
                        node,
                        deleted.getRegistry(),
                        deleted.getRepository(),
                        deleted.getTag(),
                        deleted.getDigest());
                occurrence(node, deleted.getActor(), deleted.getOccurredAt());
            }
            default -> throw new AssertionError("no event of a push: " + event);
        }
        return node;
    }

    private static void names(
            ObjectNode node,
            String registry,
            String repository,
            @Nullable String tag,
            @Nullable String digest) {
        node.put("registry", registry)
                .put("repository", repository)
                .put("tag", tag)
                .put("digest", digest);
    }

    private static void occurrence(ObjectNode node, @Nullable String actor, Instant at) {
        node.put("actor", actor).put("occurredAt", at.toString());
    }
}
