package dev.plimsoll.analysis.access;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Knows people by name and password, and takes the same time to find out about any other. */
final class Passwords implements AuthenticationProvider {

    private final List<Known> known;

    private record Known(byte[] name, byte[] password, Account account) {

        static Known of(String password, Account account) {
            return new Known(Secret.digest(account.name()), Secret.digest(password), account);
        }
    }

    Passwords(AccessProperties properties) {
        var people = new ArrayList<Known>();
        people.add(
                Known.of(
                        properties.password(),
                        new Account(properties.username(), Set.of(Role.READER), List.of())));
        properties
                .accounts()
                .forEach(person -> people.add(Known.of(person.password(), person.account())));
        this.known = List.copyOf(people);
    }

    @Override
    public Authentication authenticate(Authentication claim) {
        var name = Secret.digest(claim.getName());
        var credentials = claim.getCredentials();
        var password = Secret.digest(credentials == null ? "" : credentials.toString());
        @Nullable Account found = null;
        for (var one : known) {
            boolean same =
                    MessageDigest.isEqual(one.name(), name)
                            & MessageDigest.isEqual(one.password(), password);
            found = same ? one.account() : found;
        }
        if (found == null) {
            throw new BadCredentialsException("unknown user name or password");
        }
        return new SignedIn(found);
    }

    @Override
    public boolean supports(Class<?> claim) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(claim);
    }
}
