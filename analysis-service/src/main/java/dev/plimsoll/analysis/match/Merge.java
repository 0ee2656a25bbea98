package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one match of everything that is said of one vulnerability on one source package (D26). */
record Merge(
        SourcePackage source,
        List<Component> components,
        Release.Supported release,
        VulnerabilityIds ids) {

    private static final Pattern LINUX_SOURCE = Pattern.compile("linux(-[0-9].*)?");
    private static final Pattern KERNEL_HEADERS =
            Pattern.compile("linux-libc-dev|linux-headers-.*|linux-kbuild-.*");

    /** Marks that backports and well-known other publishers leave in their versions (D7). */
    private static final Pattern THIRD_PARTY =
            Pattern.compile(
                    "~bpo[0-9]+|\\.pgdg[0-9]+|nodesource|~deb\\.sury\\.org|\\+ubuntu|ubuntu[0-9]");

    /**
     * @param statements all of them, of which at least one is a match
     */
    Match match(String vulnerability, List<Statement> statements) {
        var matching = statements.stream().filter(Statement::isMatch).toList();
        var advisories = matching.stream().map(Statement::advisory).distinct().toList();
        var ratings = Ratings.of(matching);
        var effective = ratings.effective();
        var fixedVersion = highestFix(matching);
        return new Match(
                vulnerability,
                List.copyOf(ids.aliases(vulnerability, advisories)),
                summary(advisories),
                release.ecosystem(),
                source.name(),
                source.version(),
                components,
                fixedVersion,
                fixState(matching, fixedVersion),
                effective == null ? Severity.UNKNOWN : effective.getSeverity(),
                effective == null ? "none" : effective.getSource(),
                effective == null ? null : effective.getScore(),
                ratings.all(),
                applicability(ratings),
                advisories.stream().map(AdvisoryChanged::getId).distinct().toList(),
                evidence(statements, fixedVersion, ratings, effective));
    }

    /** Where records disagree the first fix was not enough: the higher one counts (D27, A6). */
    private @Nullable String highestFix(List<Statement> matching) {
        String highest = null;
        for (var fix : fixes(matching)) {
            highest = highest == null ? fix : higher(highest, fix);
        }
        return highest;
    }

    private String higher(String one, String other) {
        try {
            return release.order().compare(one, other) >= 0 ? one : other;
        } catch (UncomparableVersionException _) {
            return release.order().isVersion(one) ? one : other;
        }
    }

    private static Set<String> fixes(List<Statement> statements) {
        return statements.stream()
                .map(Statement::fixedVersion)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static FixState fixState(List<Statement> matching, @Nullable String fixedVersion) {
        if (matching.stream().noneMatch(Statement::isHit)) {
            return FixState.UNKNOWN;
        }
        return fixedVersion == null ? FixState.NOT_FIXED : FixState.FIXED;
    }

    /** The record of the vulnerability itself tells more than the announcement of an update. */
    private static @Nullable String summary(List<AdvisoryChanged> advisories) {
        return advisories.stream()
                .map(AdvisoryChanged::getSummary)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Applicability applicability(Ratings ratings) {
        if (isKernelHeaders()) {
            return Applicability.NOT_APPLICABLE;
        }
        return ratings.unimportant() ? Applicability.NEGLIGIBLE : Applicability.APPLICABLE;
    }

    private boolean isKernelHeaders() {
        return LINUX_SOURCE.matcher(source.name()).matches()
                && components.stream()
                        .allMatch(
                                component -> KERNEL_HEADERS.matcher(component.getName()).matches());
    }

    private List<String> evidence(
            List<Statement> statements,
            @Nullable String fixedVersion,
            Ratings ratings,
            @Nullable Rating effective) {
        var evidence = new ArrayList<String>();
        statements.stream()
                .map(statement -> statement.judgement().evidence())
                .distinct()
                .forEach(evidence::add);
        if (fixedVersion != null && fixes(statements).size() > 1) {
            evidence.add(
                    "%s: the records give the fixes %s, the highest counts: %s"
                            .formatted(
                                    release.order() == VersionOrder.DPKG ? "D27" : "A6",
                                    String.join(", ", fixes(statements)),
                                    fixedVersion));
        }
        if (isKernelHeaders()) {
            evidence.add("D30: only kernel headers are installed, not the kernel");
        }
        if (ratings.unimportant()) {
            evidence.add("D21: Debian rates it unimportant for this package and release");
        }
        if (THIRD_PARTY.matcher(source.version()).find()) {
            evidence.add(
                    "D7: version %s is not from %s itself, its advisories may not know its fixes"
                            .formatted(source.version(), release.ecosystem()));
        }
        if (effective == null) {
            evidence.add("severity: unknown, no record rates it");
        } else {
            evidence.add(
                    "severity: %s by %s, %s"
                            .formatted(
                                    effective.getSeverity(),
                                    effective.getSource(),
                                    effective.getValue()));
        }
        return evidence;
    }
}
