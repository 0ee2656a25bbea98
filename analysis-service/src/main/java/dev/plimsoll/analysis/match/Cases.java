package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Triage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the advisories say of a subject, by vulnerability.
 *
 * @param ids of the advisories of this subject
 */
record Cases(
        Subject subject, SortedMap<String, List<Statement>> byVulnerability, VulnerabilityIds ids) {

    static Cases of(Subject subject, Advisories advisories) {
        var statements = new ArrayList<Statement>();
        for (var ecosystem : subject.target().consulted()) {
            add(statements, subject, ecosystem, advisories);
        }
        boolean backport =
                subject.target().family() == Family.DEBIAN
                        && Publisher.isBackport(subject.version());
        if (backport) {
            add(statements, subject, Subject.SID, advisories);
        }
        statements.sort(Comparator.comparing(statement -> statement.advisory().getId()));
        var chosen =
                subject.target().family().hasAlternativeFixes()
                        ? withoutAlternatives(statements)
                        : statements;
        var ids = new VulnerabilityIds(distinct(chosen));
        var byVulnerability = new TreeMap<String, List<Statement>>();
        var vulnerabilities = new LinkedHashMap<String, Set<String>>();
        for (var statement : chosen) {
            var advisory = statement.advisory();
            for (var vulnerability :
                    vulnerabilities.computeIfAbsent(advisory.getId(), _ -> ids.of(advisory))) {
                byVulnerability
                        .computeIfAbsent(vulnerability, _ -> new ArrayList<>())
                        .add(statement);
            }
        }
        if (subject.target().family() == Family.DEBIAN && !backport) {
            settleBySid(byVulnerability, subject, advisories);
        }
        return new Cases(subject, byVulnerability, ids);
    }

    /** Only the entries for this release and package: no other entry of a record counts (D10). */
    private static void add(
            List<Statement> statements, Subject subject, String ecosystem, Advisories advisories) {
        for (var name : subject.advisedNames()) {
            var asked = new AdvisedPackage(ecosystem, name);
            var components = subject.components(name);
            for (var advisory : advisories.affecting(asked.ecosystem(), asked.name())) {
                if (advisory.getWithdrawn() != null // D11
                        || VulnerabilityIds.isAboutNone(advisory)) {
                    continue;
                }
                var label = " (" + advisory.getId() + ", " + ecosystem + ")";
                for (var entry : advisory.getAffected()) {
                    if (asked.isNamedBy(entry)) {
                        statements.add(
                                new Statement(
                                        advisory,
                                        entry,
                                        components,
                                        judgement(subject, advisory, entry, components, label)));
                    }
                }
            }
        }
    }

    private static Judgement judgement(
            Subject subject,
            AdvisoryChanged advisory,
            Affected entry,
            List<Component> components,
            String label) {
        var family = subject.target().family();
        if (entry.getTriage() == Triage.NOT_AFFECTED) {
            return new Judgement.Denied("D19: the distribution says not affected" + label);
        }
        if (family.order() == VersionOrder.RPM) {
            var mismatch = ModuleStream.mismatch(advisory, entry, components);
            if (mismatch != null) {
                return new Judgement.Elsewhere(mismatch + label);
            }
        }
        if (isOpen(entry.getTriage()) && entry.getRanges().isEmpty()) {
            return new Judgement.Hit(
                    null, "D20: source version " + subject.version() + " has no fix" + label);
        }
        return Judgement.of(subject.version(), entry, family, label);
    }

    /** The distribution has a word for what it does about it, so there is something to do. */
    private static boolean isOpen(@Nullable Triage triage) {
        return switch (triage) {
            case NO_DSA, POSTPONED, IGNORED, END_OF_LIFE, UNDETERMINED -> true;
            case NOT_AFFECTED, UNKNOWN -> false;
            case null -> false;
        };
    }

    /** Who has one of the builds with the fix need not have the others. */
    private static List<Statement> withoutAlternatives(List<Statement> statements) {
        record Named(String advisory, String name) {}
        var fixed = new HashSet<Named>();
        for (var statement : statements) {
            if (statement.isFixed()) {
                fixed.add(new Named(statement.advisory().getId(), statement.entry().getPackage$()));
            }
        }
        return statements.stream()
                .filter(
                        statement ->
                                !statement.isMatch()
                                        || !fixed.contains(
                                                new Named(
                                                        statement.advisory().getId(),
                                                        statement.entry().getPackage$())))
                .toList();
    }

    /** Who has what sid has is not waiting for a fix, whatever is said of the release (D22). */
    private static void settleBySid(
            Map<String, List<Statement>> byVulnerability, Subject subject, Advisories advisories) {
        boolean open =
                byVulnerability.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(Cases::isUnfixedHit);
        if (!open) {
            return;
        }
        var ofSid = new ArrayList<Statement>();
        add(ofSid, subject, Subject.SID, advisories);
        var ids = new VulnerabilityIds(distinct(ofSid));
        for (var statement : ofSid) {
            if (!statement.isFixed()) {
                continue;
            }
            var settled =
                    new Judgement.Miss(
                            statement.fixedVersion(),
                            "D22: sid has the fix, " + statement.judgement().evidence());
            for (var vulnerability : ids.of(statement.advisory())) {
                byVulnerability.computeIfPresent(
                        vulnerability,
                        (_, statements) ->
                                statements.stream()
                                        .map(one -> isUnfixedHit(one) ? one.with(settled) : one)
                                        .toList());
            }
        }
    }

    private static boolean isUnfixedHit(Statement statement) {
        return statement.isHit() && statement.fixedVersion() == null;
    }

    private static List<AdvisoryChanged> distinct(List<Statement> statements) {
        var advisories = new LinkedHashMap<String, AdvisoryChanged>();
        statements.forEach(
                statement ->
                        advisories.putIfAbsent(statement.advisory().getId(), statement.advisory()));
        return List.copyOf(advisories.values());
    }
}
