package dev.plimsoll.ingest.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.DockerConfig.Login;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the registry's challenges: anonymous, Basic and token. The password is shown to the
 * registry's own host and to the token servers it was configured with, to nobody else.
 */
final class Authorizer {

    private static final int MAX_TOKEN_ANSWER = 64 * 1024;
    private static final Duration USUAL_TOKEN_LIFE = Duration.ofSeconds(60);
    private static final Duration LONGEST_TOKEN_LIFE = Duration.ofHours(1);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,16384}+");

    private final RegistryAccess access;
    private final DockerConfig dockerConfig;
    private final Endpoint registry;
    private final Http http;
    private final Clock clock;
    private final Cache<Scope, Grant> grants = Caffeine.newBuilder().maximumSize(1_000).build();

    private record Grant(String header, Instant until) {}

    Authorizer(RegistryAccess access, DockerConfig dockerConfig, Http http, Clock clock) {
        this.access = access;
        this.dockerConfig = dockerConfig;
        this.registry = Endpoint.of(access.base());
        this.http = http;
        this.clock = clock;
    }

    /** What worked the last time, null if nothing did or it has aged. */
    @Nullable String known(Scope scope) {
        var grant = grants.getIfPresent(scope);
        return grant == null || !clock.instant().isBefore(grant.until()) ? null : grant.header();
    }

    /**
     * One answer to one 401; asks a token server at most once. Layers whose token expired at the
     * same time wait here for a single new one.
     *
     * @param refused what the 401 was given for, null if nothing was sent
     */
    synchronized String answer(@Nullable String refused, List<String> challenges, Scope scope) {
        var newer = known(scope);
        if (newer != null && !newer.equals(refused)) {
            return newer;
        }
        grants.invalidate(scope);
        var challenge =
                Challenge.of(challenges)
                        .orElseThrow(() -> unauthorized("asks for a way to log in that we lack"));
        var grant =
                switch (challenge) {
                    case Challenge.Basic _ -> new Grant(basic(), Instant.MAX);
                    case Challenge.Bearer bearer -> token(bearer, scope);
                };
        grants.put(scope, grant);
        return grant.header();
    }

    /**
     * The password without a challenge, for an API that gives strangers less instead of asking who
     * they are; null if none is configured.
     */
    @Nullable String unasked() {
        var login = login();
        return login == null ? null : login.basic();
    }

    private String basic() {
        var login = login();
        if (login == null) {
            throw unauthorized("asks for a password; configure username and password");
        }
        return login.basic();
    }

    /** As configured for this registry, or else by Docker's file; null is nobody. */
    private @Nullable Login login() {
        var username = access.username();
        var password = access.password();
        return username == null || password == null
                ? dockerConfig.login(access.host())
                : new Login(username, password);
    }

    private Grant token(Challenge.Bearer challenge, Scope scope) {
        var realm = realm(challenge.realm());
        // The scope is ours, whatever the challenge would like us to ask for.
        var query =
                "scope="
                        + encode(scope.value())
                        + (challenge.service().isEmpty()
                                ? ""
                                : "&service=" + encode(challenge.service()));
        var login = login();
        var address = URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
        var answer =
                http.ask(
                        address,
                        Http.Question.get("application/json", http.patience().document()),
                        login == null ? null : login.basic());
        if (answer.status() / 100 == 3) {
            answer.body().close();
            throw new ImageRefusedException(
                    Reason.REALM_NOT_ALLOWED, "the token server %s redirects".formatted(realm));
        }
        if (answer.status() != 200) {
            throw answer.refused();
        }
        var json =
                UntrustedJson.object(
                        BoundedBody.read(
                                answer.body(), MAX_TOKEN_ANSWER, Reason.UNEXPECTED_RESPONSE),
                        Reason.UNEXPECTED_RESPONSE,
                        "the answer of token server " + Endpoint.of(realm));
        var token = json.has("token") ? json.get("token") : json.get("access_token");
        if (token == null || !token.isString() || !TOKEN.matcher(token.stringValue()).matches()) {
            throw unauthorized("names a token server that gave no token");
        }
        var lifetime = json.get("expires_in");
        var life =
                lifetime != null && lifetime.isIntegralNumber() && lifetime.canConvertToInt()
                        ? Duration.ofSeconds(Math.max(0, lifetime.intValue()))
                        : USUAL_TOKEN_LIFE;
        var bounded = life.compareTo(LONGEST_TOKEN_LIFE) > 0 ? LONGEST_TOKEN_LIFE : life;
        return new Grant(
                "Bearer " + token.stringValue(), clock.instant().plus(bounded).minus(TOKEN_MARGIN));
    }

    private URI realm(String text) {
        try {
            var realm = URI.create(text);
            var endpoint = Endpoint.of(realm);
            boolean own = endpoint.equals(registry);
            boolean configured =
                    access.tokenRealms().contains(endpoint.authority())
                            && registry.mayLeadTo(endpoint);
            if ((own || configured) && realm.getRawFragment() == null) {
                return realm;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, as any other realm that is not configured.
        }
        throw new ImageRefusedException(
                Reason.REALM_NOT_ALLOWED,
                "registry '%s' sends us to the token server '%s'; add its host to token-realms if it is right"
                        .formatted(access.host(), Printable.of(text)));
    }

    private ImageRefusedException unauthorized(String why) {
        return new ImageRefusedException(
                Reason.UNAUTHORIZED, "registry '%s' %s".formatted(access.host(), why));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
