package dev.plimsoll.ingest.scan.attestation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The configured public keys. Safe for many threads. */
final class PublicKeys {

    private static final int LARGEST_FILE = 64 * 1024;
    private static final int SHORTEST_RSA = 2_048;

    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private final List<Key> keys;

    private record Key(String name, PublicKey key, List<Scheme> schemes) {}

    /** A way to sign with a key, as Java calls it. */
    private record Scheme(String algorithm, @Nullable PSSParameterSpec parameters) {}

    /** In ASN.1, as cosign does it. */
    private static final Scheme ECDSA = new Scheme("SHA256withECDSA", null);

    /** As DSSE's own example has it. */
    private static final Scheme ECDSA_PLAIN = new Scheme("SHA256withECDSAinP1363Format", null);

    private static final Scheme ED25519 = new Scheme("Ed25519", null);
    private static final Scheme RSA = new Scheme("SHA256withRSA", null);
    private static final Scheme RSA_PSS =
            new Scheme(
                    "RSASSA-PSS",
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));

    private PublicKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @throws IllegalArgumentException if a file is no public key of a kind we know; it names it
     */
    static PublicKeys read(Map<String, Path> files) {
        var keys = new ArrayList<Key>();
        new TreeMap<>(files).forEach((name, file) -> keys.add(read(name, file)));
        return new PublicKeys(keys);
    }

    /** The first key by name that made one of the signatures, null if none did. */
    @Nullable String signer(byte[] signed, List<byte[]> signatures) {
        for (var key : keys) {
            for (var signature : signatures) {
                for (var scheme : key.schemes()) {
                    if (verifies(key.key(), scheme, signed, signature)) {
                        return key.name();
                    }
                }
            }
        }
        return null;
    }

    private static boolean verifies(PublicKey key, Scheme scheme, byte[] signed, byte[] signature) {
        try {
            var verifier = Signature.getInstance(scheme.algorithm());
            if (scheme.parameters() != null) {
                verifier.setParameter(scheme.parameters());
            }
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // not even a signature
        }
    }

    private static Key read(String name, Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw refused(name, file, "it is too large", null);
            }
            var pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.matches()) {
                throw refused(
                        name, file, "it does not begin with -----BEGIN PUBLIC KEY-----", null);
            }
            var encoded =
                    new X509EncodedKeySpec(
                            Base64.getDecoder().decode(pem.group(1).replaceAll("\\s", "")));
            for (var algorithm : List.of("EC", "Ed25519", "RSA")) {
                var key = decoded(algorithm, encoded);
                if (key != null) {
                    return new Key(name, key, schemes(name, file, key));
                }
            }
            throw refused(name, file, "it is no key of ECDSA P-256, Ed25519 or RSA", null);
        } catch (IOException e) {
            throw refused(name, file, "it cannot be read", e);
        }
    }

    private static @Nullable PublicKey decoded(String algorithm, X509EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(encoded);
        } catch (GeneralSecurityException _) {
            return null;
        }
    }

    private static List<Scheme> schemes(String name, Path file, PublicKey key) {
        return switch (key) {
            case ECPublicKey ec when ec.getParams().getOrder().bitLength() == 256 ->
                    List.of(ECDSA, ECDSA_PLAIN);
            case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") ->
                    List.of(ED25519);
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= SHORTEST_RSA ->
                    List.of(RSA, RSA_PSS);
            default ->
                    throw refused(
                            name,
                            file,
                            "it is no key of ECDSA P-256, Ed25519 or RSA of 2048 bits",
                            null);
        };
    }

    private static IllegalArgumentException refused(
            String name, Path file, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "ingest.attestations.keys.%s: '%s' is refused: %s".formatted(name, file, why),
                cause);
    }
}
