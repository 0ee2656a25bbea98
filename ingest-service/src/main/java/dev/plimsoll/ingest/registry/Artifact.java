package dev.plimsoll.ingest.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that is no image: what somebody put beside one. Claims, all of it.
 *
 * @param subject the manifest that it is about, null if it names none
 * @param parts blobs with its content
 */
public record Artifact(Digest digest, @Nullable Digest subject, List<Part> parts) {

    /**
     * @param predicateType what its annotations say that it holds; empty if they say nothing
     */
    public record Part(Descriptor blob, String predicateType) {}

    /**
     * An artifact that says of itself that it is about another manifest.
     *
     * @param type of the artifact; empty if the registry does not tell
     * @param predicateType as for {@link Part}
     */
    public record Referrer(Descriptor manifest, String type, String predicateType) {}

    public Artifact {
        parts = List.copyOf(parts);
    }
}
