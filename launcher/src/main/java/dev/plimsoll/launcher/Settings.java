package dev.plimsoll.launcher;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of the three services, as they would stand in a real installation. JSON is YAML too.
 */
record Settings(Ports ports, Secrets secrets, Path directory, Path advisories, Path rules) {

    private static final JsonMapper json = JsonMapper.builder().build();

    String ingest(List<Reference> elsewhere, Map<String, String> environment) {
        var registries = new ArrayList<Map<String, Object>>();
        registries.add(
                Map.of(
                        "host", registryHost(),
                        "base-url", Ports.http(ports.registry()).toString(),
                        "username", Secrets.REGISTRY_USER,
                        "password", secrets.registry()));
        elsewhere.stream()
                .filter(reference -> !reference.host().equals(registryHost()))
                .collect(
                        LinkedHashMap<String, Reference>::new,
                        (map, one) -> map.putIfAbsent(one.host(), one),
                        Map::putAll)
                .values()
                .forEach(reference -> registries.add(registry(reference, environment)));
        return yaml(
                Map.of(
                        "server", Map.of("port", ports.ingest()),
                        "spring", kafka(),
                        "ingest",
                                Map.of(
                                        "sources",
                                        Map.of(
                                                "sample",
                                                Map.of(
                                                        "type", "distribution",
                                                        "header", "Authorization",
                                                        "secret",
                                                                "Bearer "
                                                                        + secrets
                                                                                .registryEvents())),
                                        "registries",
                                        registries,
                                        "scans",
                                        Map.of("token", secrets.scans()))));
    }

    String analysis(EmbeddedElasticsearch elasticsearch) {
        var spring = new LinkedHashMap<String, Object>(kafka());
        spring.put(
                "cloud.stream.kafka.streams.binder.configuration",
                Map.of("state.dir", directory.resolve("streams").toString()));
        return yaml(
                Map.of(
                        "server", Map.of("port", ports.analysis()),
                        "spring", spring,
                        "analysis",
                                Map.of(
                                        "advisories",
                                                Map.of("locations", List.of(advisories.toString())),
                                        "rules", Map.of("folder", rules.toString()),
                                        "elasticsearch",
                                                Map.of(
                                                        "url", elasticsearch.uri().toString(),
                                                        "username", elasticsearch.username(),
                                                        "password", elasticsearch.password()),
                                        "access",
                                                Map.of(
                                                        "username",
                                                        Secrets.PAGES_USER,
                                                        "password",
                                                        secrets.pages(),
                                                        "tokens",
                                                        List.of(
                                                                Map.of(
                                                                        "name", "quickstart",
                                                                        "sha256",
                                                                                secrets
                                                                                        .deciderDigest(),
                                                                        "roles",
                                                                                List.of(
                                                                                        "decider")))))));
    }

    String notification() {
        return yaml(
                Map.of(
                        "server", Map.of("port", ports.notification()),
                        "spring", kafka(),
                        "notify",
                                Map.of(
                                        "destinations",
                                        Map.of(
                                                "quickstart",
                                                Map.of(
                                                        "type",
                                                        "webhook",
                                                        "url",
                                                        Ports.http(ports.alerts()) + "/alerts",
                                                        "secret",
                                                        secrets.webhook())),
                                        "minimum-severity",
                                        "high",
                                        "pages",
                                        Ports.http(ports.analysis()).toString())));
    }

    String registryHost() {
        return "127.0.0.1:" + ports.registry();
    }

    private static Map<String, Object> registry(
            Reference reference, Map<String, String> environment) {
        var registry = new LinkedHashMap<String, Object>();
        registry.put("host", reference.host());
        registry.put("base-url", reference.baseUrl().toString());
        if (reference.dockerHub()) {
            registry.put("token-realms", List.of("auth.docker.io"));
            registry.put(
                    "redirect-hosts",
                    List.of(
                            "production.cloudflare.docker.com",
                            "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com"));
        }
        putGiven(registry, "username", environment.get("PLIMSOLL_IMAGE_USERNAME"));
        putGiven(registry, "password", environment.get("PLIMSOLL_IMAGE_PASSWORD"));
        return registry;
    }

    private static void putGiven(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            map.put(key, value);
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("kafka", Map.of("bootstrap-servers", "127.0.0.1:" + ports.kafka()));
    }

    private static String yaml(Map<String, Object> settings) {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n";
    }
}
