package dev.plimsoll.analysis.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Knows the configured tokens by their digests; leaves others to whoever comes next. */
final class Tokens implements AuthenticationProvider {

    private final List<Known> known;

    private record Known(byte[] digest, Account account) {}

    Tokens(AccessProperties properties) {
        this.known =
                properties.tokens().stream()
                        .map(
                                token ->
                                        new Known(
                                                HexFormat.of().parseHex(token.digest()),
                                                token.account()))
                        .toList();
    }

    @Override
    public @Nullable Authentication authenticate(Authentication claim) {
        var digest = Secret.digest(((BearerTokenAuthenticationToken) claim).getToken());
        @Nullable Account found = null;
        for (var one : known) {
            found = MessageDigest.isEqual(one.digest(), digest) ? one.account() : found;
        }
        return found == null ? null : new SignedIn(found);
    }

    @Override
    public boolean supports(Class<?> claim) {
        return BearerTokenAuthenticationToken.class.isAssignableFrom(claim);
    }
}
