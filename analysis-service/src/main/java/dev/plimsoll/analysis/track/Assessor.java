package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.classify.Classifier;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.analysis.match.Match;
import dev.plimsoll.analysis.match.Matcher;
import dev.plimsoll.analysis.match.Matching;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From an inventory to judged findings: the one way, whatever the reason to look. Depends on its
 * arguments alone.
 */
final class Assessor {

    /** Where in an image a component lies, as far as it matters for identity. */
    private static final String LOCATION = "os";

    private final Advisories advisories;
    private final Judge judge;

    Assessor(Advisories advisories, AcceptancePolicy policy, Instant now) {
        this.advisories = advisories;
        this.judge = new Judge(advisories, policy, now);
    }

    /** A finding of an earlier assessment, with today's decision. */
    Judged again(Finding finding) {
        return judge.judge(finding);
    }

    Assessment assess(ImageRef image, Inventory inventory, @Nullable BaseImage base) {
        return switch (Matcher.match(inventory, advisories)) {
            case Matching.NotMatchable(var status, var reason, var message) ->
                    new Assessment(Map.of(), false, false, null, status, reason, message);
            case Matching.Matched matched -> assessment(image, inventory, base, matched);
        };
    }

    private Assessment assessment(
            ImageRef image,
            Inventory inventory,
            @Nullable BaseImage base,
            Matching.Matched matched) {
        var classifier = Classifier.of(inventory, Optional.ofNullable(base));
        var found = new TreeMap<String, Finding>();
        for (var match : matched.matches()) {
            var finding = finding(image, match, classifier);
            found.merge(finding.getId(), finding, Assessor::both);
        }
        var judged = new TreeMap<String, Judged>();
        found.forEach((id, finding) -> judged.put(id, judge.judge(finding)));
        var gaps = Stream.concat(inventory.getGaps().stream(), matched.gaps().stream()).toList();
        if (gaps.isEmpty()) {
            return new Assessment(judged, true, true, matched.ecosystem(), null, null, null);
        }
        var gap = gaps.getFirst();
        return new Assessment(
                judged,
                false,
                true,
                matched.ecosystem(),
                null,
                gap.getReason(),
                "the inventory is partial: " + gap.getMessage());
    }

    private static Finding finding(ImageRef image, Match match, Classifier classifier) {
        var classification = classifier.classify(match.components());
        var evidence = new ArrayList<>(match.evidence());
        evidence.addAll(classification.evidence());
        return Finding.newBuilder()
                .setId(documentId(image, match))
                .setTrackingId(trackingId(image, match))
                .setImage(image)
                .setVulnerability(match.vulnerability())
                .setAliases(match.aliases())
                .setSummary(match.summary())
                .setEcosystem(match.ecosystem())
                .setPackage$(match.packageName())
                .setVersion(match.version())
                .setPackages(match.components().stream().map(Component::getName).toList())
                .setPurls(match.components().stream().map(Component::getPurl).toList())
                .setFixedVersion(match.fixedVersion())
                .setFixState(match.fixState())
                .setSeverity(match.severity())
                .setSeveritySource(match.severitySource())
                .setScore(match.score())
                .setRatings(match.ratings())
                .setLayer(classification.layer())
                .setLayerDigest(classification.layerDigest())
                .setBaseImage(classification.baseImage())
                .setRole(classification.role())
                .setKev(null)
                .setEpss(null)
                .setPresence(Presence.PRESENT)
                .setDecision(decisionBeforeRules(match))
                .setFirstSeen(Instant.EPOCH)
                .setAdvisories(match.advisories())
                .setEvidence(evidence)
                .build();
    }

    private static Decision decisionBeforeRules(Match match) {
        return switch (match.applicability()) {
            case APPLICABLE -> Decision.OPEN;
            case NEGLIGIBLE -> Decision.NEGLIGIBLE;
            case UNDETERMINED -> Decision.UNDETERMINED;
            case NOT_APPLICABLE -> Decision.NOT_APPLICABLE;
        };
    }

    private static String documentId(ImageRef image, Match match) {
        return Ids.of(
                image.getRegistry(),
                image.getRepository(),
                image.getTag() == null ? image.getDigest() : image.getTag(),
                image.getPlatform(),
                match.vulnerability(),
                match.ecosystem(),
                match.packageName(),
                LOCATION);
    }

    private static String trackingId(ImageRef image, Match match) {
        return Ids.of(
                image.getRegistry(),
                image.getRepository(),
                image.getLine(),
                image.getPlatform(),
                match.vulnerability(),
                match.ecosystem(),
                match.packageName(),
                LOCATION);
    }

    /**
     * The identity of {@code finding} as a document of another image of its line.
     *
     * @param image must be of the same registry and repository
     */
    static String documentId(ImageRef image, Finding finding) {
        return Ids.of(
                image.getRegistry(),
                image.getRepository(),
                image.getTag() == null ? image.getDigest() : image.getTag(),
                image.getPlatform(),
                finding.getVulnerability(),
                finding.getEcosystem(),
                finding.getPackage$(),
                LOCATION);
    }

    /**
     * One source package can be installed in two versions at once. They are one finding, told by
     * the worse of the two.
     */
    private static Finding both(Finding one, Finding other) {
        var worse = isWorse(other, one) ? other : one;
        var better = worse == one ? other : one;
        return Finding.newBuilder(worse)
                .setPackages(union(worse.getPackages(), better.getPackages()))
                .setPurls(union(worse.getPurls(), better.getPurls()))
                .setAdvisories(union(worse.getAdvisories(), better.getAdvisories()))
                .setEvidence(union(worse.getEvidence(), better.getEvidence()))
                .build();
    }

    private static boolean isWorse(Finding finding, Finding than) {
        var open = finding.getDecision() == Decision.OPEN;
        return open == (than.getDecision() == Decision.OPEN)
                ? finding.getSeverity().compareTo(than.getSeverity()) > 0
                : open;
    }

    private static List<String> union(List<String> first, List<String> second) {
        var union = new LinkedHashSet<>(first);
        union.addAll(second);
        return List.copyOf(union);
    }
}
