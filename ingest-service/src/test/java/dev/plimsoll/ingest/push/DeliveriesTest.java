package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import dev.plimsoll.ingest.push.proof.Signing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every folder of {@code testdata/<sender>} is a delivery and what comes of it, posted to the
 * running endpoint. {@code source.properties} beside the folders configures the sender, where a
 * secret in the URL would not do; {@code head.properties} in a folder are headers of the request.
 */
class DeliveriesTest {

    private static final Path TESTDATA = Path.of("src/test/resources/testdata");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:05Z");

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
        var vouchers = new Vouchers();
        var endpoints =
                RunningEndpoints.start(sources(cases), new SettableClock(RECEIVED), vouchers);

        return cases.stream()
                .map(
                        folder ->
                                dynamicTest(
                                        TESTDATA.relativize(folder).toString(),
                                        () -> check(endpoints, vouchers, folder)))
                .onClose(endpoints::close)
                .onClose(vouchers::close);
    }

    private static Map<String, String> sources(Iterable<Path> cases) {
        var properties = new TreeMap<String, String>();
        properties.put("ingest.registries[0].host", "registry.example.com:5000");
        properties.put("ingest.registries[1].host", "harbor.example.com");
        properties.put("ingest.registries[2].host", "docker.io");
        properties.put("ingest.registries[3].host", "ghcr.io");
        properties.put("ingest.registries[4].host", "quay.example.com");
        properties.put(
                "ingest.registries[5].host", "123456789012.dkr.ecr.eu-central-1.amazonaws.com");
        properties.put(
                "ingest.registries[6].host", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
        properties.put("ingest.registries[7].host", "example.azurecr.io");
        properties.put("ingest.registries[8].host", "europe-docker.pkg.dev");
        for (var folder : cases) {
            var source = "ingest.sources." + source(folder);
            properties.put(source + ".type", folder.getParent().getFileName().toString());
            settings(folder).forEach((name, value) -> properties.put(source + "." + name, value));
        }
        return properties;
    }

    /** A source for every case: deliveries of one source are told apart from repetitions. */
    private static String source(Path folder) {
        return folder.getParent().getFileName()
                + "-"
                + folder.getFileName().toString().replace('.', '-');
    }

    private static Map<String, String> settings(Path folder) {
        var file = folder.resolveSibling("source.properties");
        return Files.exists(file) ? properties(file) : Map.of("url-secret", "let-me-in");
    }

    private static Map<String, String> properties(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var map = new TreeMap<String, String>();
        properties.forEach((name, value) -> map.put(name.toString(), value.toString()));
        return map;
    }

    /** What this sender would send to prove who it is. */
    private static Map<String, String> proof(Vouchers vouchers, Path folder, byte[] body) {
        var settings = settings(folder);
        if (settings.containsKey("header")) {
            return Map.of(settings.get("header"), settings.get("secret"));
        }
        if (settings.containsKey("username")) {
            var credentials = settings.get("username") + ":" + settings.get("password");
            return Map.of(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        if (settings.containsKey("signing-secret")) {
            var type = folder.getParent().getFileName().toString();
            var signing = signing(type);
            return Map.of(
                    signing.header(),
                    signing.prefix() + hmac(signing, settings.get("signing-secret"), body));
        }
        return settings.containsKey("audience")
                ? Map.of("Authorization", "Bearer " + vouchers.token(Vouchers.claims(RECEIVED)))
                : Map.of();
    }

    private static Signing signing(String type) {
        var signing =
                SourceType.valueOf(type.replace('-', '_').toUpperCase(Locale.ROOT))
                        .format()
                        .signing();
        assertThat(signing).as("how %s signs", type).isNotNull();
        return signing;
    }

    private static String hmac(Signing signing, String secret, byte[] body) {
        try {
            var mac = Mac.getInstance(signing.algorithm());
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), signing.algorithm()));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(RunningEndpoints endpoints, Vouchers vouchers, Path folder)
            throws IOException {
        var want = JSON.readTree(folder.resolve("want.json"));
        var body = Files.readAllBytes(folder.resolve("delivery.json"));
        endpoints.forget();

        var request =
                endpoints
                        .request("/events/%s?secret=let-me-in".formatted(source(folder)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        proof(vouchers, folder, body).forEach(request::header);
        var head = folder.resolve("head.properties");
        if (Files.exists(head)) {
            properties(head).forEach(request::header);
        }
        var response = endpoints.send(request);

        assertThat(response.statusCode()).isEqualTo(want.path("status").asInt());
        if (want.has("receipt")) {
            assertThat(JSON.readTree(response.body())).isEqualTo(want.path("receipt"));
        }
        if (want.has("answer")) {
            assertThat(JSON.readTree(response.body())).isEqualTo(want.path("answer"));
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
