package dev.plimsoll.ingest.push.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A keyed hash over the bytes received; compared in a time that tells nothing about it. */
public final class BodySignature implements Proof {

    private final Signing signing;
    private final SecretKeySpec key;
    private final int bytes;

    public BodySignature(Signing signing, String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        this.signing = signing;
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), signing.algorithm());
        this.bytes = mac().getMacLength();
    }

    @Override
    public Verdict ofHead(Head head) {
        return presented(head) == null ? Verdict.REFUSED : Verdict.AUTHENTIC;
    }

    @Override
    public Verdict ofBody(Head head, byte[] body) {
        var presented = presented(head);
        return presented != null && MessageDigest.isEqual(mac().doFinal(body), presented)
                ? Verdict.AUTHENTIC
                : Verdict.REFUSED;
    }

    /** The signature of the sender, null if there is none or it is none. */
    private byte @Nullable [] presented(Head head) {
        var value = head.header(signing.header());
        if (value == null
                || !value.startsWith(signing.prefix())
                || value.length() != signing.prefix().length() + 2 * bytes) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(value, signing.prefix().length(), value.length());
        } catch (IllegalArgumentException e) {
            return null; // not hexadecimal, and so no signature
        }
    }

    private Mac mac() {
        try {
            var mac = Mac.getInstance(signing.algorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + signing.algorithm(), e);
        }
    }
}
