package dev.plimsoll.analysis.match;

import dev.plimsoll.analysis.match.Explanation.Kind;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.Triage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one outcome of everything that is said of one vulnerability on one subject (D26). */
record Merge(Subject subject, VulnerabilityIds ids) {

    private static final Pattern KERNEL_SOURCE = Pattern.compile("linux(-.*)?|kernel(-.*)?");
    private static final Pattern KERNEL_HEADERS =
            Pattern.compile(
                    "linux-libc-dev|linux-(?:.*-)?headers-.*|linux-kbuild-.*|kernel-headers|kernel-devel");

    private static final Pattern EXTENDED_FIX = Pattern.compile("[+~.]esm[0-9]*");

    /** Packages that only draw in others under a new name. */
    private static final Pattern TRANSITIONAL_SECTION = Pattern.compile("(?:.*/)?oldlibs");

    /**
     * @param statements all that is said, not empty
     */
    Outcome outcome(String vulnerability, List<Statement> statements) {
        boolean denied = statements.stream().anyMatch(Statement::isDenied);
        var matching =
                denied
                        ? List.<Statement>of()
                        : statements.stream().filter(Statement::isMatch).toList();
        return matching.isEmpty()
                ? cleared(statements, denied)
                : found(vulnerability, statements, matching);
    }

    private Outcome cleared(List<Statement> statements, boolean denied) {
        var evidence = new LinkedHashSet<String>();
        statements.forEach(statement -> evidence.add(statement.judgement().evidence()));
        evidence.addAll(subject.target().notes());
        if (denied) {
            evidence.add(
                    "D19: who publishes the package says so of itself, other records give way");
            return new Outcome.Cleared(Kind.NOT_AFFECTED, List.copyOf(evidence));
        }
        var kind =
                statements.stream().anyMatch(Statement::isFixed)
                        ? Kind.FIXED
                        : statements.stream()
                                        .allMatch(
                                                one ->
                                                        one.judgement()
                                                                instanceof Judgement.Elsewhere)
                                ? Kind.NOT_APPLICABLE
                                : Kind.NOT_AFFECTED;
        return new Outcome.Cleared(kind, List.copyOf(evidence));
    }

    private Outcome found(
            String vulnerability, List<Statement> statements, List<Statement> matching) {
        var advisories = distinctAdvisories(matching);
        var components = components(matching);
        var ratings = Ratings.of(matching, subject.target().family());
        var effective = ratings.effective();
        var fixedVersion = fix(matching);
        var kind = kind(matching, components, fixedVersion, ratings);
        var match =
                new Match(
                        vulnerability,
                        List.copyOf(ids.aliases(vulnerability, advisories)),
                        summary(advisories),
                        subject.target().ecosystem(),
                        subject.name(),
                        subject.version(),
                        components,
                        fixedVersion,
                        fixState(matching, fixedVersion),
                        published(advisories),
                        effective == null ? Severity.UNKNOWN : effective.getSeverity(),
                        effective == null ? "none" : effective.getSource(),
                        effective == null ? null : effective.getScore(),
                        ratings.all(),
                        applicability(kind),
                        advisories.stream().map(AdvisoryChanged::getId).distinct().toList(),
                        evidence(statements, matching, components, fixedVersion, kind, effective));
        return new Outcome.Found(kind, match);
    }

    private List<Component> components(List<Statement> matching) {
        if (subject.target().family().naming() != Family.Naming.BINARY) {
            return subject.components();
        }
        var meant =
                matching.stream()
                        .flatMap(statement -> statement.components().stream())
                        .collect(Collectors.toSet());
        return subject.components().stream().filter(meant::contains).toList();
    }

    /** The same record may come by several ecosystems. */
    private static List<AdvisoryChanged> distinctAdvisories(List<Statement> matching) {
        var seen = new TreeSet<String>();
        return matching.stream()
                .map(Statement::advisory)
                .filter(advisory -> seen.add(advisory.getId()))
                .toList();
    }

    private Kind kind(
            List<Statement> matching,
            List<Component> components,
            @Nullable String fixedVersion,
            Ratings ratings) {
        if (isKernelHeaders(components)) {
            return Kind.HEADER_PACKAGE;
        }
        if (ratings.unimportant()) {
            return Kind.NEGLIGIBLE;
        }
        if (subject.stranger() != null) {
            return Kind.THIRD_PARTY;
        }
        boolean undetermined =
                (fixedVersion == null && triages(matching).contains(Triage.UNDETERMINED))
                        || (subject.isWithoutVersion()
                                && matching.stream().noneMatch(Statement::isHit));
        return undetermined ? Kind.UNDETERMINED : Kind.FINDING;
    }

