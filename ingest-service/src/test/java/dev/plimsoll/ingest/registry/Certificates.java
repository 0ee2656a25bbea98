package dev.plimsoll.ingest.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates of one authority, made with the keytool of the running JDK. */
final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;

    /**
     * @param directory where the keys come to lie
     */
    Certificates(Path directory) {
        store = directory.resolve("keys.p12");
        generate(AUTHORITY, "-ext", "bc:c", "-validity", "3650");
    }

    /** A key of this authority for a server. */
    Certificates signed(String alias, String subjectAlternativeName, String... validity) {
        var arguments =
                new ArrayList<>(
                        List.of("-signer", AUTHORITY, "-ext", "san=" + subjectAlternativeName));
        arguments.addAll(List.of(validity));
        generate(alias, arguments.toArray(String[]::new));
        return this;
    }

    /** A key that nobody vouches for but itself. */
    Certificates selfSigned(String alias, String subjectAlternativeName) {
        generate(alias, "-ext", "san=" + subjectAlternativeName, "-validity", "30");
        return this;
    }

    /** For a server that shows this certificate. */
    SSLContext server(String alias) {
        try {
            var all = load();
            var one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(
                    alias,
                    all.getKey(alias, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(alias));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate, as {@code ingest.registries[].ca} wants it. */
    Path authority() {
        try {
            var encoded =
                    Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(load().getCertificate(AUTHORITY).getEncoded());
            return Files.writeString(
                    store.resolveSibling("ca.pem"),
                    "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                            .formatted(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() {
        try {
            return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void generate(String alias, String... more) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-Xshare:auto",
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                alias,
                                "-dname",
                                "CN=" + alias,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1"));
        command.addAll(List.of(more));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
