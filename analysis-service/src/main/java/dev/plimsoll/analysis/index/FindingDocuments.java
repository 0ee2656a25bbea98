package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.Words.word;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code findings.changed} as documents. */
final class FindingDocuments implements Projection<FindingsChanged> {

    private final Indices indices;

    FindingDocuments(Indices indices) {
        this.indices = indices;
    }

    /**
     * Two documents for each change: the finding as it is now, and what happened to it. A carried
     * finding has no history of its own, nothing happened to it.
     */
    @Override
    public List<Document> documents(FindingsChanged event, Ecs.Source source) {
        var documents = new ArrayList<Document>(event.getChanges().size() * 2);
        for (var change : event.getChanges()) {
            var finding = change.getFinding();
            documents.add(
                    new Document(
                            indices.findings(), finding.getId(), current(event, finding, source)));
            if (change.getKind() != ChangeKind.CARRIED) {
                documents.add(
                        new Document(
                                indices.findingHistory(),
                                change.getId(),
                                history(event, change, source)));
            }
        }
        return documents;
    }

    private static FindingDocument current(
            FindingsChanged event, Finding finding, Ecs.Source source) {
        return document(
                event,
                finding,
                Ecs.Event.of("state", finding.getId(), "plimsoll.finding"),
                null,
                source);
    }

    private static FindingDocument history(
            FindingsChanged event, FindingChange change, Ecs.Source source) {
        var previous = change.getPreviousSeverity();
        return document(
                event,
                change.getFinding(),
                Ecs.Event.of("event", change.getId(), "plimsoll.finding-history"),
                new FindingDocument.Change(
                        word(change.getKind()),
                        previous == null ? null : word(previous),
                        change.getDetail(),
                        event.getBaseline()),
                source);
    }

    private static FindingDocument document(
            FindingsChanged event,
            Finding finding,
            Ecs.Event ecsEvent,
            FindingDocument.@Nullable Change change,
            Ecs.Source source) {
        var image = finding.getImage();
        return new FindingDocument(
                event.getAt(),
                Ecs.Version.CURRENT,
                ecsEvent.withSeverity(finding.getSeverity().ordinal()),
                message(finding),
                vulnerability(finding),
                new FindingDocument.Package(
                        finding.getPackage$(),
                        finding.getVersion(),
                        purlType(finding.getPurls()),
                        finding.getFixedVersion()),
                Ecs.Container.of(
                        image.getRegistry(),
                        image.getRepository(),
                        image.getTag(),
                        image.getDigest()),
                Ecs.Resource.of(image),
                Ecs.Observer.PLIMSOLL,
                new Ecs.Related(
                        Stream.of(image.getDigest(), finding.getLayerDigest())
                                .filter(Objects::nonNull)
                                .toList()),
                own(event, finding, change, source));
    }

    private static FindingDocument.Vulnerability vulnerability(Finding finding) {
        var score = finding.getScore();
        return new FindingDocument.Vulnerability(
                finding.getVulnerability(),
                scheme(finding.getVulnerability()),
                score == null ? null : "CVSS",
                finding.getSeverity().name(),
                score == null ? null : new FindingDocument.Score(score),
                finding.getSummary(),
                List.of(before(finding.getEcosystem(), ':')),
                new FindingDocument.Scanner("Plimsoll"),
                finding.getPresence() == Presence.PRESENT ? "open" : "fixed");
    }

    private static FindingDocument.Own own(
            FindingsChanged event,
            Finding finding,
            FindingDocument.@Nullable Change change,
            Ecs.Source source) {
        var kev = finding.getKev();
        var epss = finding.getEpss();
        return new FindingDocument.Own(
                image(finding.getImage()),
                new FindingDocument.State(
                        finding.getTrackingId(),
                        word(finding.getPresence()),
                        word(finding.getFixState()),
                        finding.getFixStateSince(),
                        waitedDays(finding),
                        finding.getClearedBy(),
                        word(finding.getLayer()),
                        word(finding.getRole()),
                        finding.getFirstSeen(),
                        finding.getPresence() == Presence.GONE ? event.getAt() : null,
                        finding.getAdvisories(),
                        finding.getEvidence()),
                new FindingDocument.Component(
                        finding.getEcosystem(),
                        finding.getPackages(),
                        finding.getPurls(),
                        finding.getPaths(),
                        finding.getLayerDigest(),
                        finding.getBaseImage()),
                notes(finding),
                kev == null ? null : new FindingDocument.Kev(kev),
                epss == null ? null : new FindingDocument.Epss(epss),
                new FindingDocument.Decision(
                        word(finding.getDecision()),
                        finding.getRule(),
                        finding.getDecisionReason(),
                        finding.getDecisionOwner(),
                        finding.getAcceptedUntil(),
                        finding.getReview(),
                        finding.getTicket(),
                        finding.getJustification()),
                new Ecs.Assessment(
                        event.getAssessmentId(),
                        event.getRevision(),
                        word(event.getCause()),
                        event.getCauseDetail()),
                change,
                source);
    }

    /** Only a fix that came after the first sight had to be waited for. */
    private static @Nullable Integer waitedDays(Finding finding) {
        var fixed = finding.getFixStateSince();
        return finding.getFixState() != FixState.FIXED
                        || fixed == null
                        || !fixed.isAfter(finding.getFirstSeen())
                ? null
                : Math.toIntExact(Duration.between(finding.getFirstSeen(), fixed).toDays());
    }

    private static FindingDocument.Image image(ImageRef image) {
        return new FindingDocument.Image(
                ImageName.of(image).key(),
                image.getRegistry(),
                image.getRepository(),
                image.getTag(),
                image.getDigest(),
                image.getPlatform(),
                image.getLine());
    }

    private static FindingDocument.Notes notes(Finding finding) {
        return new FindingDocument.Notes(
                finding.getAliases(),
                word(finding.getSeverity()),
                finding.getSeveritySource(),
                finding.getRatings().stream()
                        .map(
                                rating ->
                                        new FindingDocument.Rating(
                                                rating.getSource(),
                                                word(rating.getSeverity()),
                                                rating.getScore(),
                                                rating.getValue()))
                        .toList());
    }

    private static String message(Finding finding) {
        var severity =
                finding.getSeverity() == Severity.UNKNOWN
                        ? "unknown severity"
                        : word(finding.getSeverity());
        var fix =
                finding.getFixedVersion() != null
                        ? "fixed in " + finding.getFixedVersion()
                        : finding.getFixState() == FixState.WONT_FIX
                                ? "will not be fixed"
                                : "no fix known";
        return "%s in %s %s of %s: %s, %s"
                .formatted(
                        finding.getVulnerability(),
                        finding.getPackage$(),
                        finding.getVersion(),
                        ImageName.of(finding.getImage()).display(),
                        severity,
                        fix);
    }

    /** "CVE", "GHSA" …: what stands before the first hyphen. */
    private static String scheme(String vulnerability) {
        return before(vulnerability, '-').toUpperCase(Locale.ROOT);
    }

    private static @Nullable String purlType(List<String> purls) {
        if (purls.isEmpty() || !purls.getFirst().startsWith("pkg:")) {
            return null;
        }
        return before(purls.getFirst().substring("pkg:".length()), '/');
    }

    private static String before(String text, char end) {
        var index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }
}
