package dev.plimsoll.ingest.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What headers of answers say: challenges, waits, addresses. */
class HeaderFuzz {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    static Stream<byte[]> seeds() {
        return Seeds.texts(
                "Bearer realm=\"https://auth.example.com/token\",service=\"x\",scope=\"repository:a:pull\"",
                "basic realm=r",
                "Sun, 01 Mar 2026 10:00:17 GMT",
                "999999999",
                "http://user@[::ffff:127.0.0.1]:5000/a?b#c");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isUnderstoodOrNot(byte[] data) {
        var text = new String(data, ISO_8859_1);
        Challenge.of(List.of(text, "Bearer " + text));
        var wait = Http.parseRetryAfter(text, NOW);
        if (wait != null) {
            assertThat(wait).isBetween(Duration.ZERO, Duration.ofHours(1));
        }
        try {
            var endpoint = Endpoint.of(new URI(text));
            assertThat(Endpoint.of(URI.create(endpoint.toString()))).isEqualTo(endpoint);
        } catch (URISyntaxException | IllegalArgumentException _) {
            // Most texts are no addresses.
        }
    }
}
