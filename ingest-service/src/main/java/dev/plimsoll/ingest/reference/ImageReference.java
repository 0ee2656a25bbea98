package dev.plimsoll.ingest.reference;

import org.jspecify.annotations.Nullable;

/**
 * An image by its full name: "host/repository:tag", "host/repository@digest" or both.
 *
 * @param tag null if only the digest names it
 * @param digest null if only the tag names it
 */
public record ImageReference(
        RegistryHost registry,
        RepositoryName repository,
        @Nullable Tag tag,
        @Nullable ImageDigest digest) {

    public ImageReference {
        if (tag == null && digest == null) {
            throw new IllegalArgumentException(
                    "'%s/%s' names no image: add ':tag' or '@sha256:…'"
                            .formatted(registry, repository));
        }
    }

    /**
     * Reads a reference. Nothing is guessed: no registry, no "latest".
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public static ImageReference parse(String reference) {
        int slash = reference.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "'%s' names no registry: write 'host/repository:tag'"
                            .formatted(Printable.of(reference)));
        }
        var host = new RegistryHost(reference.substring(0, slash));
        var rest = reference.substring(slash + 1);

        int at = rest.indexOf('@');
        var digest = at < 0 ? null : ImageDigest.parse(rest.substring(at + 1));
        var name = at < 0 ? rest : rest.substring(0, at);

        int colon = name.lastIndexOf(':');
        var tag = colon < 0 ? null : new Tag(name.substring(colon + 1));
        var repository = new RepositoryName(colon < 0 ? name : name.substring(0, colon));
        return new ImageReference(host, repository, tag, digest);
    }
}
