package dev.plimsoll.analysis.match;

import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import us.springett.cvss.Cvss;

/** Every rating of a vulnerability on a package, and the one that counts. */
final class Ratings {

    /** Debian's own words that are a rating; "not yet assigned" and the like are none. */
    private static final Set<String> URGENCIES = Set.of("low", "medium", "high");

    /** RustSec's words for what is no vulnerability; "unsound" may be one. */
    private static final Set<String> INFORMATIONAL = Set.of("unmaintained", "notice");

    private static final String UNIMPORTANT = "unimportant";
    private static final String NEGLIGIBLE = "negligible";

    /** How AlmaLinux and Rocky Linux begin the title of an update: "Important: nodejs …". */
    private static final Pattern TITLE_WORD =
            Pattern.compile("(Low|Moderate|Important|Critical): ");

    /** Those who know the package better than a database of all vulnerabilities does. */
    private static final Set<String> CLOSE_TO_THE_PACKAGE = Set.of("ghsa", "rustsec");

    private static final Comparator<Rating> NEWEST_CVSS_THEN_HIGHEST =
            Comparator.comparing(
                            (Rating rating) -> CLOSE_TO_THE_PACKAGE.contains(rating.getSource()))
                    .thenComparingInt(rating -> cvssVersion(rating.getValue()))
                    .thenComparing(rating -> rating.getScore() == null ? -1 : rating.getScore());

    private final List<Rating> all;
    private final String distribution;

    private Ratings(List<Rating> all, String distribution) {
        this.all = all;
        this.distribution = distribution;
    }

    /** The ratings of the entries and of the records they are from, each once. */
    static Ratings of(List<Statement> statements, Family family) {
        var ratings = new LinkedHashSet<Rating>();
        for (var statement : statements) {
            var advisory = statement.advisory();
            var word = word(statement, family);
            if (word != null) {
                ratings.add(new Rating(family.ratingSource(), ofWord(word), null, word));
            }
            var urgency = statement.entry().getUrgency();
            if (family == Family.CRATES && urgency != null && INFORMATIONAL.contains(urgency)) {
                ratings.add(new Rating("rustsec", Severity.NEGLIGIBLE, null, urgency));
            }
            var source = source(advisory.getId());
            Stream.concat(statement.entry().getSeverity().stream(), advisory.getSeverity().stream())
                    .map(
                            published ->
                                    switch (published.getType()) {
                                        case "Ubuntu" -> ofPriority(published.getScore());
                                        case "GHSA" -> ofGithub(published.getScore());
                                        default -> ofVector(source, published);
                                    })
                    .forEach(ratings::add);
        }
        return new Ratings(List.copyOf(ratings), family.ratingSource());
    }

    List<Rating> all() {
        return all;
    }

    /**
     * The rating that counts: the distribution's for this package and release, then CVSS: of those
     * who care for the package, then of others; newest version and highest score first; then the
     * word of a registry that gives no vector. Null where nobody rated. "Unimportant" is a
     * distribution's rating too, below a real one.
     */
    @Nullable Rating effective() {
        return all.stream()
                .filter(this::isOfDistribution)
                .max(Comparator.comparing(Rating::getSeverity))
                .or(
                        () ->
                                all.stream()
                                        .filter(rating -> rating.getScore() != null)
                                        .max(NEWEST_CVSS_THEN_HIGHEST))
                .or(
                        () ->
                                all.stream()
                                        .filter(rating -> rating.getSeverity() != Severity.UNKNOWN)
                                        .max(Comparator.comparing(Rating::getSeverity)))
                .orElse(null);
    }

    private boolean isOfDistribution(Rating rating) {
        return !distribution.isEmpty()
                && rating.getSource().equals(distribution)
                && rating.getSeverity() != Severity.UNKNOWN;
    }

    /** The distribution sees no security impact, and did not say otherwise elsewhere (D21, D24). */
    boolean unimportant() {
        var effective = effective();
        return effective != null
                && (UNIMPORTANT.equals(effective.getValue())
                        || NEGLIGIBLE.equals(effective.getValue())
                        || INFORMATIONAL.contains(effective.getValue()));
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

    /** The distribution's own word for the package and release, or for the update (D24, R4). */
    private static @Nullable String word(Statement statement, Family family) {
        var urgency = statement.entry().getUrgency();
        if (urgency != null && (URGENCIES.contains(urgency) || urgency.equals(UNIMPORTANT))) {
            return urgency;
        }
        var summary = statement.advisory().getSummary();
        if (summary == null || family.order() != VersionOrder.RPM) {
            return null;
        }
        var title = TITLE_WORD.matcher(summary);
        return title.lookingAt() ? title.group(1) : null;
    }

    private static Severity ofWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "low" -> Severity.LOW;
            case "medium", "moderate" -> Severity.MEDIUM;
            case "high", "important" -> Severity.HIGH;
            case "critical" -> Severity.CRITICAL;
            case UNIMPORTANT, NEGLIGIBLE -> Severity.NEGLIGIBLE;
            default -> Severity.UNKNOWN;
        };
    }

    /** Ubuntu's priority is its severity (U1); "untriaged" and the like are none. */
    private static Rating ofPriority(String priority) {
        return new Rating(Family.UBUNTU.ratingSource(), ofWord(priority), null, priority);
    }

    /** The word stands where the advisory has no vector, and beside one that it has. */
    private static Rating ofGithub(String word) {
        return new Rating("ghsa", ofWord(word), null, word);
    }

    /** Distributions without a rating of their own pass on what NVD publishes (A8). */
    private static String source(String advisoryId) {
        if (advisoryId.startsWith("GHSA-")) {
            return "ghsa";
        }
        if (advisoryId.startsWith("RHSA-")) {
            return Family.RED_HAT.ratingSource();
        }
        return advisoryId.startsWith("RUSTSEC-") ? "rustsec" : "nvd";
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
