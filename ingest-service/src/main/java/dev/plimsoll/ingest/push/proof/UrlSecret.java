package dev.plimsoll.ingest.push.proof;

import dev.plimsoll.ingest.access.Secret;

/** A parameter of the URL whose value only the sender knows. */
public record UrlSecret(String parameter, Secret secret) implements Proof {

    @Override
    public Verdict ofHead(Head head) {
        return secret.matches(head.parameter(parameter)) ? Verdict.AUTHENTIC : Verdict.REFUSED;
    }
}
