package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.advise.Advice;
import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.classify.Classifier;
import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.analysis.match.Match;
import dev.plimsoll.analysis.match.Matcher;
import dev.plimsoll.analysis.match.Matching;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From an inventory to judged findings: the one way, whatever the reason to look. Depends on its
 * arguments alone.
 */
final class Assessor {

    /** Where in an image a component lies, as far as it matters for identity. */
    private static final String LOCATION = "os";

    /** purl types of packages that a distribution installs. */
    private static final Set<String> OS_TYPES = Set.of("deb", "apk", "rpm");

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
                    Assessment.nothing(false, Standing.unknown(status, reason, message));
            case Matching.Matched matched -> {
                var gaps = inventory.getGaps().size() + matched.gaps().size();
                var classes = Classes.of(inventory, base);
                yield new Assessment(
                        judged(image, classes, matched.matches()),
                        gaps == 0,
                        true,
                        matched.ecosystem(),
                        matched.languageEcosystems(),
                        classes.advice().plans(),
                        gaps == 0
                                ? Standing.SOUND
                                : Standing.partial(inventory.getGaps(), matched.gaps()));
            }
        };
    }

    /**
     * What {@link #assess} finds of some packages of an image that had no gaps.
     *
     * @param last what was told of the image, for what no package tells
     */
    Assessment assessOnly(
            ImageRef image,
            Inventory inventory,
            @Nullable BaseImage base,
            Set<AdvisedPackage> packages,
            ImageAssessed last) {
        return new Assessment(
                packages.isEmpty() ? Map.of() : judgedOnly(image, inventory, base, packages),
                true,
                true,
                last.getEcosystem(),
                last.getLanguageEcosystems(),
                last.getPlans(),
                Standing.SOUND);
    }

    private Map<String, Judged> judgedOnly(
            ImageRef image,
            Inventory inventory,
            @Nullable BaseImage base,
            Set<AdvisedPackage> packages) {
        var matches = Matcher.matchOnly(inventory, advisories, packages);
        return matches.isEmpty() ? Map.of() : judged(image, Classes.of(inventory, base), matches);
    }

    /** One match alone, with today's decision. */
    Finding finding(ImageRef image, Inventory inventory, @Nullable BaseImage base, Match match) {
        return judged(image, Classes.of(inventory, base), List.of(match))
                .values()
                .iterator()
                .next()
                .finding();
    }

    /** What its inventory says of the packages of an image, whatever is found in them. */
    private record Classes(Classifier classifier, Advice advice) {

        static Classes of(Inventory inventory, @Nullable BaseImage base) {
            var known = Optional.ofNullable(base);
            var classifier = Classifier.of(inventory, known);
            return new Classes(classifier, Advice.of(inventory, known, classifier.roles()));
        }
    }

    private Map<String, Judged> judged(ImageRef image, Classes classes, List<Match> matches) {
        var found = new TreeMap<String, Finding>();
        for (var match : matches) {
            var finding = finding(image, match, classes);
            found.merge(finding.getId(), finding, Assessor::both);
        }
        var judged = new TreeMap<String, Judged>();
        found.forEach((id, finding) -> judged.put(id, judge.judge(finding)));
        return judged;
    }

    private static Finding finding(ImageRef image, Match match, Classes classes) {
        var classification = classes.classifier().classify(match.components());
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
                .setPaths(paths(match.components()))
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
                .setFixStateSince(FixStates.sinceWithout(match))
                .setClearedBy(classes.advice().clearedBy(match.fixState(), match.components()))
                .setAdvisories(match.advisories())
                .setEvidence(evidence)
                .build();
    }

    /** Of operating system packages the database is no place where anybody would look. */
    private static List<String> paths(List<Component> components) {
        return components.stream()
                .filter(component -> !OS_TYPES.contains(component.getType()))
                .map(Component::getPath)
                .distinct()
                .toList();
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
     * One package can be installed in two versions at once. They are one finding, told by the worse
     * of the two.
     */
    private static Finding both(Finding one, Finding other) {
        var worse = isWorse(other, one) ? other : one;
        var better = worse == one ? other : one;
        return Finding.newBuilder(worse)
                .setPackages(union(worse.getPackages(), better.getPackages()))
                .setPurls(union(worse.getPurls(), better.getPurls()))
                .setPaths(union(worse.getPaths(), better.getPaths()))
                .setClearedBy(common(worse.getClearedBy(), better.getClearedBy()))
                .setAdvisories(union(worse.getAdvisories(), better.getAdvisories()))
                .setEvidence(union(worse.getEvidence(), better.getEvidence()))
                .build();
    }

    /** An open one, then the more severe, then one that no update mends. */
    private static boolean isWorse(Finding finding, Finding than) {
        boolean open = finding.getDecision() == Decision.OPEN;
        if (open != (than.getDecision() == Decision.OPEN)) {
            return open;
        }
        int bySeverity = finding.getSeverity().compareTo(than.getSeverity());
        return bySeverity == 0
                ? finding.getFixedVersion() == null && than.getFixedVersion() != null
                : bySeverity > 0;
    }

    /** It is cleared only if both are. */
    private static List<String> common(List<String> first, List<String> second) {
        return first.stream().filter(second::contains).toList();
    }

    private static List<String> union(List<String> first, List<String> second) {
        var union = new LinkedHashSet<>(first);
        union.addAll(second);
        return List.copyOf(union);
    }
}
