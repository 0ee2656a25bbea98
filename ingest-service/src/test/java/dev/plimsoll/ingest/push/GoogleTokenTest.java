package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.plimsoll.ingest.RunningEndpoints;
import dev.plimsoll.ingest.push.proof.GoogleToken;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Messages of Pub/Sub with Google's token, posted to the running endpoint. */
class GoogleTokenTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Vouchers vouchers = new Vouchers();
    private final SettableClock clock = new SettableClock(NOW);

    private RunningEndpoints endpoints;

    @BeforeEach
    void start() {
        endpoints =
                RunningEndpoints.start(
                        Map.of(
                                "ingest.sources.gar.type",
                                "artifact-registry",
                                "ingest.sources.gar.audience",
                                Vouchers.AUDIENCE,
                                "ingest.sources.gar.service-account",
                                Vouchers.ACCOUNT,
                                "ingest.registries[0].host",
                                "europe-docker.pkg.dev"),
                        clock,
                        vouchers);
    }

    @AfterEach
    void stop() {
        endpoints.close();
        vouchers.close();
    }

    @Test
    void aTokenForUsIsTakenAndGooglesKeysAreFetchedOnce() {
        for (int message = 0; message < 20; message++) {
            assertThat(post(vouchers.token(Vouchers.claims(NOW)), "1." + message)).isEqualTo(202);
        }

        assertThat(endpoints.events()).hasSize(20);
        assertThat(vouchers.asked()).containsExactly(GoogleToken.GOOGLE_KEYS);
    }

    @TestFactory
    Stream<DynamicTest> row43EveryOtherTokenIsRefused() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("google-1").generate();
        var tokens = new TreeMap<String, String>();
        tokens.put("for another audience", wrong(claims -> claims.audience("https://elsewhere")));
        tokens.put("for nobody", wrong(claims -> claims.audience((String) null)));
        tokens.put("of another account", wrong(claims -> claims.claim("email", "x@evil.example")));
        tokens.put(
                "of an unverified account", wrong(claims -> claims.claim("email_verified", false)));
        tokens.put("verified in words", wrong(claims -> claims.claim("email_verified", "true")));
        tokens.put("without an account", wrong(claims -> claims.claim("email", null)));
        tokens.put("of another issuer", wrong(claims -> claims.issuer("https://evil.example")));
        tokens.put("expired", wrong(claims -> claims.expirationTime(time(-61))));
        tokens.put("without an end", wrong(claims -> claims.expirationTime(null)));
        tokens.put("not valid yet", wrong(claims -> claims.notBeforeTime(time(61))));
        tokens.put("of another key", Vouchers.token(Vouchers.claims(NOW), stranger));
        tokens.put("unsigned", unsigned());
        tokens.put("cut off", vouchers.token(Vouchers.claims(NOW)).substring(0, 300));
        tokens.put("empty", "");
        return tokens.entrySet().stream()
                .map(
                        token ->
                                DynamicTest.dynamicTest(
                                        token.getKey(),
                                        () -> {
                                            assertThat(post(token.getValue(), "1.0"))
                                                    .isEqualTo(401);
                                            assertThat(endpoints.events()).isEmpty();
                                        }));
    }

    @Test
    void aMinuteOfSkewIsForgiven() {
        var token = vouchers.token(Vouchers.claims(NOW));
        clock.set(NOW.plusSeconds(3600 + 30));

        assertThat(post(token, "1.0")).isEqualTo(202);
    }

    @Test
    void pubSubComesAgainWhenGooglesKeysCannotBeHad() {
        vouchers.withdraw("/oauth2/v3/certs");
        var token = vouchers.token(Vouchers.claims(NOW));

        assertThat(post(token, "1.0")).isEqualTo(503);
        assertThat(endpoints.events()).isEmpty();
        assertThat(endpoints.counted("gar", "REJECTED", "UNVERIFIABLE")).isEqualTo(1);
    }

    private String wrong(UnaryOperator<JWTClaimsSet.Builder> change) {
        return vouchers.token(change.apply(Vouchers.claims(NOW)));
    }

    private static String unsigned() {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8))
                + "."
                + encoder.encodeToString(Vouchers.claims(NOW).build().toString().getBytes(UTF_8))
                + ".";
    }

    private static Date time(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private int post(String token, String tag) {
        var data =
                "{\"action\":\"INSERT\",\"tag\":\"europe-docker.pkg.dev/p/images/web:%s\"}"
                        .formatted(tag);
        var body =
                "{\"message\":{\"data\":\"%s\",\"messageId\":\"%s\",\"publishTime\":\"2026-03-01T10:00:00Z\"}}"
                        .formatted(Base64.getEncoder().encodeToString(data.getBytes(UTF_8)), tag);
        return endpoints
                .send(
                        endpoints
                                .request("/events/gar")
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }
}
