package dev.plimsoll.ingest.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads small documents whole, but never more than they may be. */
final class BoundedBody {

    private BoundedBody() {}

    /** Closes the body. */
    static byte[] read(InputStream body, int limit, Reason tooLong) {
        try (body) {
            var bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ImageRefusedException(
                        tooLong, "a document of more than %d bytes".formatted(limit));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("bodies of answers throw no such thing", e);
        }
    }
}
