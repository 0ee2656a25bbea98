package dev.plimsoll.embedded.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 content hash, "sha256:" and 64 hexadecimal digits in lower case. */
public record Digest(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("not a sha256 digest: '%s'".formatted(value));
        }
    }

    public static boolean isDigest(String value) {
        return GRAMMAR.matcher(value).matches();
    }

    public static Digest of(byte[] content) {
        return ofHash(sha256().digest(content));
    }

    /** Of everything the stream holds; the caller closes it. */
    public static Digest of(InputStream content) throws IOException {
        var hash = sha256();
        new DigestInputStream(content, hash).transferTo(OutputStream.nullOutputStream());
        return ofHash(hash.digest());
    }

    public static Digest ofHash(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The 64 hexadecimal digits. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    @Override
    public String toString() {
        return value;
    }
}
