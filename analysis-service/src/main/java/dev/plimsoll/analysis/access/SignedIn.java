package dev.plimsoll.analysis.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A request whose sender is known. Holds no password and no token. */
final class SignedIn extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Account account;

    SignedIn(Account account) {
        super(
                account.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList());
        this.account = account;
        setAuthenticated(true);
    }

    @Override
    public Account getPrincipal() {
        return account;
    }

    @Override
    public List<Object> getCredentials() {
        return List.of();
    }

    @Override
    public String getName() {
        return account.name();
    }
}
