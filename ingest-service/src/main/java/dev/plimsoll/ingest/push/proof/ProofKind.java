package dev.plimsoll.ingest.push.proof;

import java.util.Set;

/** The ways to prove oneself, and the settings that each needs. */
public enum ProofKind {
    /** A header that only the sender knows. */
    HEADER("'header' and 'secret'"),
    BASIC("'username' and 'password'"),
    /** For senders that can do no better; it ends up in the logs of every proxy on the way. */
    URL_SECRET("'url-secret'"),
    /** A keyed hash of the body. */
    SIGNATURE("'signing-secret'"),
    /** The signature of Amazon SNS, for one topic. */
    TOPIC("'topic-arn'"),
    /** A token that Google signed for one audience and account. */
    TOKEN("'audience' and 'service-account'");

    /** What every sender can do that lets its operator choose a header and a URL. */
    public static final Set<ProofKind> CHOSEN_BY_OPERATOR = Set.of(HEADER, BASIC, URL_SECRET);

    private final String settings;

    ProofKind(String settings) {
        this.settings = settings;
    }

    /** Their names, as an operator writes them. */
    public String settings() {
        return settings;
    }
}
