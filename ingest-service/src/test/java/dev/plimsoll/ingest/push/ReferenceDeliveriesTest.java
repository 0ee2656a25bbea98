package dev.plimsoll.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The deliveries of real registries, recorded outside of this repository, posted as they came. */
class ReferenceDeliveriesTest {

    private static final Path DELIVERIES = Path.of("../../shared/registry-events");
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> TYPES =
            Map.of(
                    "distribution", "distribution",
                    "gitlab", "distribution",
                    "harbor", "harbor",
                    "dockerhub", "docker-hub");

    /** One event of the list of expectations. */
    private record Image(
            String registry, String repository, @Nullable String tag, @Nullable String digest) {

        static Image of(JsonNode event) {
            return new Image(
                    event.path("registry").asString(),
                    event.path("repository").asString(),
                    event.path("tag").asString(null),
                    event.path("digest").asString(null));
        }

        static Image of(ImagePushed event) {
            return new Image(
                    event.getRegistry(), event.getRepository(), event.getTag(), event.getDigest());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedDeliveryStartsTheScansItShould() throws IOException {
        Assumptions.assumeTrue(
                Files.isReadable(DELIVERIES.resolve("expected.json")),
                () ->
                        "recorded deliveries are not here: "
                                + DELIVERIES.toAbsolutePath().normalize());
        var samples =
                JSON.readTree(DELIVERIES.resolve("expected.json"))
                        .path("samples")
                        .valueStream()
                        .filter(sample -> TYPES.containsKey(sample.path("source").asString()))
                        .toList();
        var endpoints = RunningEndpoints.start(sources(samples));

        return samples.stream()
                .map(
                        sample ->
                                dynamicTest(
                                        sample.path("file").asString(),
                                        () -> check(endpoints, sample)))
                .onClose(endpoints::close);
    }

    private static Map<String, String> sources(List<JsonNode> samples) {
        var properties = new TreeMap<String, String>();
        var hosts = new HashSet<String>();
        for (var sample : samples) {
            var source = "ingest.sources." + source(sample);
            var authentication = sample.path("request").path("auth");
            properties.put(source + ".type", TYPES.get(sample.path("source").asString()));
            if (authentication.has("header")) {
                properties.put(source + ".header", authentication.path("header").asString());
                properties.put(source + ".secret", authentication.path("value").asString());
            } else {
                properties.put(source + ".url-secret", "let-me-in");
            }
            sample.path("expect")
                    .path("events")
                    .forEach(
                            event -> {
                                if (event.path("registry").isString()) {
                                    hosts.add(event.path("registry").asString());
                                }
                            });
        }
        int index = 0;
        for (var host : hosts) {
            properties.put("ingest.registries[%d].host".formatted(index++), host);
        }
        return properties;
    }

    private static String source(JsonNode sample) {
        return sample.path("file").asString().replace(".json", "");
    }

    private static void check(RunningEndpoints endpoints, JsonNode sample) throws IOException {
        endpoints.forget();

        for (var body : bodies(sample)) {
            assertThat(post(endpoints, sample, body)).isBetween(200, 299);
        }

        var must = new ArrayList<Image>();
        var may = new ArrayList<Image>();
        for (var event : sample.path("expect").path("events")) {
            switch (event.path("ignored").asString()) {
                case "false" -> must.add(Image.of(event));
                case "policy" -> may.add(Image.of(event));
                default -> {}
            }
        }
        var started =
                endpoints.events().stream()
                        .filter(ImagePushed.class::isInstance)
                        .map(event -> Image.of((ImagePushed) event))
                        .toList();
        assertThat(started).containsAll(must);
        must.addAll(may);
        assertThat(must).containsAll(started);
        assertThat(started).doesNotHaveDuplicates();
    }

    private static List<byte[]> bodies(JsonNode sample) throws IOException {
        var bytes = Files.readAllBytes(DELIVERIES.resolve(sample.path("file").asString()));
        return sample.path("kind").asString().equals("sequence")
                ? JSON.readTree(bytes)
                        .path("deliveries")
                        .valueStream()
                        .map(
                                delivery ->
                                        delivery.path("body")
                                                .toString()
                                                .getBytes(StandardCharsets.UTF_8))
                        .toList()
                : List.of(bytes);
    }

    private static int post(RunningEndpoints endpoints, JsonNode sample, byte[] body) {
        var authenticated = sample.path("request").path("auth").has("header");
        var request =
                endpoints.request(
                        "/events/" + source(sample) + (authenticated ? "" : "?secret=let-me-in"));
        sample.path("request")
                .path("headers")
                .forEachEntry((name, value) -> request.header(name, value.asString()));
        return endpoints.send(request.POST(BodyPublishers.ofByteArray(body))).statusCode();
    }
}
