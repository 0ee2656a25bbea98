package dev.plimsoll.bench;

import dev.plimsoll.embedded.image.Blob;
import dev.plimsoll.embedded.image.Digest;
import dev.plimsoll.embedded.image.Publishable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;

/**
 * The same image with other digests: the header of each gzip layer gets another modification time,
 * so that nobody knows the layers yet. Layers that are not gzip stay as they are.
 */
final class FreshImage {

    private static final int TIME_AT = 4;
    private static final int TIME_BYTES = 4;

    private FreshImage() {}

    /**
     * @param number another one gives other digests
     */
    static Publishable.Image of(Publishable.Image image, int number) throws IOException {
        var manifest = new String(image.manifest(), StandardCharsets.UTF_8);
        var blobs = new ArrayList<Blob>();
        for (var blob : image.blobs()) {
            var fresh = isGzip(blob) ? fresh(blob, number) : blob;
            manifest = manifest.replace(blob.digest().value(), fresh.digest().value());
            blobs.add(fresh);
        }
        return new Publishable.Image(
                image.mediaType(), manifest.getBytes(StandardCharsets.UTF_8), blobs);
    }

    static boolean isGzip(Blob blob) throws IOException {
        try (var content = blob.open()) {
            var head = content.readNBytes(2);
            return head.length == 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
        }
    }

    private static Blob fresh(Blob blob, int number) throws IOException {
        Blob.Source source = () -> withTime(blob.open(), number);
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        try (var content = source.open();
                var sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            content.transferTo(sink);
        }
        return new Blob(
                blob.mediaType(),
                new Digest("sha256:" + HexFormat.of().formatHex(sha256.digest())),
                blob.size(),
                source);
    }

    private static InputStream withTime(InputStream gzip, int number) throws IOException {
        var head = gzip.readNBytes(TIME_AT + TIME_BYTES);
        for (int i = 0; i < TIME_BYTES; i++) {
            head[TIME_AT + i] = (byte) (number >> 8 * i);
        }
        return new SequenceInputStream(new ByteArrayInputStream(head), gzip);
    }
}
