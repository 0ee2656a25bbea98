package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deliveries of real registries, recorded outside of this repository, posted as they came: with
 * the signature that their sender would have made, with a wrong one, without one, and twice.
 */
class ReferenceDeliveriesTest {

    private static final Path DELIVERIES = Path.of("../../shared/registry-events");
    private static final JsonMapper JSON = new JsonMapper();

    /** Of everything whose signature has no time in it. */
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** For senders whose events do not name their registry. */
    private static final String HOST = "registry.example.com:5000";

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("distribution", "distribution"),
                    Map.entry("gitlab", "distribution"),
                    Map.entry("harbor", "harbor"),
                    Map.entry("dockerhub", "docker-hub"),
                    Map.entry("quay", "quay"),
                    Map.entry("ghcr", "ghcr"),
                    Map.entry("gitea", "gitea"),
                    Map.entry("ecr", "ecr"),
                    Map.entry("acr", "acr"),
                    Map.entry("acr-eventgrid", "acr-event-grid"),
                    Map.entry("gar", "artifact-registry"),
                    Map.entry("jfrog", "jfrog"),
                    Map.entry("nexus", "nexus"),
                    Map.entry("zot", "zot"),
                    Map.entry("cloudevents", "cloud-events"));

    private static final Vouchers VOUCHERS = new Vouchers();
    private static final SettableClock CLOCK = new SettableClock(NOW);

    private static List<JsonNode> samples = List.of();
    private static @Nullable RunningEndpoints running;

    /** One event of the list of expectations. */
    private record Image(
            String registry, String repository, @Nullable String tag, @Nullable String digest) {

        static Image of(JsonNode event) {
            return new Image(
                    event.path("registry").asString(HOST),
                    event.path("repository").asString(),
                    event.path("tag").asString(null),
                    event.path("digest").asString(null));
        }

        static Image of(ImagePushed event) {
            return new Image(
                    event.getRegistry(), event.getRepository(), event.getTag(), event.getDigest());
        }
    }

    /** A request that has not been sent yet. */
    private record Post(String path, Map<String, String> headers, byte[] body) {

        Post without(String header) {
            var fewer = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            fewer.putAll(headers);
            fewer.remove(header);
            return new Post(path, fewer, body);
        }

        Post with(String header, String value) {
            var more = new TreeMap<>(without(header).headers());
            more.put(header, value);
            return new Post(path, more, body);
        }

        Post with(byte[] otherBody) {
            return new Post(path, headers, otherBody);
        }

        Post to(String otherPath) {
            return new Post(otherPath, headers, body);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(
                Files.isReadable(DELIVERIES.resolve("expected.json")),
                () ->
                        "recorded deliveries are not here: "
                                + DELIVERIES.toAbsolutePath().normalize());
        samples =
                JSON.readTree(DELIVERIES.resolve("expected.json"))
                        .path("samples")
                        .valueStream()
                        .toList();
        running = RunningEndpoints.start(settings(), CLOCK, VOUCHERS);
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
        VOUCHERS.close();
    }

    @BeforeEach
    void forget() {
        endpoints().forget();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedDeliveryStartsTheScansItShould() {
        return each(
                "first",
                (sample, posts) -> {
                    for (var post : posts) {
                        var wanted = sample.path("expect").path("response");
                        var answer = send(post);

                        if (wanted.isMissingNode()) {
                            assertThat(answer.statusCode()).isEqualTo(202);
                        } else {
                            assertThat(answer.statusCode())
                                    .isEqualTo(wanted.path("status").asInt());
                            assertThat(JSON.readTree(answer.body())).isEqualTo(wanted.path("json"));
                        }
                    }

                    var must = images(sample, "false");
                    var may = images(sample, "policy");
                    var started = started();
                    assertThat(started).containsAll(must);
                    must.addAll(may);
                    assertThat(must).containsAll(started);
                    assertThat(started).doesNotHaveDuplicates();
                });
    }

    @TestFactory
    Stream<DynamicTest> row43NothingIsKeptOfADeliveryThatNobodyProves() {
        return each(
                "forged",
                (sample, posts) -> {
                    for (var post : posts) {
                        for (var forged : forged(sample, post)) {
                            assertThat(send(forged).statusCode()).isEqualTo(401);
                        }
                    }

                    assertThat(endpoints().events()).isEmpty();
                });
    }

    /** But Quay's, which reads like the next push of the same tag. */
    @TestFactory
    Stream<DynamicTest> row43ADeliveryThatComesAgainStartsNoOtherScan() {
        return each(
                "repeated",
                (sample, posts) -> {
                    posts.forEach(post -> send(post));
                    int once = endpoints().events().size();
                    CLOCK.set(time(sample).plusSeconds(60));

                    for (var post : posts) {
                        assertThat(send(post).statusCode()).isBetween(200, 299);
                    }

                    boolean quay = sample.path("source").asString().equals("quay");
                    assertThat(endpoints().events()).hasSize(quay ? 2 * once : once);
                });
    }

    private static Stream<DynamicTest> each(
            String purpose, BiConsumer<JsonNode, List<Post>> check) {
        return samples.stream()
                .map(
                        sample ->
                                dynamicTest(
                                        sample.path("file").asString(),
                                        () -> {
                                            endpoints().forget();
                                            CLOCK.set(time(sample));
                                            check.accept(sample, posts(sample, purpose));
                                        }));
    }

    private static List<Image> images(JsonNode sample, String ignored) {
        var images = new ArrayList<Image>();
        for (var event : sample.path("expect").path("events")) {
            if (event.path("ignored").asString().equals(ignored)) {
                images.add(Image.of(event));
            }
        }
        return images;
    }

    private static List<Image> started() {
        return endpoints().events().stream()
                .filter(ImagePushed.class::isInstance)
                .map(event -> Image.of((ImagePushed) event))
                .toList();
    }

    /** Senders without a signature are configured with what they would have been given. */
    private static Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        var hosts = new TreeSet<String>(List.of(HOST));
        for (var sample : samples) {
            for (var purpose : List.of("first", "forged", "repeated")) {
                settings(sample)
                        .forEach(
                                (name, value) ->
                                        settings.put(
                                                "ingest.sources.%s.%s"
                                                        .formatted(source(sample, purpose), name),
                                                value));
            }
            for (var event : sample.path("expect").path("events")) {
                if (event.path("registry").isString()) {
                    hosts.add(event.path("registry").asString());
                }
            }
        }
        int index = 0;
        for (var host : hosts) {
            settings.put("ingest.registries[%d].host".formatted(index++), host);
        }
        return settings;
    }

    private static Map<String, String> settings(JsonNode sample) {
        var type = TYPES.get(sample.path("source").asString());
        assertThat(type).as("the type of " + sample.path("source")).isNotNull();
        var settings = new LinkedHashMap<String, String>();
        settings.put("type", type);
        if (type.equals("nexus") || type.equals("zot")) {
            settings.put("registry", HOST);
        }
        var auth = auth(sample);
        switch (scheme(sample)) {
            case "static-header" -> {
                settings.put("header", auth.path("header").asString());
                settings.put("secret", auth.path("value").asString());
            }
            case "hmac" -> settings.put("signing-secret", auth.path("secret").asString());
            case "query" -> {
                settings.put("url-parameter", auth.path("parameter").asString());
                settings.put("url-secret", auth.path("value").asString());
            }
            case "sns-signature" ->
                    settings.put(
                            "topic-arn",
                            sample.path("request")
                                    .path("headers")
                                    .path("x-amz-sns-topic-arn")
                                    .asString());
            case "oidc" -> {
                settings.put("audience", Vouchers.AUDIENCE);
                settings.put("service-account", Vouchers.ACCOUNT);
            }
            case "none" -> settings.put("url-secret", "let-me-in");
            default -> throw new AssertionError("unknown scheme of " + sample);
        }
        return settings;
    }

    private static List<Post> posts(JsonNode sample, String purpose) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sample.path("request")
                .path("headers")
                .forEachEntry((name, value) -> headers.put(name, value.asString()));
        var path = "/events/" + source(sample, purpose);
        return bodies(sample).stream()
                .map(body -> proved(sample, new Post(path, headers, body)))
                .toList();
    }

    /** With the proof that the sender would have made, where the recording has none. */
    private static Post proved(JsonNode sample, Post post) {
        var auth = auth(sample);
        return switch (scheme(sample)) {
            case "static-header" -> post;
            case "hmac" -> {
                assertThat(post.headers().get(auth.path("header").asString()))
                        .isEqualTo(auth.path("value").asString())
                        .endsWith(hmac(auth, post.body()));
                yield post;
            }
            case "query" ->
                    post.to(
                            "%s?%s=%s"
                                    .formatted(
                                            post.path(),
                                            auth.path("parameter").asString(),
                                            auth.path("value").asString()));
            case "sns-signature" ->
                    post.with(
                            VOUCHERS.signed((ObjectNode) JSON.readTree(post.body()), "1")
                                    .toString()
                                    .getBytes(UTF_8));
            case "oidc" ->
                    post.with(
                            "Authorization",
                            "Bearer " + VOUCHERS.token(Vouchers.claims(time(sample))));
            default -> post.to(post.path() + "?secret=let-me-in");
        };
    }

    /** The same without a proof, with a wrong one, and with a right one for something else. */
    private static List<Post> forged(JsonNode sample, Post post) {
        var header = auth(sample).path("header").asString("Authorization");
        return switch (scheme(sample)) {
            case "static-header" ->
                    List.of(
                            post.without(header),
                            post.with(header, "Bearer wrong"),
                            post.with(
                                    header,
                                    post.headers().get(header).toUpperCase(Locale.ROOT) + "1"));
            case "hmac" ->
                    List.of(
                            post.without(header),
                            post.with(header, "wrong"),
                            post.with(header, post.headers().get(header).replaceAll("[0-9]", "0")),
                            post.with(altered(post.body())));
            case "sns-signature" ->
                    List.of(
                            post.without("x-amz-sns-topic-arn"),
                            post.with(
                                    new String(post.body(), UTF_8)
                                            .replace("20-alpine3.16", "20-alpine3.17")
                                            .getBytes(UTF_8)));
            case "oidc" ->
                    List.of(
                            post.without("Authorization"),
                            post.with("Authorization", "Bearer e30.e30.e30"),
                            post.with(
                                    "Authorization",
                                    "Bearer "
                                            + VOUCHERS.token(
                                                    Vouchers.claims(time(sample))
                                                            .audience("https://elsewhere"))));
            default -> {
                var path = post.path().substring(0, post.path().indexOf('?'));
                yield List.of(post.to(path), post.to(path + "?secret=wrong&code=wrong"));
            }
        };
    }

    /** White space that means nothing to JSON: the signature is over bytes. */
    private static byte[] altered(byte[] body) {
        return (" " + new String(body, UTF_8)).getBytes(UTF_8);
    }

    private static String hmac(JsonNode auth, byte[] body) {
        try {
            var mac =
                    Mac.getInstance(
                            auth.path("algorithm").asString().equals("sha1")
                                    ? "HmacSHA1"
                                    : "HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            auth.path("secret").asString().getBytes(UTF_8), mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When it was sent, where that is signed. */
    private static Instant time(JsonNode sample) {
        return switch (sample.path("source").asString()) {
            case "nexus" -> Instant.parse("2020-04-05T21:50:00Z");
            case "ecr" ->
                    scheme(sample).equals("sns-signature")
                            ? Instant.parse("2023-05-08T15:13:30Z")
                            : NOW;
            default -> NOW;
        };
    }

    private static List<byte[]> bodies(JsonNode sample) {
        try {
            var bytes = Files.readAllBytes(DELIVERIES.resolve(sample.path("file").asString()));
            return sample.path("kind").asString().equals("sequence")
                    ? JSON.readTree(bytes)
                            .path("deliveries")
                            .valueStream()
                            .map(delivery -> delivery.path("body").toString().getBytes(UTF_8))
                            .toList()
                    : List.of(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(Post post) {
        var request = endpoints().request(post.path());
        post.headers().forEach(request::header);
        return endpoints().send(request.POST(BodyPublishers.ofByteArray(post.body())));
    }

    private static RunningEndpoints endpoints() {
        assertThat(running).isNotNull();
        return running;
    }

    private static JsonNode auth(JsonNode sample) {
        return sample.path("request").path("auth");
    }

    private static String scheme(JsonNode sample) {
        return auth(sample).path("scheme").asString();
    }

    private static String source(JsonNode sample, String purpose) {
        return purpose + "-" + sample.path("file").asString().replace(".json", "");
    }
}
