package dev.plimsoll.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.push.format.Delivery;
import dev.plimsoll.ingest.push.format.RegistryEvent;
import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.push.proof.HeaderSecret;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Bodies of strangers become events, or reasons why not; never an exception. */
class WebhookFuzz {

    private static final BodyReader BODIES = new BodyReader(DataSize.ofKilobytes(64));
    private static final Head HEAD = new Head(Map.of("ce-type", "zotregistry.image.updated"), null);
    private static final RegistryHost HOST = new RegistryHost("registry.example.com");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        """
                        {"events":[{"id":"1","timestamp":"2026-03-01T10:00:00Z","action":"push",
                         "target":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s",
                         "repository":"team/web","tag":"1.0"},"request":{"host":"registry.example.com"},
                         "actor":{"name":"ann"}}]}
                        """
                                .formatted("0".repeat(64)),
                        """
                        {"type":"PUSH_ARTIFACT","occur_at":1772359200,"operator":"ann","event_data":{"resources":[
                         {"digest":"sha256:%s","tag":"1","resource_url":"harbor.example.com/team/web:1"}],
                         "repository":{"repo_full_name":"team/web"}}}
                        """
                                .formatted("a".repeat(64)),
                        """
                        {"push_data":{"pushed_at":1.7723592e+09,"pusher":"ann","tag":"1"},
                         "repository":{"repo_name":"team/web","name":"web","namespace":"team"}}
                        """),
                Seeds.deliveries());
    }

    @MethodSource("seeds")
    @FuzzTest
    void becomesEventsOrReasons(byte[] data) throws IOException {
        var body = BODIES.read(new ByteArrayInputStream(data), -1);
        if (!(body instanceof BodyReader.Body.Json(var json))) {
            return;
        }
        for (var type : SourceType.values()) {
            var source = new Source("acme", type.format(), HeaderSecret.NOBODY, null);
            var delivery = new Delivery(HEAD, json, HOST, NOW);
            type.format().signedAt(delivery);
            type.format().handshake(delivery);
            for (var event : type.format().read(delivery)) {
                switch (event) {
                    case RegistryEvent.Pushed pushed ->
                            assertThat(ImageEvents.of(source, "id", pushed, NOW).key())
                                    .isPrintable();
                    case RegistryEvent.Deleted deleted ->
                            assertThat(ImageEvents.of(source, "id", deleted, NOW).key())
                                    .isPrintable();
                    case RegistryEvent.Ignored _, RegistryEvent.Refused _ -> {
                        // Counted and logged, nothing else.
                    }
                }
            }
        }
    }
}
