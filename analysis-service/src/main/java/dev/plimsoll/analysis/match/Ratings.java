package dev.plimsoll.analysis.match;

import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import us.springett.cvss.Cvss;

/** Every rating of a vulnerability on a package, and the one that counts. */
final class Ratings {

    /** Debian's own words that are a rating; "not yet assigned" and the like are none. */
    private static final Set<String> URGENCIES = Set.of("low", "medium", "high");

    private static final String UNIMPORTANT = "unimportant";
    private static final String DEBIAN = "debian";

    private static final Comparator<Rating> NEWEST_CVSS_THEN_HIGHEST =
            Comparator.comparingInt((Rating rating) -> cvssVersion(rating.getValue()))
                    .thenComparing(rating -> rating.getScore() == null ? -1 : rating.getScore());

    private final List<Rating> all;

    private Ratings(List<Rating> all) {
        this.all = all;
    }

    /** The ratings of the entries and of the records they are from, each once. */
    static Ratings of(List<Statement> statements) {
        var ratings = new LinkedHashSet<Rating>();
        for (var statement : statements) {
            var urgency = statement.entry().getUrgency();
            if (urgency != null && (URGENCIES.contains(urgency) || urgency.equals(UNIMPORTANT))) {
                ratings.add(new Rating(DEBIAN, ofUrgency(urgency), null, urgency));
            }
            var source = source(statement.advisory().getId());
            Stream.concat(
                            statement.entry().getSeverity().stream(),
                            statement.advisory().getSeverity().stream())
                    .map(published -> ofVector(source, published))
                    .forEach(ratings::add);
        }
        return new Ratings(List.copyOf(ratings));
    }

    List<Rating> all() {
        return all;
    }

    /**
     * The rating that counts: the distribution's for this package and release, then CVSS, newest
     * version and highest score first; null where nobody rated. "Unimportant" is a distribution's
     * rating too, below a real one.
     */
    @Nullable Rating effective() {
        var distribution =
                all.stream()
                        .filter(rating -> rating.getSource().equals(DEBIAN))
                        .max(Comparator.comparing(Rating::getSeverity));
        return distribution
                .or(
                        () ->
                                all.stream()
                                        .filter(rating -> rating.getScore() != null)
                                        .max(NEWEST_CVSS_THEN_HIGHEST))
                .orElse(null);
    }

    /** The distribution sees no security impact, and did not say otherwise elsewhere (D21, D24). */
    boolean unimportant() {
        var effective = effective();
        return effective != null && UNIMPORTANT.equals(effective.getValue());
    }

    /**
     * By the <a
     * href="https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale">
     * qualitative scale</a>; CVSS 2 has none of its own, so there NVD's, which ends at high.
     */
    static Severity ofScore(double score, int cvssVersion) {
        if (score <= 0) {
            return Severity.NEGLIGIBLE;
        }
        if (score < 4) {
            return Severity.LOW;
        }
        if (score < 7) {
            return Severity.MEDIUM;
        }
        return score < 9 || cvssVersion == 2 ? Severity.HIGH : Severity.CRITICAL;
    }

    private static Severity ofUrgency(String urgency) {
        return switch (urgency) {
            case "low" -> Severity.LOW;
            case "medium" -> Severity.MEDIUM;
            case "high" -> Severity.HIGH;
            default -> Severity.NEGLIGIBLE;
        };
    }

    /** Distributions without a rating of their own pass on what NVD publishes (A8). */
    private static String source(String advisoryId) {
        return advisoryId.startsWith("GHSA-") ? "ghsa" : "nvd";
    }

    /** A vector that cannot be read is kept, as unknown; on some the library fails oddly. */
    private static Rating ofVector(String source, PublishedSeverity published) {
        var vector = published.getScore();
        try {
            double score = Cvss.fromVector(vector).calculateScore().getBaseScore();
            return new Rating(source, ofScore(score, cvssVersion(vector)), score, vector);
        } catch (RuntimeException _) {
            return new Rating(source, Severity.UNKNOWN, null, vector);
        }
    }

    private static int cvssVersion(@Nullable String vector) {
        if (vector == null || !vector.startsWith("CVSS:")) {
            return 2;
        }
        return vector.startsWith("CVSS:4") ? 4 : 3;
    }
}
