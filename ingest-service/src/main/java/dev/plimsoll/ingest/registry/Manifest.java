package dev.plimsoll.ingest.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a digest or tag leads to. */
public sealed interface Manifest {

    /** Of the document's own bytes. */
    Digest digest();

    /**
     * An image for one platform; layers lowest first.
     *
     * @param annotations as written, which is no reason to believe them; of too many the first
     */
    record Image(
            Digest digest,
            Descriptor config,
            List<Descriptor> layers,
            Map<String, String> annotations)
            implements Manifest {
        public Image {
            layers = List.copyOf(layers);
            annotations = Map.copyOf(annotations);
        }
    }

    /** Images for several platforms. */
    record Index(Digest digest, List<Child> children) implements Manifest {
        public Index {
            children = List.copyOf(children);
        }
    }

    /**
     * @param platform empty when the index names none that makes sense, as for attestations
     */
    record Child(Descriptor descriptor, Optional<Platform> platform) {}

    /** By what a descriptor claims; the document itself decides when it is read. */
    static boolean isIndex(Descriptor descriptor) {
        return descriptor.mediaType().equals(ManifestReader.OCI_INDEX)
                || descriptor.mediaType().equals(ManifestReader.DOCKER_LIST);
    }
}
