package dev.plimsoll.analysis.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who comes in through the real filters, over HTTP, with tokens of a real signer. */
@ExtendWith(OutputCaptureExtension.class)
class AccessTest {

    private static final String READER = "a password of this test";
    private static final String DECIDER = "another password of this test";
    private static final String TOKEN = "token-of-this-test-0123456789abcdef";
    private static final String OWNER_TOKEN = "owner-token-of-this-test-0123456789";

    private static final List<RefusedRequest> refused = new CopyOnWriteArrayList<>();

    private static RSAKey key;
    private static HttpServer provider;
    private static ConfigurableApplicationContext service;
    private static String root;

    private final HttpClient http = HttpClient.newHttpClient();

    @EnableAutoConfiguration
    @EnableConfigurationProperties(AccessProperties.class)
    @Import({AccessConfiguration.class, Anything.class})
    static class Part {}

    /** Answers whatever the filters let through. */
    @RestController
    static class Anything {

        @RequestMapping("/**")
        String who(@AuthenticationPrincipal Account account) {
            return account.name() + " " + account.roles() + " " + account.images();
        }

        @EventListener
        void on(RefusedRequest request) {
            refused.add(request);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        var keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext(
                "/keys",
                exchange -> {
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                    exchange.close();
                });
        provider.start();
        service =
                new SpringApplicationBuilder(Part.class)
                        .run(
                                "--server.port=0",
                                "--spring.cloud.function.definition=",
                                "--spring.main.banner-mode=off",
                                "--analysis.access.password=" + READER,
                                "--analysis.access.accounts[0].name=anna",
                                "--analysis.access.accounts[0].password=" + DECIDER,
                                "--analysis.access.accounts[0].roles=decider",
                                "--analysis.access.tokens[0].name=ci",
                                "--analysis.access.tokens[0].sha256=" + Secret.hex(TOKEN),
                                "--analysis.access.tokens[0].roles=decider",
                                "--analysis.access.tokens[1].name=voice-ci",
                                "--analysis.access.tokens[1].secret=" + OWNER_TOKEN,
                                "--analysis.access.tokens[1].roles=owner",
                                "--analysis.access.tokens[1].images=reg.example.com/voice/*",
                                "--analysis.access.oidc.issuer-uri=https://id.example.com",
                                "--analysis.access.oidc.jwk-set-uri=http://127.0.0.1:"
                                        + provider.getAddress().getPort()
                                        + "/keys",
                                "--analysis.access.oidc.audience=plimsoll",
                                "--analysis.access.oidc.name-claim=email",
                                "--analysis.access.oidc.roles-claim=realm_access.roles",
                                "--analysis.access.oidc.grants[0].value=security",
                                "--analysis.access.oidc.grants[0].roles=decider",
                                "--analysis.access.oidc.grants[1].value=voice",
                                "--analysis.access.oidc.grants[1].roles=owner",
                                "--analysis.access.oidc.grants[1].images=reg.example.com/voice/*");
        root = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.stop(0);
    }

    @BeforeEach
    void forget() {
        refused.clear();
    }

    @ParameterizedTest
    @CsvSource({
        // method, path, nobody, reader, owner, decider
        "GET,    /,                 401, 200, 200, 200",
        "GET,    /rules/x,          401, 200, 200, 200",
        "GET,    /decisions.ndjson, 401, 200, 200, 200",
        "POST,   /rules/preview,    401, 200, 200, 200",
        "PUT,    /rules/x,          401, 403, 200, 200",
        "PUT,    /rules/a/b,        401, 403, 200, 200",
        "DELETE, /rules/x,          401, 403, 200, 200",
        "POST,   /vex,              401, 403, 200, 200",
        "POST,   /reviews/x,        401, 403, 200, 200",
        "POST,   /,                 401, 403, 403, 403",
        "POST,   /rules,            401, 403, 403, 403",
        "PUT,    /vex,              401, 403, 403, 403",
        "PATCH,  /rules/x,          401, 403, 403, 403",
        "DELETE, /images/x,         401, 403, 403, 403",
        "OPTIONS, /rules/x,         401, 403, 403, 403",
    })
    void everyRoleMayDoWhatIsListedAndNothingElse(
            String method, String path, int nobody, int reader, int owner, int decider)
            throws Exception {
        assertThat(send(method, path, null).statusCode()).as("nobody").isEqualTo(nobody);
        assertThat(send(method, path, basic("reader", READER)).statusCode())
                .as("reader")
                .isEqualTo(reader);
        assertThat(send(method, path, "Bearer " + OWNER_TOKEN).statusCode())
                .as("owner")
                .isEqualTo(owner);
        assertThat(send(method, path, "Bearer " + TOKEN).statusCode())
                .as("decider by token")
                .isEqualTo(decider);
        assertThat(send(method, path, basic("anna", DECIDER)).statusCode())
                .as("decider by password")
                .isEqualTo(decider);
    }

    @Test
    void theProvidersTokensGrantWhatTheirGroupsAreGranted() throws Exception {
        assertThat(send("GET", "/", bearer(claims("eve@example.com", "security"))).body())
                .isEqualTo("eve@example.com [DECIDER] []");
        assertThat(send("GET", "/", bearer(claims("bob@example.com", "voice", "other"))).body())
                .isEqualTo("bob@example.com [OWNER] [reg.example.com/voice/*]");
        assertThat(send("GET", "/", bearer(claims("mallory@example.com", "other"))).statusCode())
                .as("no group that is granted anything")
                .isEqualTo(403);
    }

