package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.analysis.index.FindingDocument;
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
 * @param carried how many findings are open or accepted: what analysis and options speak of
 * @param remaining every present finding: the open ones, then the accepted, then those set aside
 */
record KnownIssues(
        Image image,
        Status status,
        Tally open,
        Tally accepted,
        int setAside,
        int fixable,
        int carried,
        Analysis analysis,
        List<Option> options,
        List<Acceptance> acceptedRisk,
        List<ImageDocument.Check> checks,
        Tracking tracking,
        Review review,
        List<DecisionEntry> decisions,
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
     */
    record Review(
            @Nullable Instant firstEnd,
            @Nullable String rule,
            @Nullable String owner,
            @Nullable Long ageInDays,
            boolean rebuildDue) {}

    /** A finding as a line of the list. */
    record Remaining(
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
            String severity,
            String severitySource,
            @Nullable Double score,
            String layer,
            String role,
            boolean knownExploited,
            @Nullable Double exploitProbability,
            String decision,
            @Nullable String rule,
            @Nullable Instant acceptedUntil,
            Instant firstSeen,
            List<String> evidence) {}

    private static final Set<String> CARRIED = Set.of("open", "accepted");

    /** Images are rebuilt monthly for the updates of their distribution. */
    private static final Duration REBUILD_AFTER = Duration.ofDays(31);

    /**
     * @param findings the present ones, the worst first
     * @param history of the line, newest first
     * @param decisions changes that were decisions, newest first
     */
    static KnownIssues of(
            ImageDocument document,
            List<FindingDocument> findings,
            List<ImageDocument> history,
            List<FindingDocument> decisions,
            Instant now) {
        var own = document.plimsoll();
        var open = decided(findings, "open");
        var accepted = decided(findings, "accepted");
        var carried = Stream.concat(open.stream(), accepted.stream()).toList();
        var setAside =
                findings.stream()
                        .filter(finding -> !CARRIED.contains(finding.plimsoll().decision().state()))
                        .toList();
        var acceptedRisk = Acceptance.of(accepted);
        var posture = own.posture();
        return new KnownIssues(
                image(document),
                Status.of(document),
                Tally.of(own.counts().open()),
                Tally.of(own.counts().accepted()),
                own.counts().setAside(),
                own.counts().fixable(),
                carried.size(),
                Analysis.of(carried),
                Option.of(carried, own.image().baseImage()),
                acceptedRisk,
                posture == null ? List.of() : posture.checks(),
                Tracking.of(history),
                review(own.image(), acceptedRisk, now),
                DecisionEntry.of(decisions),
                Stream.concat(carried.stream(), setAside.stream())
                        .map(KnownIssues::remaining)
                        .toList(),
                Reference.general(own.image().ecosystem()));
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
                age != null && age.compareTo(REBUILD_AFTER) > 0);
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
                own.vulnerability().severity(),
                own.vulnerability().severitySource(),
                score == null ? null : score.base(),
                own.finding().layer(),
                own.finding().role(),
                kev != null && kev.listed(),
                epss == null ? null : epss.score(),
                own.decision().state(),
                own.decision().rule(),
                own.decision().until(),
                own.finding().firstSeen(),
                own.finding().evidence());
    }
}
