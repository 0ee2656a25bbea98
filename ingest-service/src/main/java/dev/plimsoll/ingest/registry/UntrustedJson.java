package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of foreign origin: bounded depth, no duplicate keys, one document and nothing after it. */
public final class UntrustedJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxNumberLength(40)
                                                    .maxNameLength(4_096)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private UntrustedJson() {}

    /**
     * @param reason what to refuse with
     * @throws ImageRefusedException unless the bytes are exactly one JSON object
     */
    public static JsonNode object(byte[] document, Reason reason, String what) {
        var node = document(document, reason, what);
        if (!node.isObject()) {
            throw new ImageRefusedException(reason, "%s is no JSON object".formatted(what));
        }
        return node;
    }

    /**
     * @param reason what to refuse with
     * @throws ImageRefusedException unless the bytes are exactly one JSON array
     */
    public static JsonNode array(byte[] document, Reason reason, String what) {
        var node = document(document, reason, what);
        if (!node.isArray()) {
            throw new ImageRefusedException(reason, "%s is no JSON array".formatted(what));
        }
        return node;
    }

    private static JsonNode document(byte[] document, Reason reason, String what) {
        JsonNode node;
        try {
            node = startsWithByteOrderMark(document) ? null : MAPPER.readTree(document);
        } catch (JacksonException e) {
            throw new ImageRefusedException(
                    reason,
                    "%s is not clean JSON: %s"
                            .formatted(what, Printable.of(e.getOriginalMessage())));
        }
        if (node == null) {
            throw new ImageRefusedException(reason, "%s is no JSON".formatted(what));
        }
        return node;
    }

    private static boolean startsWithByteOrderMark(byte[] document) {
        return document.length > 2
                && document[0] == (byte) 0xEF
                && document[1] == (byte) 0xBB
                && document[2] == (byte) 0xBF;
    }
}
