package dev.plimsoll.embedded.image;

import java.util.List;

/** What a registry keeps under a tag. */
public sealed interface Publishable {

    /** Exactly the bytes that are pushed: the digest is theirs. */
    byte[] manifest();

    String mediaType();

    default Digest digest() {
        return Digest.of(manifest());
    }

    /**
     * One image of one platform. {@code blobs} are its configuration and its layers, as far as they
     * are pushed.
     */
    record Image(String mediaType, byte[] manifest, List<Blob> blobs) implements Publishable {

        public Image {
            blobs = List.copyOf(blobs);
        }
    }

    /** Images of several platforms, or indexes of their own, under one name. */
    record Index(String mediaType, byte[] manifest, List<Publishable> children)
            implements Publishable {

        public Index {
            children = List.copyOf(children);
        }
    }
}
