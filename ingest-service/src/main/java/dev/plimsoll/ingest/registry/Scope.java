package dev.plimsoll.ingest.registry;

/**
 * What a token is asked for, in the words of the <a
 * href="https://distribution.github.io/distribution/spec/auth/scope/">token specification</a>.
 */
record Scope(String value) {

    /** The list of repositories. */
    static final Scope CATALOGUE = new Scope("registry:catalog:*");

    static Scope pull(Repository repository) {
        return new Scope("repository:" + repository + ":pull");
    }
}
