package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities of a registry's own, read once at the start. */
final class Authorities {

    private Authorities() {}

    /**
     * A context that trusts the authorities in the file and no others.
     *
     * @throws IllegalArgumentException unless it is a PEM file with at least one certificate
     */
    static SSLContext in(Path file) {
        try (var pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "ca '%s' of a registry holds no certificate".formatted(file));
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : certificates) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "ca '%s' of a registry is no readable PEM file: %s"
                            .formatted(file, Printable.of(String.valueOf(e.getMessage()))),
                    e);
        }
    }
}
