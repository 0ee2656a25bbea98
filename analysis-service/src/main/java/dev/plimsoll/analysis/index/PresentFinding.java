package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.Words.member;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A document read back as the finding it was made of, so that it can be judged again. */
public final class PresentFinding {

    private PresentFinding() {}

    /**
     * @throws IllegalArgumentException if the document holds a word that no finding has
     */
    public static Finding of(FindingDocument document) {
        var own = document.plimsoll();
        var decision = own.decision();
        var score = document.vulnerability().score();
        var kev = own.kev();
        var epss = own.epss();
        return Finding.newBuilder()
                .setId(document.event().id())
                .setTrackingId(own.finding().trackingId())
                .setImage(image(own.image()))
                .setVulnerability(document.vulnerability().id())
                .setAliases(own.vulnerability().aliases())
                .setSummary(document.vulnerability().description())
                .setEcosystem(own.component().ecosystem())
                .setPackage$(document.component().name())
                .setVersion(document.component().version())
                .setPackages(own.component().packages())
                .setPurls(own.component().purls())
                .setPaths(orNone(own.component().paths()))
                .setFixedVersion(document.component().fixedVersion())
                .setFixState(member(FixState.class, own.finding().fixState()))
                .setSeverity(member(Severity.class, own.vulnerability().severity()))
                .setSeveritySource(own.vulnerability().severitySource())
                .setScore(score == null ? null : score.base())
                .setRatings(
                        own.vulnerability().ratings().stream()
                                .map(
                                        rating ->
                                                new Rating(
                                                        rating.source(),
                                                        member(Severity.class, rating.severity()),
                                                        rating.score(),
                                                        rating.value()))
                                .toList())
                .setLayer(member(LayerOrigin.class, own.finding().layer()))
                .setLayerDigest(own.component().layerDigest())
                .setBaseImage(own.component().baseImage())
                .setRole(member(Role.class, own.finding().role()))
                .setKev(kev == null ? null : kev.listed())
                .setEpss(epss == null ? null : epss.score())
                .setPresence(member(Presence.class, own.finding().presence()))
                .setDecision(member(Decision.class, decision.state()))
                .setRule(decision.rule())
                .setDecisionReason(decision.reason())
                .setDecisionOwner(decision.owner())
                .setAcceptedUntil(decision.until())
                .setReview(decision.review())
                .setTicket(decision.ticket())
                .setJustification(decision.justification())
                .setFirstSeen(own.finding().firstSeen())
                .setFixStateSince(own.finding().fixStateSince())
                .setClearedBy(orNone(own.finding().clearedBy()))
                .setAdvisories(own.finding().advisories())
                .setEvidence(own.finding().evidence())
                .build();
    }

    private static ImageRef image(FindingDocument.Image image) {
        return ImageRef.newBuilder()
                .setRegistry(image.registry())
                .setRepository(image.repository())
                .setTag(image.tag())
                .setDigest(image.digest())
                .setPlatform(image.platform())
                .setLine(image.line())
                .build();
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