    @Test
    void aTokenThatIsNotForUsOrNotValidIsNotBelieved() throws Exception {
        var good = claims("eve@example.com", "security").build();
        var wrong =
                Map.of(
                        "another audience",
                        bearer(new JWTClaimsSet.Builder(good).audience("other")),
                        "another issuer",
                        bearer(new JWTClaimsSet.Builder(good).issuer("https://evil.example.com")),
                        "expired",
                        bearer(
                                new JWTClaimsSet.Builder(good)
                                        .expirationTime(
                                                Date.from(Instant.now().minusSeconds(120)))),
                        "not yet valid",
                        bearer(
                                new JWTClaimsSet.Builder(good)
                                        .notBeforeTime(Date.from(Instant.now().plusSeconds(120)))),
                        "without an end",
                        bearer(new JWTClaimsSet.Builder(good).expirationTime(null)),
                        "unsigned",
                        "Bearer " + new PlainJWT(good).serialize(),
                        "signed by another",
                        "Bearer " + signed(good, new RSAKeyGenerator(2048).keyID("k1").generate()),
                        "a configured name",
                        bearer(new JWTClaimsSet.Builder(good).claim("email", "anna")),
                        "the name of files",
                        bearer(new JWTClaimsSet.Builder(good).claim("email", "file")),
                        "garbage",
                        "Bearer not.a.token");

        for (var one : wrong.entrySet()) {
            assertThat(send("PUT", "/rules/x", one.getValue()).statusCode())
                    .as(one.getKey())
                    .isEqualTo(401);
        }
        assertThat(
                        send(
                                        "GET",
                                        "/",
                                        bearer(
                                                new JWTClaimsSet.Builder(good)
                                                        .expirationTime(
                                                                Date.from(
                                                                        Instant.now()
                                                                                .minusSeconds(
                                                                                        20)))))
                                .statusCode())
                .as("within the clock skew")
                .isEqualTo(200);
    }

    @Test
    void namesFromTokensAreCleaned() throws Exception {
        var body =
                send(
                                "GET",
                                "/",
                                bearer(
                                        claims(
                                                "eve\r\nlevel=ERROR \u202e" + "x".repeat(300),
                                                "voice")))
                        .body();

        assertThat(body)
                .startsWith("eve??level=ERROR ?xxx")
                .doesNotContain("\n")
                .hasSizeLessThan(160);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, -,                      200",
                "none,        -,                      200",
                "cross-site,  -,                      403",
                "same-site,   -,                      403",
                "cross-site,  SELF,                   403",
                "-,           SELF,                   200",
                "-,           https://evil.example.com, 403",
                "-,           null,                   403",
                "-,           -,                      200",
            })
    void anotherSiteCannotUseTheBrowsersPassword(
            @Nullable String site, @Nullable String origin, int status) throws Exception {
        var request = request("POST", "/reviews/x", basic("anna", DECIDER));
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            request.header("Origin", origin.equals("SELF") ? root : origin);
        }

        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(refused)
                    .singleElement()
                    .satisfies(
                            one -> {
                                assertThat(one.account()).isEqualTo("anna");
                                assertThat(one.reason()).contains("another site");
                            });
        }
    }

    @Test
    void whoIsRefusedIsToldAndLoggedWithoutAnySecret(CapturedOutput output) throws Exception {
        var token =
                bearer(
                        new JWTClaimsSet.Builder(claims("eve@example.com").build())
                                .audience("other"));
        var answers =
                List.of(
                        send("PUT", "/rules/x", basic("reader", READER)),
                        send("PUT", "/rules/x", basic("anna", "wrong-password-1")),
                        send("PUT", "/rules/x", basic("my-password-in-the-wrong-field", "x")),
                        send("PUT", "/rules/x", "Bearer wrong-token-0123456789"),
                        send("PUT", "/rules/x", token),
                        send("PUT", "/rules/x", "Basic ???"));

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactly(403, 401, 401, 401, 401, 401);
        assertThat(refused)
                .extracting(RefusedRequest::account)
                .containsExactly(
                        "reader",
                        "anna",
                        "unknown",
                        "sender of a bearer token",
                        "sender of a bearer token",
                        "unknown");
        assertThat(refused.get(4).reason()).contains("audience");
        var everything =
                refused + " " + answers.stream().map(HttpResponse::body).toList() + output.getAll();
        assertThat(everything)
                .doesNotContain(
                        READER,
                        DECIDER,
                        "wrong-password-1",
                        "my-password-in-the-wrong-field",
                        "wrong-token-0123456789",
                        token.substring(7),
                        TOKEN);
        assertThat(answers.getFirst().headers().firstValue("Content-Type"))
                .hasValue("application/problem+json;charset=UTF-8");
        assertThat(answers.getFirst().body()).contains("\"status\":403");
    }

    private HttpResponse<String> send(String method, String path, @Nullable String authorization)
            throws Exception {
        return http.send(
                request(method, path, authorization).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(
            String method, String path, @Nullable String authorization) {
        var request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    private static String basic(String name, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static JWTClaimsSet.Builder claims(String name, String... groups) {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example.com")
                .audience(List.of("plimsoll", "other"))
                .subject("1234")
                .claim("email", name)
                .claim("realm_access", Map.of("roles", List.of(groups)))
                .issueTime(Date.from(Instant.now().minusSeconds(600)))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static String bearer(JWTClaimsSet.Builder claims) throws Exception {
        return "Bearer " + signed(claims.build(), key);
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) throws Exception {
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(),
                        claims);
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }
}
