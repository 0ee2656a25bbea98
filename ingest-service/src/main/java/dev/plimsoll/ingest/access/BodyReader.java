package dev.plimsoll.ingest.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bytes of a stranger to JSON, within bounds. */
public final class BodyReader {

    /** Registries send six levels; Harbor's scan overviews nine. */
    private static final int DEEPEST = 64;

    /** A Distribution event has about 70, so this is an envelope of some 2,800. */
    private static final int MOST_TOKENS = 200_000;

    private static final int LONGEST_NUMBER = 100;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxTokenCount(MOST_TOKENS)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final int largestBody;

    public BodyReader(DataSize largestBody) {
        this.largestBody = Math.toIntExact(largestBody.toBytes());
    }

    /** A body is one of these. */
    public sealed interface Body {

        record Json(JsonNode node) implements Body {}

        /** Perhaps cut on the way: the next attempt may arrive whole. */
        record NotJson() implements Body {}

        record TooComplex() implements Body {}

        record TooLarge() implements Body {}
    }

    /**
     * Reads no more than the bound.
     *
     * @param announcedLength as the sender says, -1 if it does not
     */
    public Body read(InputStream stream, long announcedLength) throws IOException {
        var bytes = bytes(stream, announcedLength);
        return bytes == null ? new Body.TooLarge() : parse(bytes);
    }

    /**
     * The body as it came, for whoever has to see it before it is parsed.
     *
     * @param announcedLength as the sender says, -1 if it does not
     * @return null if there is more than the bound
     */
    public byte @Nullable [] bytes(InputStream stream, long announcedLength) throws IOException {
        if (announcedLength > largestBody) {
            return null;
        }
        var bytes = stream.readNBytes(largestBody + 1);
        return bytes.length > largestBody ? null : bytes;
    }

    /** What bytes that are within their bound say. */
    public static Body parse(byte[] bytes) {
        try {
            var node = MAPPER.readTree(bytes);
            return node.isMissingNode() ? new Body.NotJson() : new Body.Json(node);
        } catch (StreamConstraintsException e) {
            return new Body.TooComplex();
        } catch (JacksonException e) {
            return new Body.NotJson();
        }
    }

    /** The JSON that a string inside of JSON holds, or null if it holds none, or too much. */
    public static @Nullable JsonNode nested(@Nullable String text) {
        return text != null
                        && parse(text.getBytes(StandardCharsets.UTF_8))
                                instanceof Body.Json(var node)
                ? node
                : null;
    }
}