    private static Applicability applicability(Kind kind) {
        return switch (kind) {
            case HEADER_PACKAGE -> Applicability.NOT_APPLICABLE;
            case NEGLIGIBLE -> Applicability.NEGLIGIBLE;
            case UNDETERMINED, THIRD_PARTY -> Applicability.UNDETERMINED;
            case FINDING,
                    NOT_AFFECTED,
                    FIXED,
                    NOT_APPLICABLE,
                    OTHER_RELEASE,
                    WITHDRAWN,
                    COVERED,
                    NO_SUCH_COMPONENT,
                    NOT_MATCHED,
                    ADVISORY_UNKNOWN ->
                    Applicability.APPLICABLE;
        };
    }

    private boolean isKernelHeaders(List<Component> components) {
        return KERNEL_SOURCE.matcher(subject.name()).matches()
                && !subject.target().family().isLanguage()
                && components.stream()
                        .allMatch(
                                component -> KERNEL_HEADERS.matcher(component.getName()).matches());
    }

    /**
     * Where records disagree the first fix was not enough: the highest counts (D27, A6, R4). A fix
     * that everybody can install goes before one of the extended archive (U2).
     */
    private @Nullable String fix(List<Statement> matching) {
        var fixes = fixes(matching);
        var regular =
                fixes.stream()
                        .filter(
                                fix ->
                                        subject.target().family() == Family.UBUNTU
                                                && !isExtended(fix))
                        .toList();
        return highest(regular.isEmpty() ? fixes : regular);
    }

    private @Nullable String highest(Collection<String> versions) {
        String highest = null;
        for (var version : versions) {
            highest = highest == null ? version : higher(highest, version);
        }
        return highest;
    }

    private String higher(String one, String other) {
        var order = subject.target().order();
        try {
            return order.compare(one, other) >= 0 ? one : other;
        } catch (UncomparableVersionException _) {
            return order.isVersion(one) ? one : other;
        }
    }

