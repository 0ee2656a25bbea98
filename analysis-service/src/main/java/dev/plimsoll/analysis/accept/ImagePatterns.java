package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.ImageRef;
import java.util.List;
import java.util.Optional;

/** Patterns of image names, as rules write them: {@code registry.example.com/team/*}. */
public final class ImagePatterns {

    private final List<ImageGlob> globs;

    private ImagePatterns(List<ImageGlob> globs) {
        this.globs = List.copyOf(globs);
    }

    /**
     * @throws IllegalArgumentException if one is malformed
     */
    public static ImagePatterns of(List<String> patterns) {
        return new ImagePatterns(patterns.stream().map(ImageGlob::parse).toList());
    }

    public boolean match(ImageRef image) {
        return globs.stream().anyMatch(glob -> glob.matches(image));
    }

    /**
     * Of patterns that belong to a rule, the first that could match an image which these do not.
     * Errs on the safe side: each has to lie within one of these.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public Optional<String> firstBeyond(List<String> patterns) {
        return patterns.stream()
                .filter(
                        pattern -> {
                            var narrow = ImageGlob.parse(pattern);
                            return globs.stream().noneMatch(narrow::isWithin);
                        })
                .findFirst();
    }
}
