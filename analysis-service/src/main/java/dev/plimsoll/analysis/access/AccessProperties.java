package dev.plimsoll.analysis.access;

import dev.plimsoll.analysis.accept.ImagePatterns;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may come in, and what for. Without more than a password there is one account, and it reads.
 *
 * <p>Whatever is wrong with a secret is said of its record, never of the field: the message of a
 * field would quote it.
 *
 * @param username of the account that reads
 * @param password has no default: a known one would be none
 * @param accounts people who sign in with a name and a password
 * @param tokens programs that send a bearer token of this list
 * @param oidc whose bearer tokens are believed; null for nobody's
 */
@Validated
@ConfigurationProperties(prefix = "analysis.access", ignoreUnknownFields = false)
record AccessProperties(
        @NotBlank @DefaultValue("reader") String username,
        @NotBlank(message = "must be set: pages and exports are not served without a password")
                String password,
        @DefaultValue List<@Valid Person> accounts,
        @DefaultValue List<@Valid Token> tokens,
        @Valid @Nullable Oidc oidc) {

    /** Whoever changes files of rules; see the decision log. */
    private static final Set<String> RESERVED = Set.of("file");

    private static final int SHORTEST_SECRET = 24;

    /**
     * Somebody with a browser.
     *
     * @param images for an owner: the images they decide about
     */
    record Person(
            @DefaultValue("") String name,
            @DefaultValue("") String password,
            @NotEmpty Set<Role> roles,
            @DefaultValue List<String> images) {

        @AssertTrue(message = "needs a printable name, and a password of 12 characters or more")
        boolean isComplete() {
            return isName(name) && password.length() >= 12;
        }

        @AssertTrue(message = "an owner has images, patterns as in rules, and nobody else has")
        boolean isImagesOfOwner() {
            return fits(roles, images);
        }

        Account account() {
            return new Account(name, roles, images);
        }

        @Override
        public String toString() {
            return "Person[name=%s, roles=%s, images=%s]".formatted(name, roles, images);
        }
    }

    /**
     * A program.
     *
     * @param sha256 of the token, in hexadecimal digits: the token itself need not be kept here
     * @param secret the token itself, where a secret store keeps it
     * @param images for an owner: the images it decides about
     */
    record Token(
            @DefaultValue("") String name,
            @Nullable String sha256,
            @Nullable String secret,
            @NotEmpty Set<Role> roles,
            @DefaultValue List<String> images) {

        @AssertTrue(
                message =
                        "needs a printable name, and either sha256 (64 hexadecimal digits) or secret (24 characters or more)")
        boolean isComplete() {
            boolean digest = sha256 != null && sha256.matches("[0-9a-fA-F]{64}");
            boolean plain = secret != null && secret.length() >= SHORTEST_SECRET;
            return isName(name) && (secret == null ? digest : plain && sha256 == null);
        }

        @AssertTrue(message = "an owner has images, patterns as in rules, and nobody else has")
        boolean isImagesOfOwner() {
            return fits(roles, images);
        }

        /** SHA-256 of the token, in lower case. */
        String digest() {
            return secret == null
                    ? String.valueOf(sha256).toLowerCase(Locale.ROOT)
                    : Secret.hex(secret);
        }

        Account account() {
            return new Account(name, roles, images);
        }

        @Override
        public String toString() {
            return "Token[name=%s, roles=%s, images=%s]".formatted(name, roles, images);
        }
    }

    /**
     * An OpenID Connect provider.
     *
     * @param issuerUri as in the tokens; its discovery document names the keys
     * @param jwkSetUri where the keys are, if the provider has no discovery document
     * @param audience one of the token's audiences has to be this one
     * @param algorithms that tokens may be signed with
     * @param clockSkew by how much clocks may differ
     * @param nameClaim who it is, for the decision log
     * @param rolesClaim where groups or roles are, with dots for claims inside of claims
     * @param grants what each of them may do here; who has none may do nothing
     */
    record Oidc(
            @Nullable URI issuerUri,
            @Nullable URI jwkSetUri,
            @NotBlank(message = "must be set: else tokens for other programs would count here")
                    String audience,
            @DefaultValue("RS256") @NotEmpty List<String> algorithms,
            @DefaultValue("60s") @DurationMax(minutes = 10) Duration clockSkew,
            @DefaultValue("sub") @NotBlank String nameClaim,
            @DefaultValue("roles") @NotBlank String rolesClaim,
            @NotEmpty List<@Valid Grant> grants) {

        @AssertTrue(message = "needs issuer-uri or jwk-set-uri, with https (or on this machine)")
        boolean isKeysKnown() {
            return (issuerUri != null || jwkSetUri != null)
                    && Stream.of(issuerUri, jwkSetUri).allMatch(AccessProperties::isSafe);
        }

        @AssertTrue(message = "algorithms are of RS, PS, ES with 256, 384 or 512")
        boolean isAsymmetric() {
            return algorithms.stream().allMatch(name -> name.matches("(RS|PS|ES)(256|384|512)"));
        }
    }

    /**
     * What one value of the claim grants.
     *
     * @param value for example the name of a group
     * @param images for an owner: the images they decide about
     */
    record Grant(
            @NotBlank String value, @NotEmpty Set<Role> roles, @DefaultValue List<String> images) {

        @AssertTrue(message = "an owner has images, patterns as in rules, and nobody else has")
        boolean isImagesOfOwner() {
            return fits(roles, images);
        }
    }

    @AssertTrue(
            message =
                    "names of accounts and tokens are used once, and 'file' is not one: the decision log tells people apart by them")
    boolean isNamesUnique() {
        var names = names().toList();
        return Set.copyOf(names).size() == names.size()
                && names.stream().noneMatch(RESERVED::contains);
    }

    /** Of every account that is configured here. */
    Stream<String> names() {
        return Stream.concat(
                Stream.of(username),
                Stream.concat(
                        accounts.stream().map(Person::name), tokens.stream().map(Token::name)));
    }

    /** No name that a provider chooses may be one of these. */
    boolean isTaken(String name) {
        return RESERVED.contains(name) || names().anyMatch(name::equals);
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.equals(Account.cleaned(name));
    }

    private static boolean isSafe(@Nullable URI uri) {
        return uri == null
                || "https".equals(uri.getScheme())
                || Set.of("127.0.0.1", "localhost", "[::1]")
                        .contains(String.valueOf(uri.getHost()));
    }

    private static boolean fits(@Nullable Set<Role> roles, List<String> images) {
        if (roles == null || roles.contains(Role.OWNER) == images.isEmpty()) {
            return false;
        }
        try {
            var unused = ImagePatterns.of(images);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the passwords and tokens. */
    @Override
    public String toString() {
        return "AccessProperties[username=%s, accounts=%s, tokens=%s, oidc=%s]"
                .formatted(username, accounts, tokens, oidc);
    }
}
