package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.registry.Names;
import dev.plimsoll.ingest.registry.Repository;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A way to ask a registry what it holds. Both methods throw what the {@code registry} package
 * throws.
 */
interface CatalogueApi {

    Names repositories();

    Tags tags(Repository repository);

    /**
     * The tags of a repository.
     *
     * @param complete whether they were listed to their end
     */
    record Tags(SortedMap<String, Claim> claims, boolean complete) {}

    /**
     * What the list itself says of a tag.
     *
     * @param digest null if it does not say
     * @param noImage what it is instead of an image; null for an image, or if it does not say
     */
    record Claim(@Nullable String digest, @Nullable String noImage) {

        static final Claim NONE = new Claim(null, null);
    }
}
