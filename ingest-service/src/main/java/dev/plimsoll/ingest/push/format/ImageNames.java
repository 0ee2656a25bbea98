package dev.plimsoll.ingest.push.format;

import dev.plimsoll.ingest.push.format.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.reference.ImageDigest;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.reference.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The names in an event, as the sender wrote them, and the rules that are the same for all senders.
 *
 * @param tag also where a sender puts the digest of an untagged manifest
 */
record ImageNames(
        @Nullable String registry,
        @Nullable String repository,
        @Nullable String tag,
        @Nullable String digest) {

    RegistryEvent pushed(Occurrence occurrence, @Nullable String mediaType) {
        return named(
                (registry, repository, tag, digest) ->
                        tag != null && tag.namesAttachment()
                                ? new Ignored(Reason.ATTACHMENT)
                                : new Pushed(
                                        occurrence, registry, repository, tag, digest, mediaType));
    }

    /**
     * The tag without the digest, if there is a tag: for senders that name both when only a tag
     * goes. The image may have other tags, and must not vanish with this one.
     */
    ImageNames tagAlone() {
        return tag == null || isDigest(tag)
                ? this
                : new ImageNames(registry, repository, tag, null);
    }

    RegistryEvent deleted(Occurrence occurrence) {
        return named(
                (registry, repository, tag, digest) ->
                        tag != null && tag.namesAttachment()
                                ? new Ignored(Reason.ATTACHMENT)
                                : new Deleted(occurrence, registry, repository, tag, digest));
    }

    /**
     * The names in "host/repository:tag", "host/repository@digest" or "host/repository", for
     * senders that write them in one.
     */
    static ImageNames ofReference(@Nullable String reference) {
        int slash = reference == null ? -1 : reference.indexOf('/');
        if (reference == null || slash < 0) {
            return new ImageNames(null, null, null, null);
        }
        var rest = reference.substring(slash + 1);
        int at = rest.indexOf('@');
        var name = at < 0 ? rest : rest.substring(0, at);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        return new ImageNames(
                reference.substring(0, slash),
                colon < 0 ? name : name.substring(0, colon),
                colon < 0 ? null : name.substring(colon + 1),
                at < 0 ? null : rest.substring(at + 1));
    }

    private RegistryEvent named(Named event) {
        if (registry == null || repository == null) {
            return new Refused(
                    Reason.MALFORMED_NAME,
                    registry == null ? "the event names no registry" : "no repository");
        }
        try {
            var host = new RegistryHost(registry);
            var name = new RepositoryName(repository);
            var byDigest = ImageDigest.orNull(digest);
            var byTag = tag == null || isDigest(tag) ? null : new Tag(tag);
            return byTag == null && byDigest == null
                    ? new Refused(Reason.NAMES_NO_IMAGE, host + "/" + name)
                    : event.of(host, name, byTag, byDigest);
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.MALFORMED_NAME, String.valueOf(e.getMessage()));
        }
    }

    /** No tag has a colon; what has one stands for a digest, well-formed or not. */
    private static boolean isDigest(String tag) {
        return tag.startsWith("sha256:") || tag.startsWith("sha512:");
    }

    /** Makes the event once its names are known to be names. */
    private interface Named {
        RegistryEvent of(
                RegistryHost registry,
                RepositoryName repository,
                @Nullable Tag tag,
                @Nullable ImageDigest digest);
    }
}
