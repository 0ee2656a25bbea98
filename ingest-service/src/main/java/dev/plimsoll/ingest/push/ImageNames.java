package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.RegistryEvent.Refused;
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

    RegistryEvent deleted(Occurrence occurrence) {
        return named(
                (registry, repository, tag, digest) ->
                        tag != null && tag.namesAttachment()
                                ? new Ignored(Reason.ATTACHMENT)
                                : new Deleted(occurrence, registry, repository, tag, digest));
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
