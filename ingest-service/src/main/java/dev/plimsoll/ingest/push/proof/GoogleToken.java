package dev.plimsoll.ingest.push.proof;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The <a href="https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions">token of a
 * Pub/Sub push subscription</a>: signed by Google for our URL and one service account. It says
 * nothing about the body, so it is as good as a password that changes every hour.
 */
public final class GoogleToken implements Proof {

    /** Where Google publishes its keys. */
    public static final URI GOOGLE_KEYS = URI.create("https://www.googleapis.com/oauth2/v3/certs");

    private static final Logger log = LoggerFactory.getLogger(GoogleToken.class);

    private static final Set<String> ISSUERS =
            Set.of("https://accounts.google.com", "accounts.google.com");

    private static final String SCHEME = "Bearer ";

    /** Google's are about 1,000. */
    private static final int LONGEST_TOKEN = 8 * 1024;

    private static final int LARGEST_KEYS_BYTES = 256 * 1024;
    private static final Duration KEYS_KEPT = Duration.ofHours(1);
    private static final Duration KEYS_AWAITED = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(30);
    private static final Duration KEYS_KEPT_IN_OUTAGE = Duration.ofHours(24);

    private final DefaultJWTProcessor<SecurityContext> tokens;

    /**
     * @param audience of the push subscription
     * @param serviceAccount the e-mail address of the account that the subscription uses
     * @param keys where the keys are, {@link #GOOGLE_KEYS}
     */
    public GoogleToken(String audience, String serviceAccount, URI keys, Fetch fetch, Clock clock) {
        this.tokens = new DefaultJWTProcessor<>();
        tokens.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(keys, fetch)));
        tokens.setJWTClaimsSetVerifier(new Claims(audience, serviceAccount, clock));
    }

    /** Kept for an hour, asked for again for a key that is not among them, but not often. */
    private static JWKSource<SecurityContext> keys(URI address, Fetch fetch) {
        return JWKSourceBuilder.create(url(address), url -> keySet(url, fetch))
                .cache(KEYS_KEPT.toMillis(), KEYS_AWAITED.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_REQUESTS.toMillis())
                .outageTolerant(KEYS_KEPT_IN_OUTAGE.toMillis())
                .build();
    }

    private static Resource keySet(URL address, Fetch fetch) throws IOException {
        try {
            var body = fetch.get(address.toURI(), LARGEST_KEYS_BYTES);
            return new Resource(new String(body, StandardCharsets.UTF_8), "application/json");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static URL url(URI address) {
        try {
            return address.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL: " + address, e);
        }
    }

    @Override
    public Verdict ofHead(Head head) {
        var header = head.header("Authorization");
        if (header == null
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || header.length() > LONGEST_TOKEN) {
            return Verdict.REFUSED;
        }
        try {
            tokens.process(header.substring(SCHEME.length()).strip(), null);
            return Verdict.AUTHENTIC;
        } catch (KeySourceException e) {
            log.atWarn().setCause(e).log("keys of Google not available");
            return Verdict.UNVERIFIABLE;
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return Verdict.REFUSED;
        }
    }

    /** Issuer, audience, account and time, by our clock. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

        private final String serviceAccount;
        private final Clock clock;

        Claims(String audience, String serviceAccount, Clock clock) {
            super(audience, new JWTClaimsSet.Builder().build(), Set.of("iss", "exp", "iat"));
            this.serviceAccount = serviceAccount;
            this.clock = clock;
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
                throws BadJWTException {
            super.verify(claims, context);
            if (!ISSUERS.contains(claims.getIssuer())) {
                throw new BadJWTException("not issued by Google");
            }
            if (!serviceAccount.equals(claims.getClaim("email"))
                    || !Boolean.TRUE.equals(claims.getClaim("email_verified"))) {
                throw new BadJWTException("not the configured service account");
            }
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
