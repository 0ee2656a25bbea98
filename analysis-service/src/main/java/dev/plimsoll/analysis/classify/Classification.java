package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a finding's component came from.
 *
 * @param layerDigest the layer that brought it in, where the image tells
 * @param baseImage the image it is inherited from, when {@code layer} is {@code BASE}
 * @param evidence why, in words
 */
public record Classification(
        LayerOrigin layer,
        @Nullable String layerDigest,
        @Nullable String baseImage,
        Role role,
        List<String> evidence) {

    public Classification {
        evidence = List.copyOf(evidence);
    }
}
