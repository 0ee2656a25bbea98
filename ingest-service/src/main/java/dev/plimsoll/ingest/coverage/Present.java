package dev.plimsoll.ingest.coverage;

import java.util.Set;

/** What a tag of a registry was found to name. */
sealed interface Present {

    /**
     * An image, or an index of them.
     *
     * @param digest of the manifest or index
     * @param targets the digests that a scan of it reads: its own, or those of the configured
     *     platforms
     */
    record Image(String digest, Set<String> targets) implements Present {

        public Image {
            targets = Set.copyOf(targets);
        }

        static Image single(String digest) {
            return new Image(digest, Set.of(digest));
        }
    }

    /** A chart, a signature, an attestation. */
    record NoImage(String what) implements Present {}

    /** Not looked at, since the policy does not ask for it. */
    record Excluded(String why) implements Present {}

    /**
     * It is there and could not be looked at.
     *
     * @param reason a name of {@link dev.plimsoll.ingest.registry.Reason}
     */
    record Unreadable(String reason, String message) implements Present {}
}
