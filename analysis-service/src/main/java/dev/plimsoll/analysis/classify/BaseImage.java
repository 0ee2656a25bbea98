package dev.plimsoll.analysis.classify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The image another one was built on, known by its layers: never by its name.
 *
 * @param reference {@code registry/repository:tag@sha256:…}
 * @param layers how many of the lowest layers are its
 */
public record BaseImage(String reference, int layers) {

    public BaseImage {
        if (layers < 1) {
            throw new IllegalArgumentException(
                    "base image '%s' has no layers".formatted(reference));
        }
    }

    /**
     * A key for each stack of layers that {@code layerDigests} begins with, the lowest layer alone
     * first, the whole image last. Equal keys mean equal digests in equal order.
     *
     * @param layerDigests verified digests of the content layers, lowest first
     */
    public static List<String> chains(List<String> layerDigests) {
        var chains = new ArrayList<String>(layerDigests.size());
        var below = "";
        for (var digest : layerDigests) {
            below = sha256(below + "\n" + digest);
            chains.add(below);
        }
        return chains;
    }

    /**
     * The longest known image that {@code layerDigests} was built on.
     *
     * @param ownRepositoryKey {@code registry/repository} of the image itself: its own earlier
     *     builds are not its base
     * @param imageByChain from a key of {@link #chains} to the reference of the image that consists
     *     of exactly these layers, or null
     */
    public static Optional<BaseImage> find(
            List<String> layerDigests,
            String ownRepositoryKey,
            Function<String, @Nullable String> imageByChain) {
        var chains = chains(layerDigests);
        for (int layers = chains.size() - 1; layers > 0; layers--) {
            var reference = imageByChain.apply(chains.get(layers - 1));
            if (reference != null && !isOf(ownRepositoryKey, reference)) {
                return Optional.of(new BaseImage(reference, layers));
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(String repositoryKey, String reference) {
        return reference.startsWith(repositoryKey + ":")
                || reference.startsWith(repositoryKey + "@");
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