    private static Set<String> fixes(List<Statement> statements) {
        return statements.stream()
                .map(Statement::fixedVersion)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Triage> triages(List<Statement> matching) {
        return matching.stream()
                .map(statement -> statement.entry().getTriage())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is said to be done about it counts while there is no fix. */
    private FixState fixState(List<Statement> matching, @Nullable String fixedVersion) {
        if (subject.stranger() != null || matching.stream().noneMatch(Statement::isHit)) {
            return FixState.UNKNOWN;
        }
        if (fixedVersion == null) {
            var triages = triages(matching);
            if (triages.contains(Triage.END_OF_LIFE)) {
                return FixState.END_OF_LIFE;
            }
            if (triages.contains(Triage.IGNORED)) {
                return FixState.WONT_FIX;
            }
            return triages.contains(Triage.POSTPONED) ? FixState.DEFERRED : FixState.NOT_FIXED;
        }
        if (archiveWithout(matching, fixedVersion) != null) {
            return FixState.NOT_RELEASED;
        }
        return needsSubscription(fixedVersion) ? FixState.REQUIRES_SUBSCRIPTION : FixState.FIXED;
    }

    /** Who has an extended version installed has the subscription. */
    private boolean needsSubscription(String fixedVersion) {
        return subject.target().family() == Family.UBUNTU
                && isExtended(fixedVersion)
                && !isExtended(subject.version());
    }

    private static boolean isExtended(String version) {
        return EXTENDED_FIX.matcher(version).find();
    }

    /** The newest version in the archive, if it is below the fix (D23); null otherwise. */
    private @Nullable String archiveWithout(List<Statement> matching, String fixedVersion) {
        var newest =
                highest(
                        matching.stream()
                                .map(statement -> statement.entry().getArchiveVersion())
                                .filter(Objects::nonNull)
                                .toList());
        if (newest == null) {
            return null;
        }
        try {
            return subject.target().order().compare(newest, fixedVersion) < 0 ? newest : null;
        } catch (UncomparableVersionException _) {
            return null;
        }
    }

    /** The record of the vulnerability itself tells more than the announcement of an update. */
    private static @Nullable String summary(List<AdvisoryChanged> advisories) {
        return advisories.stream()
                .map(AdvisoryChanged::getSummary)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant published(List<AdvisoryChanged> advisories) {
        return advisories.stream()
                .map(AdvisoryChanged::getPublished)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<String> evidence(
            List<Statement> statements,
            List<Statement> matching,
            List<Component> components,
            @Nullable String fixedVersion,
            Kind kind,
            @Nullable Rating effective) {
        var evidence = new LinkedHashSet<String>();
        statements.forEach(statement -> evidence.add(statement.judgement().evidence()));
        evidence.addAll(subject.target().notes());
        if (fixedVersion != null) {
            addFixEvidence(evidence, statements, matching, fixedVersion);
        }
        matching.forEach(statement -> addTriage(evidence, statement, fixedVersion));
        if (isKernelHeaders(components)) {
            evidence.add(
                    (subject.target().order() == VersionOrder.RPM ? "R5" : "D30")
                            + ": only kernel headers are installed, not the kernel");
        }
        if (kind == Kind.NEGLIGIBLE) {
            evidence.add(
                    switch (subject.target().family()) {
                        case UBUNTU -> "U1: Ubuntu's priority is negligible";
                        case CRATES -> "RustSec tells of it for information, as no vulnerability";
                        case DEBIAN, ALPINE, ALMALINUX, ROCKY, RED_HAT, PYPI, NPM, MAVEN, GO ->
                                "D21: Debian rates it unimportant for this package and release";
                    });
        }
        addPublisher(evidence);
        if (isTransitional(components)) {
            evidence.add(
                    "D32: only transitional packages of it are installed, they hold no code: low confidence");
        }
        evidence.add(
                effective == null
                        ? "severity: unknown, no record rates it"
                        : "severity: %s by %s, %s"
                                .formatted(
                                        effective.getSeverity(),
                                        effective.getSource(),
                                        effective.getValue()));
        return new ArrayList<>(evidence);
    }

    private void addFixEvidence(
            Set<String> evidence,
            List<Statement> statements,
            List<Statement> matching,
            String fixedVersion) {
        if (fixes(statements).size() > 1) {
            evidence.add(
                    "%s: the records give the fixes %s, the highest counts: %s"
                            .formatted(
                                    disagreement(),
                                    String.join(", ", fixes(statements)),
                                    fixedVersion));
        }
        var archive = archiveWithout(matching, fixedVersion);
        if (archive != null) {
            evidence.add(
                    "D23: the archive has %s, the fix %s is not released yet"
                            .formatted(archive, fixedVersion));
        }
        if (needsSubscription(fixedVersion)) {
            evidence.add(
                    "U2: the fix %s is in the extended archive (Ubuntu Pro) only"
                            .formatted(fixedVersion));
        }
    }

    private String disagreement() {
        return switch (subject.target().order()) {
            case APK -> "A6";
            case RPM -> "R4";
            case DPKG, PYTHON, SEMVER, GO, MAVEN -> "D27";
        };
    }

    private static void addTriage(
            Set<String> evidence, Statement statement, @Nullable String fixedVersion) {
        var triage = statement.entry().getTriage();
        if (triage == null) {
            return;
        }
        var reason = statement.entry().getTriageReason();
        var words = reason == null || reason.isBlank() ? "" : ": " + reason;
        var label =
                " (%s, %s)"
                        .formatted(statement.advisory().getId(), statement.entry().getEcosystem());
        switch (triage) {
            case NO_DSA -> evidence.add("D21: minor, no advisory of its own" + words + label);
            case POSTPONED -> evidence.add("D21: postponed" + words + label);
            case IGNORED -> evidence.add("D21: will not be fixed" + words + label);
            case END_OF_LIFE ->
                    evidence.add("D21: no longer supported in this release" + words + label);
            case UNDETERMINED ->
                    evidence.add(
                            "D21: nobody has found out yet whether it is affected"
                                    + words
                                    + (fixedVersion == null ? "" : "; another record has a fix")
                                    + label);
            case NOT_AFFECTED, UNKNOWN -> {}
        }
    }

    private void addPublisher(Set<String> evidence) {
        if (subject.stranger() != null) {
            evidence.add(
                    "D7: not from %s itself, says %s: its advisories may not know its fixes"
                            .formatted(subject.target().ecosystem(), subject.stranger()));
        } else if (subject.target().family() == Family.DEBIAN
                && Publisher.isBackport(subject.version())) {
            evidence.add(
                    "D7: version %s is a backport by Debian, of a source that is not of %s: the fixes of sid count, too"
                            .formatted(subject.version(), subject.target().ecosystem()));
        }
    }

    private static boolean isTransitional(List<Component> components) {
        return components.stream()
                .allMatch(
                        component ->
                                component.getSection() != null
                                        && TRANSITIONAL_SECTION
                                                .matcher(component.getSection())
                                                .matches());
    }
}
