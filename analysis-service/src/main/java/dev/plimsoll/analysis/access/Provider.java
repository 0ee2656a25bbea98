package dev.plimsoll.analysis.access;

import dev.plimsoll.analysis.access.AccessProperties.Grant;
import dev.plimsoll.analysis.access.AccessProperties.Oidc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.web.client.RestTemplate;

/** Believes the signed tokens of an OpenID Connect provider, and says what they grant here. */
final class Provider {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Oidc oidc;
    private final AccessProperties properties;

    private Provider(Oidc oidc, AccessProperties properties) {
        this.oidc = oidc;
        this.properties = properties;
    }

    static AuthenticationProvider of(Oidc oidc, AccessProperties properties) {
        var provider = new Provider(oidc, properties);
        // Asked when the first token comes: a provider that is away does not keep the pages down.
        var authentication =
                new JwtAuthenticationProvider(new SupplierJwtDecoder(provider::decoder));
        authentication.setJwtAuthenticationConverter(jwt -> new SignedIn(provider.account(jwt)));
        return authentication;
    }

    private JwtDecoder decoder() {
        var decoder =
                oidc.jwkSetUri() == null
                        ? NimbusJwtDecoder.withIssuerLocation(
                                        Objects.requireNonNull(oidc.issuerUri()).toString())
                                .jwsAlgorithms(set -> set.addAll(algorithms()))
                                .restOperations(http())
                                .build()
                        : NimbusJwtDecoder.withJwkSetUri(oidc.jwkSetUri().toString())
                                .jwsAlgorithms(set -> set.addAll(algorithms()))
                                .restOperations(http())
                                .build();
        var validators = new ArrayList<OAuth2TokenValidator<Jwt>>();
        validators.add(timestamps());
        validators.add(new JwtAudienceValidator(oidc.audience()));
        if (oidc.issuerUri() != null) {
            validators.add(new JwtIssuerValidator(oidc.issuerUri().toString()));
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    /** Somebody waits while keys are fetched. */
    private static RestTemplate http() {
        var requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        return new RestTemplate(requests);
    }

    /** A token without an end would be one for ever. */
    private JwtTimestampValidator timestamps() {
        var validator = new JwtTimestampValidator(oidc.clockSkew());
        validator.setAllowEmptyExpiryClaim(false);
        return validator;
    }

    private List<SignatureAlgorithm> algorithms() {
        return oidc.algorithms().stream().map(SignatureAlgorithm::from).toList();
    }

    Account account(Jwt jwt) {
        var name = Account.cleaned(String.valueOf(jwt.getClaims().get(oidc.nameClaim())));
        if (!(jwt.getClaims().get(oidc.nameClaim()) instanceof String) || name.isBlank()) {
            throw new InvalidBearerTokenException(
                    "the claim '%s' names nobody".formatted(oidc.nameClaim()));
        }
        if (properties.isTaken(name)) {
            throw new InvalidBearerTokenException(
                    "the name '%s' belongs to somebody else here".formatted(name));
        }
        var values = values(jwt.getClaims());
        var roles = EnumSet.noneOf(Role.class);
        var images = new ArrayList<String>();
        for (Grant grant : oidc.grants()) {
            if (values.contains(grant.value())) {
                roles.addAll(grant.roles());
                images.addAll(grant.images());
            }
        }
        return new Account(name, roles, images);
    }

    /** What the claim holds: a list of texts, or texts with blanks between. */
    private List<String> values(Map<String, Object> claims) {
        @Nullable Object value = claims.get(oidc.rolesClaim());
        if (value == null) {
            value = claims;
            for (var step : oidc.rolesClaim().split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return switch (value) {
            case String text -> List.of(text.split(" "));
            case Collection<?> many ->
                    many.stream().filter(String.class::isInstance).map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }
}
