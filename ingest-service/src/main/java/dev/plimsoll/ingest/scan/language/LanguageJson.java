package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of foreign origin that streams by: bounded depth and length, and no memory for what nobody
 * asks for. Property names are not kept for later, as the parser would otherwise do for all.
 */
final class LanguageJson {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(256)
                                    .maxNumberLength(100)
                                    .maxNameLength(4_096)
                                    .maxStringLength(64 * 1024)
                                    .build())
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build();

    private LanguageJson() {}

    /** Looks at a document; the parser stands at its first token, the start of an object. */
    @FunctionalInterface
    interface Reader {
        void read(JsonParser parser);
    }

    /**
     * @return what is wrong with the document, from where on the reader saw nothing; null if it is
     *     one JSON object
     * @throws LimitReachedException if it is longer than allowed
     * @throws IOException only what {@code content} throws
     */
    static @Nullable String read(InputStream content, long limit, Reader reader)
            throws IOException {
        var bounded = new Bounded(content, limit);
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bounded)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "it is no JSON object";
            }
            reader.read(parser);
            return parser.nextToken() == null ? null : "there is more behind its JSON object";
        } catch (JacksonException e) {
            // The parser reports broken characters as if reading had failed.
            if (bounded.failure != null) {
                throw bounded.failure;
            }
            return "it is no clean JSON: " + Printable.of(e.getOriginalMessage());
        }
    }

    private static final class Bounded extends FilterInputStream {

        private final long limit;
        private long count;
        private @Nullable IOException failure;

        private Bounded(InputStream content, long limit) {
            super(content);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] output, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(output, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            count += Math.max(0, read);
            if (count > limit) {
                throw new LimitReachedException(
                        Reason.LIMIT_LANGUAGE_FILE, "it is longer than %d bytes".formatted(limit));
            }
            return read;
        }
    }
}
