package dev.plimsoll.analysis.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Knows one user name and one password, and takes the same time to find out about any other.
 *
 * <p>No password hashing: the password is in the configuration in clear, and every request carries
 * it, so a slow hash would only slow the reader down.
 */
final class OneAccount implements AuthenticationProvider {

    private final byte[] username;
    private final byte[] password;

    OneAccount(AccessProperties properties) {
        this.username = digest(properties.username());
        this.password = digest(properties.password());
    }

    @Override
    public Authentication authenticate(Authentication claim) {
        var credentials = claim.getCredentials();
        var name = MessageDigest.isEqual(username, digest(claim.getName()));
        var secret =
                MessageDigest.isEqual(
                        password, digest(credentials == null ? "" : credentials.toString()));
        if (!(name & secret)) {
            throw new BadCredentialsException("unknown user name or password");
        }
        return UsernamePasswordAuthenticationToken.authenticated(claim.getName(), null, List.of());
    }

    @Override
    public boolean supports(Class<?> claim) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(claim);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
