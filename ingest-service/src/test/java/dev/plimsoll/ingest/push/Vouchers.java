package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.ingest.push.proof.Fetch;
import dev.plimsoll.ingest.push.proof.HttpFetch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google and Amazon, as far as they vouch for senders: keys of their own, published by a server on
 * this machine, which every address leads to.
 */
final class Vouchers implements Fetch, AutoCloseable {

    static final String AUDIENCE = "https://plimsoll.example.com/events/gar";
    static final String ACCOUNT = "pusher@my-project.iam.gserviceaccount.com";

    private static final String PASSWORD = "changeit";

    private final HttpServer server;
    private final HttpFetch fetch = new HttpFetch(HttpClient.newBuilder(), Duration.ofSeconds(2));
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> published = new ConcurrentHashMap<>();
    private final RSAKey google;
    private final PrivateKey amazon;

    Vouchers() {
        try {
            google = new RSAKeyGenerator(2048).keyID("google-1").generate();
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.createContext(
                "/",
                exchange -> {
                    var body = published.get(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(
                            body == null ? 404 : 200, body == null ? -1 : body.length);
                    if (body != null) {
                        exchange.getResponseBody().write(body);
                    }
                    exchange.close();
                });
        server.start();
        publish("/oauth2/v3/certs", new JWKSet(google.toPublicJWK()).toString().getBytes(UTF_8));
        amazon = certified("sns.amazonaws.com", "/SimpleNotificationService-0a1b2c.pem");
        publish("/", "<ConfirmSubscriptionResponse/>".getBytes(UTF_8));
    }

    /** What was asked for, under the address that production would have asked. */
    List<URI> asked() {
        return List.copyOf(asked);
    }

    void forget() {
        asked.clear();
    }

    void publish(String path, byte[] body) {
        published.put(path, body);
    }

    void withdraw(String path) {
        published.remove(path);
    }

    @Override
    public byte[] get(URI address, int mostBytes) throws IOException {
        asked.add(address);
        var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return fetch.get(
                URI.create(
                        "http://127.0.0.1:%d%s%s"
                                .formatted(
                                        server.getAddress().getPort(),
                                        address.getRawPath(),
                                        query)),
                mostBytes);
    }

    /** The claims of a token as Google makes it out, to be changed. */
    static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer("https://accounts.google.com")
                .audience(AUDIENCE)
                .claim("email", ACCOUNT)
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    String token(JWTClaimsSet.Builder claims) {
        return token(claims, google);
    }

    /** Signed by somebody, under the name of whatever key. */
    static String token(JWTClaimsSet.Builder claims, RSAKey key) {
        try {
            var token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs a message of SNS, replacing the signature that it has. */
    ObjectNode signed(ObjectNode message, String version) {
        return signed(message, version, amazon, "/SimpleNotificationService-0a1b2c.pem");
    }

    static ObjectNode signed(
            ObjectNode message, String version, PrivateKey key, String certificatePath) {
        var region = message.path("TopicArn").asString("").split(":")[3];
        message.put("SignatureVersion", version)
                .put(
                        "SigningCertURL",
                        "https://sns.%s.amazonaws.com%s".formatted(region, certificatePath));
        var members =
                message.has("Token")
                        ? List.of(
                                "Message",
                                "MessageId",
                                "SubscribeURL",
                                "Timestamp",
                                "Token",
                                "TopicArn",
                                "Type")
                        : List.of(
                                "Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
        var text = new StringBuilder();
        for (var member : members) {
            if (message.has(member)) {
                text.append(member + "\n" + message.path(member).asString() + "\n");
            }
        }
        try {
            var signature =
                    Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(text.toString().getBytes(UTF_8));
            return message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key whose certificate is published, made with the keytool of the running JDK. */
    PrivateKey certified(String commonName, String path, String... validity) {
        try {
            var directory = Files.createTempDirectory("vouchers");
            try {
                var keys = generated(directory.resolve("keys.p12"), commonName, validity);
                publish(
                        path,
                        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                                .formatted(
                                        Base64.getMimeEncoder(64, new byte[] {'\n'})
                                                .encodeToString(
                                                        keys.getCertificate("key").getEncoded()))
                                .getBytes(UTF_8));
                return (PrivateKey) keys.getKey("key", PASSWORD.toCharArray());
            } finally {
                Files.deleteIfExists(directory.resolve("keys.p12"));
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore generated(Path store, String commonName, String... validity)
            throws IOException, GeneralSecurityException {
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
                                "key",
                                "-dname",
                                "CN=%s, O=Example, C=US".formatted(commonName),
                                "-keyalg",
                                "RSA",
                                "-keysize",
                                "2048"));
        command.addAll(
                validity.length > 0
                        ? List.of(validity)
                        : List.of("-startdate", "2020/01/01", "-validity", "10000"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    @Override
    public void close() {
        server.stop(0);
        fetch.close();
    }
}
