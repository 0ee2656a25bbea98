package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.FixWaits;
import dev.plimsoll.analysis.index.ImageDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known-issues page of an image, before it is HTML, Markdown or JSON.
 *
 * @param inShort the page in a few sentences
 * @param carried how many findings are open or accepted: what analysis and options speak of
 * @param limits what no rebuild of this image takes out
 * @param expectations the image before and after
 * @param after the option whose effect {@code remaining} shows; null for what is there now
 * @param remaining every present finding: the open ones, then the accepted, then those set aside;
 *     or those that would remain after {@code after}
 */
record KnownIssues(
        Image image,
        Status status,
        List<String> inShort,
        Tally open,
        Tally accepted,
        int setAside,
        int fixable,
        int carried,
        Analysis analysis,
        List<Limit> limits,
        Waiting waiting,
        List<Option> options,
        List<Expectation> expectations,
        List<Acceptance> acceptedRisk,
        List<BestPractice> checks,
        Tracking tracking,
        List<Prediction> predictions,
        Review review,
        List<DecisionEntry> decisions,
        @Nullable Option after,
        List<Remaining> remaining,
        List<Reference> references) {

    /** Which image, and where what is known of it comes from. */
    record Image(
            String id,
            String name,
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform,
            String line,
            boolean head,
            @Nullable String distribution,
            @Nullable String baseImage,
            int components,
            @Nullable Long size,
            String engine,
            @Nullable Instant created,
            Instant pushedAt,
            Instant scannedAt,
            Instant assessedAt,
            String assessedBecause) {}

    /**
     * When somebody has to look again.
     *
     * @param firstEnd when the first acceptance ends; null if none is accepted
     * @param ageInDays since the image was built; null if it does not tell
     * @param due all that has to be done, the next first
     */
    record Review(
            @Nullable Instant firstEnd,
            @Nullable String rule,
            @Nullable String owner,
            @Nullable Long ageInDays,
            boolean rebuildDue,
            List<Due> due) {}

    /**
     * A finding as a line of the list.
     *
     * @param image in which it is
     * @param fixStateSince since when the fix is where it is
     * @param clearedBy the options that take it out
     */
    record Remaining(
            String id,
            String image,
            String vulnerability,
            @Nullable String url,
            List<String> aliases,
            @Nullable String summary,
            @JsonProperty("package") String component,
            String version,
            List<String> packages,
            List<String> paths,
            @Nullable String fixedVersion,
            String fixState,
            @Nullable Instant fixStateSince,
            List<String> clearedBy,
            String severity,
            String severitySource,
            @Nullable Double score,
            String layer,
            String role,
            boolean knownExploited,
            @Nullable Double exploitProbability,
            String decision,
            @Nullable String rule,
            @Nullable String justification,
            @Nullable Instant acceptedUntil,
            Instant firstSeen,
            List<String> evidence) {}

    static final Set<String> CARRIED = Set.of("open", "accepted");

    /** Images are rebuilt monthly for the updates of their distribution. */
    private static final Duration REBUILD_AFTER = Duration.ofDays(31);

    /**
     * What is known of an image besides its own document.
     *
     * @param findings the present ones, the worst first
     * @param history of the line, newest first
     * @param decisions changes that were decisions, newest first
     * @param bases what could take the place of its base
     * @param waits how long fixes of its distribution took; null if that is not known
     */
    record Sources(
            List<FindingDocument> findings,
            List<ImageDocument> history,
            List<FindingDocument> decisions,
            Bases bases,
            FixWaits.@Nullable Waits waits) {}

    /**
     * @param option whose effect is to be shown; null for what is there now
     * @throws IllegalArgumentException if there is no such option
     */
    static KnownIssues of(
            ImageDocument document, Sources sources, @Nullable String option, Instant now) {
        var own = document.plimsoll();
        var open = decided(sources.findings(), "open");
        var accepted = decided(sources.findings(), "accepted");
        var carried = Stream.concat(open.stream(), accepted.stream()).toList();
        var waiting = Waiting.of(carried, sources.waits(), now);
        var outcomes = Options.of(document, carried, sources.bases(), waiting);
        var options = outcomes.stream().map(Option.Outcome::option).toList();
        var after = option == null ? null : chosen(outcomes, option);
        var acceptedRisk = Acceptance.of(accepted);
        var review = review(own.image(), acceptedRisk, now);
        return new KnownIssues(
                image(document),
                Status.of(document),
                InShort.of(carried, options, waiting, review.due()),
                Tally.of(own.counts().open()),
                Tally.of(own.counts().accepted()),
                own.counts().setAside(),
                own.counts().fixable(),
                carried.size(),
                Analysis.of(carried),
                Limit.of(carried),
                waiting,
                options,
                Expectation.of(Tally.of(carried), own.image().size(), options),
                acceptedRisk,
                BestPractice.of(own.posture()),
                Tracking.of(sources.history()),
                Prediction.of(sources.history()),
                review,
                DecisionEntry.of(sources.decisions()),
                after == null ? null : after.option(),
                (after == null
                                ? Stream.concat(
                                        carried.stream(), setAside(sources.findings()).stream())
                                : after.remaining().stream())
                        .map(KnownIssues::remaining)
                        .toList(),
                Reference.general(own.image().ecosystem()));
    }

    private static Option.Outcome chosen(List<Option.Outcome> outcomes, String option) {
        return outcomes.stream()
                .filter(outcome -> outcome.option().id().equals(option))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "this image has no option '%s'".formatted(option)));
    }

    private static List<FindingDocument> setAside(List<FindingDocument> findings) {
        return findings.stream()
                .filter(finding -> !CARRIED.contains(finding.plimsoll().decision().state()))
                .toList();
    }

    private static List<FindingDocument> decided(List<FindingDocument> findings, String state) {
        return findings.stream()
                .filter(finding -> finding.plimsoll().decision().state().equals(state))
                .toList();
    }

    private static Image image(ImageDocument document) {
        var image = document.plimsoll().image();
        var host = document.host();
        return new Image(
                image.id(),
                document.resource().name(),
                image.registry(),
                image.repository(),
                image.tag(),
                image.digest(),
                image.platform(),
                image.line(),
                image.head(),
                host == null ? null : host.os().full(),
                image.baseImage(),
                image.components(),
                image.size(),
                document.plimsoll().scan().engine(),
                image.created(),
                image.pushedAt(),
                image.scannedAt(),
                document.timestamp(),
                document.plimsoll().assessment().detail());
    }

    private static Review review(
            ImageDocument.Image image, List<Acceptance> acceptedRisk, Instant now) {
        var created = image.created();
        var age = created == null ? null : Duration.between(created, now);
        var first = acceptedRisk.isEmpty() ? null : acceptedRisk.getFirst();
        return new Review(
                first == null ? null : first.until(),
                first == null ? null : first.rule(),
                first == null ? null : first.owner(),
                age == null ? null : age.toDays(),
                age != null && age.compareTo(REBUILD_AFTER) > 0,
                Due.of(
                        acceptedRisk,
                        created == null ? null : Times.date(created.plus(REBUILD_AFTER)),
                        now));
    }

    /** Documents of the first release have none. */
    static List<String> paths(FindingDocument.Component component) {
        return component.paths() == null ? List.of() : component.paths();
    }

    private static Remaining remaining(FindingDocument finding) {
        var own = finding.plimsoll();
        var score = finding.vulnerability().score();
        var kev = own.kev();
        var epss = own.epss();
        return new Remaining(
                Traits.id(finding),
                finding.resource().name(),
                finding.vulnerability().id(),
                Reference.of(finding.vulnerability().id(), own.component().ecosystem()),
                own.vulnerability().aliases(),
                finding.vulnerability().description(),
                finding.component().name(),
                finding.component().version(),
                own.component().packages(),
                paths(own.component()),
                finding.component().fixedVersion(),
                own.finding().fixState(),
                own.finding().fixStateSince(),
                own.finding().clearedBy() == null ? List.of() : own.finding().clearedBy(),
                own.vulnerability().severity(),
                own.vulnerability().severitySource(),
                score == null ? null : score.base(),
                own.finding().layer(),
                own.finding().role(),
                kev != null && kev.listed(),
                epss == null ? null : epss.score(),
                own.decision().state(),
                own.decision().rule(),
                own.decision().justification(),
                own.decision().until(),
                own.finding().firstSeen(),
                own.finding().evidence());
    }
}
