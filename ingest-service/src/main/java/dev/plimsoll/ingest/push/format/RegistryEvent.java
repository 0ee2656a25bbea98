package dev.plimsoll.ingest.push.format;

import dev.plimsoll.ingest.reference.ImageDigest;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.reference.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing a registry told us, whoever it was, in our words. */
public sealed interface RegistryEvent {

    /**
     * A manifest was pushed, or a tag was given to one.
     *
     * @param tag null for a push by digest
     * @param digest null where the registry does not say; with neither tag nor digest it would be
     *     {@link Reason#NAMES_NO_IMAGE}
     */
    record Pushed(
            Occurrence occurrence,
            RegistryHost registry,
            RepositoryName repository,
            @Nullable Tag tag,
            @Nullable ImageDigest digest,
            @Nullable String mediaType)
            implements RegistryEvent {}

    /** A manifest went with all its tags (digest), or a tag went (tag), or both are told. */
    record Deleted(
            Occurrence occurrence,
            RegistryHost registry,
            RepositoryName repository,
            @Nullable Tag tag,
            @Nullable ImageDigest digest)
            implements RegistryEvent {}

    /** Well understood, and no business of ours. */
    record Ignored(Reason reason) implements RegistryEvent {}

    /**
     * Should have been our business, but cannot be used.
     *
     * @param detail quotes the value that is wrong, made printable
     */
    record Refused(Reason reason, String detail) implements RegistryEvent {}

    /**
     * What tells this occurrence from all others of its source.
     *
     * @param key equal for every repetition of the delivery
     * @param actor who did it, as the registry calls them
     * @param at by the registry's clock; null where it does not say
     * @param undated whether the sender gives neither a time nor a number: the same words may then
     *     mean that it happened again (a tag that moved back), and only a repetition of the last
     *     words about a name counts as one
     */
    record Occurrence(String key, @Nullable String actor, @Nullable Instant at, boolean undated) {

        /** Longer names are cut. */
        private static final int ACTOR_CHARACTERS = 256;

        public Occurrence {
            if (actor != null && actor.length() > ACTOR_CHARACTERS) {
                actor = actor.substring(0, ACTOR_CHARACTERS);
            }
        }

        public Occurrence(String key, @Nullable String actor, @Nullable Instant at) {
            this(key, actor, at, false);
        }
    }

    /** Why nothing came of an event; also a value of a metric, so there are few. */
    enum Reason {
        /** A pull, a mount, a scan, a quota: not a push and not a deletion. */
        NOT_A_PUSH,
        /** A layer or a configuration: the manifest has an event of its own. */
        NOT_A_MANIFEST,
        /** A signature, attestation or bill of materials beside an image. */
        ATTACHMENT,
        /** Neither a usable tag nor a usable digest. */
        NAMES_NO_IMAGE,
        /** A host, repository or tag outside its grammar, or missing. */
        MALFORMED_NAME,
        /** JSON, but not what this sender sends. */
        UNKNOWN_FORMAT,
        /** Deeper, longer or with more values than any registry's event. */
        TOO_COMPLEX,
        /** The host is none of the configured registries. */
        REGISTRY_NOT_ALLOWED
    }
}
