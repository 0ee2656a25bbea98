package dev.plimsoll.ingest.registry;

import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Content that descriptors bring along. It is never used, whatever it is: content comes from the
 * registry, by digest. But whoever lies about it is told of.
 */
final class InlineData {

    private static final Logger log = LoggerFactory.getLogger(InlineData.class);

    private InlineData() {}

    /**
     * @param manifest the document of that digest
     */
    static void check(JsonNode manifest, Digest digest) {
        long lies =
                Stream.of("config", "layers", "manifests")
                        .flatMap(field -> descriptors(manifest.get(field)))
                        .filter(InlineData::lies)
                        .count();
        if (lies > 0) {
            log.atWarn()
                    .addKeyValue("manifest", digest)
                    .addKeyValue("descriptors", lies)
                    .log("inline data is not what its digest says, and is ignored");
        }
    }

    private static Stream<JsonNode> descriptors(@Nullable JsonNode node) {
        if (node == null) {
            return Stream.of();
        }
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }

    private static boolean lies(JsonNode descriptor) {
        var data = descriptor.get("data");
        if (data == null) {
            return false;
        }
        var digest = descriptor.get("digest");
        if (!data.isString() || digest == null || !digest.isString()) {
            return true;
        }
        try {
            var content = Base64.getDecoder().decode(data.stringValue());
            return !Digest.of(content).value().equals(digest.stringValue());
        } catch (IllegalArgumentException _) {
            return true;
        }
    }
}
