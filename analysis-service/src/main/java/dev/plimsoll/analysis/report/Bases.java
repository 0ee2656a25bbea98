package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The base image of an image, and what was scanned that could take its place.
 *
 * @param base null where it is not known
 * @param used the base as it was scanned; null where its name stands for another build now
 * @param chosen of each kind the one that carries least
 */
record Bases(
        @Nullable BaseName base, ImageDocument.@Nullable Image used, Map<Variant, Choice> chosen) {

    static final Bases UNKNOWN = new Bases(null, null, Map.of());

    private static final Comparator<Choice> LEAST =
            Comparator.<Choice>comparingInt(choice -> choice.carried().critical())
                    .thenComparingInt(choice -> choice.carried().high())
                    .thenComparingInt(choice -> choice.carried().medium())
                    .thenComparingInt(choice -> choice.carried().total());

    /**
     * An image that could take the place of the base.
     *
     * @param others how many more of its kind were scanned
     * @param findings those that are present in it; empty until they are asked for
     */
    record Choice(ImageDocument image, int others, List<FindingDocument> findings) {

        Tally carried() {
            var counts = image.plimsoll().counts();
            return Tally.of(counts.open()).plus(Tally.of(counts.accepted()));
        }

        Choice with(List<FindingDocument> present) {
            return new Choice(
                    image,
                    others,
                    Traits.matching(
                            present,
                            finding ->
                                    KnownIssues.CARRIED.contains(
                                            finding.plimsoll().decision().state())));
        }

        private Choice alone(int more) {
            return new Choice(image, more, findings);
        }
    }

    /**
     * @param candidates images that were scanned, the newest first
     */
    static Bases of(ImageDocument document, List<ImageDocument> candidates) {
        var image = document.plimsoll().image();
        var base = BaseName.parse(image.baseImage());
        if (base == null) {
            return UNKNOWN;
        }
        var used =
                candidates.stream()
                        .map(candidate -> candidate.plimsoll().image())
                        .filter(candidate -> candidate.digest().equals(base.digest()))
                        .findFirst()
                        .orElse(null);
        var chosen = new EnumMap<Variant, Choice>(Variant.class);
        var others = new EnumMap<Variant, Integer>(Variant.class);
        for (var candidate : candidates) {
            var own = candidate.plimsoll().image();
            if (own.repository().equals(image.repository())
                    && own.registry().equals(image.registry())) {
                continue;
            }
            var variant = Variant.of(candidate, base, image.ecosystem(), used);
            if (variant != null) {
                others.merge(variant, 1, Integer::sum);
                var choice = new Choice(candidate, 0, List.of());
                chosen.merge(
                        variant,
                        choice,
                        (one, other) -> LEAST.compare(other, one) < 0 ? other : one);
            }
        }
        chosen.replaceAll((variant, choice) -> choice.alone(others.getOrDefault(variant, 1) - 1));
        return new Bases(base, used, chosen);
    }

    /** The images whose findings the options need. */
    List<ImageDocument> images() {
        return chosen.values().stream().map(Choice::image).toList();
    }

    /**
     * @param byKey present findings by {@code plimsoll.image.key}
     */
    Bases with(Map<String, List<FindingDocument>> byKey) {
        var complete = new EnumMap<Variant, Choice>(Variant.class);
        chosen.forEach(
                (variant, choice) ->
                        complete.put(
                                variant,
                                choice.with(
                                        byKey.getOrDefault(
                                                choice.image().plimsoll().image().key(),
                                                List.of()))));
        return new Bases(base, used, complete);
    }
}
