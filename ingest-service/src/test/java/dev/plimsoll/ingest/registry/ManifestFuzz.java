package dev.plimsoll.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests and indexes: refused, or the same however the registry calls them. */
class ManifestFuzz {

    private static final List<String> CONTENT_TYPES =
            List.of("", ManifestReader.OCI_MANIFEST, ManifestReader.DOCKER_LIST, "text/plain;x");

    static Stream<byte[]> seeds() {
        var descriptor =
                "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:%s\",\"size\":7,\"data\":\"AA==\",\"urls\":[\"http://a\"]}"
                        .formatted("0".repeat(64));
        return Stream.concat(
                Seeds.texts(
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                                .formatted(ManifestReader.OCI_MANIFEST, descriptor, descriptor),
                        "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:%s\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}}]}"
                                .formatted("f".repeat(64)),
                        "{\"schemaVersion\":1,\"fsLayers\":[]}"),
                Seeds.documents());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        var digest = Digest.of(data);
        for (var contentType : CONTENT_TYPES) {
            try {
                var manifest = ManifestReader.read(data, digest, contentType);
                assertThat(manifest.digest()).isEqualTo(digest);
                assertThat(ManifestReader.read(data, digest, contentType)).isEqualTo(manifest);
            } catch (ImageRefusedException _) {
                // A refusal is an answer.
            }
        }
    }
}
