package dev.plimsoll.ingest.push.proof;

import dev.plimsoll.ingest.access.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A header whose value only the sender knows. */
public record HeaderSecret(String header, Secret secret) implements Proof {

    /** Takes as long to refuse as any other, and refuses everybody. */
    public static final HeaderSecret NOBODY = new HeaderSecret("Authorization", Secret.NONE);

    /** Basic authentication is such a header too. */
    public static HeaderSecret basic(String username, String password) {
        var credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new HeaderSecret(
                "Authorization",
                Secret.of("Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    @Override
    public Verdict ofHead(Head head) {
        return secret.matches(head.header(header)) ? Verdict.AUTHENTIC : Verdict.REFUSED;
    }
}
