package dev.plimsoll.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests of artifacts and lists of them: refused, or bounded. */
class ArtifactFuzz {

    static Stream<byte[]> seeds() {
        var descriptor =
                "{\"mediaType\":\"application/vnd.dsse.envelope.v1+json\",\"digest\":\"sha256:%s\",\"size\":7,\"artifactType\":\"a\",\"annotations\":{\"predicateType\":\"https://openvex.dev/ns\"}}"
                        .formatted("0".repeat(64));
        return Stream.concat(
                Seeds.texts(
                        "{\"schemaVersion\":2,\"layers\":[%s],\"subject\":%s}"
                                .formatted(descriptor, descriptor),
                        "{\"blobs\":[%s]}".formatted(descriptor),
                        "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(descriptor)),
                Seeds.documents());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        var digest = Digest.of(data);
        try {
            assertThat(ArtifactReader.artifact(data, digest).parts()).hasSizeLessThan(100);
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
        try {
            assertThat(ArtifactReader.referrers(data, digest)).hasSizeLessThan(2_000);
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
