package dev.plimsoll.embedded.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that a manifest names. It is opened anew for each reading and need not fit into memory.
 *
 * @param size in bytes
 */
public record Blob(String mediaType, Digest digest, long size, Source source) {

    /** Where the content comes from. */
    @FunctionalInterface
    public interface Source {

        InputStream open() throws IOException;
    }

    public static Blob of(String mediaType, byte[] content) {
        return new Blob(
                mediaType,
                Digest.of(content),
                content.length,
                () -> new ByteArrayInputStream(content));
    }

    public InputStream open() throws IOException {
        return source.open();
    }
}
