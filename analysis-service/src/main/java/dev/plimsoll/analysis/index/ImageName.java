package dev.plimsoll.analysis.index;

import dev.plimsoll.event.ImageRef;
import org.jspecify.annotations.Nullable;

/**
 * The name under which an image is found: what a push replaces.
 *
 * @param tag null for images that were scanned by digest
 */
public record ImageName(String registry, String repository, @Nullable String tag, String platform) {

    static ImageName of(ImageRef image) {
        return new ImageName(
                image.getRegistry(), image.getRepository(), image.getTag(), image.getPlatform());
    }

    /** "registry/repository:tag". */
    public String display() {
        return registry + "/" + repository + (tag == null ? "" : ":" + tag);
    }

    /** "registry/repository:tag platform": one term for the whole name. */
    String key() {
        return display() + " " + platform;
    }
}
