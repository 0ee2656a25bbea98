package dev.plimsoll.analysis.match;

import dev.plimsoll.analysis.match.Explanation.Kind;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers why a vulnerability is a finding or is none, by what the matcher itself decides with. */
final class Explainer {

    private static final int NAMED_AT_MOST = 10;

    private final Plan plan;
    private final Advisories advisories;
    private final String asked;
    private final List<AdvisoryChanged> records;

    /** What the vulnerability may be called in a match. */
    private final Set<String> names = new TreeSet<>();

    Explainer(Plan plan, Advisories advisories, String vulnerability) {
        this.plan = plan;
        this.advisories = advisories;
        this.asked = canonical(vulnerability.strip());
        this.records = advisories.about(asked);
        names.add(asked);
        records.forEach(
                record -> {
                    names.add(record.getId());
                    names.addAll(VulnerabilityIds.cves(record));
                });
    }

    /** A CVE is written in capitals; other names have small letters of their own. */
    private static String canonical(String vulnerability) {
        var capitals = vulnerability.toUpperCase(Locale.ROOT);
        return VulnerabilityIds.cve(capitals).isPresent() ? capitals : vulnerability;
    }

    List<Explanation> explain() {
        if (records.isEmpty()) {
            return List.of(
                    overall(
                            Kind.ADVISORY_UNKNOWN,
                            List.of(
                                    "no advisory that was loaded is about %s, or names it as its own"
                                            .formatted(asked))));
        }
        var answers = new ArrayList<Explanation>();
        for (var subject : plan.subjects()) {
            answers.addAll(ofSubject(subject));
        }
        for (var component : plan.covered()) {
            ofCovered(component, answers);
        }
        for (var subject : plan.subjects()) {
            ofUnknownGroup(subject, answers);
        }
        for (var gap : plan.gaps()) {
            answers.add(
                    overall(Kind.NOT_MATCHED, List.of(gap.getReason() + ": " + gap.getMessage())));
        }
        return answers.isEmpty() ? List.of(noSuchComponent()) : List.copyOf(answers);
    }

    /** Empty where no record names the subject. */
    private List<Explanation> ofSubject(Subject subject) {
        if (!isNamed(subject)) {
            return List.of();
        }
        var cases = Cases.of(subject, advisories);
        var merge = new Merge(subject, cases.ids());
        var answers = new ArrayList<Explanation>();
        cases.byVulnerability()
                .forEach(
                        (vulnerability, statements) -> {
                            if (isAsked(vulnerability, statements)) {
                                answers.add(
                                        answer(
                                                subject,
                                                vulnerability,
                                                merge.outcome(vulnerability, statements)));
                            }
                        });
        return answers.isEmpty() ? List.of(withoutCase(subject)) : answers;
    }

    private boolean isNamed(Subject subject) {
        return records.stream()
                .flatMap(record -> record.getAffected().stream())
                .anyMatch(entry -> isOfFamily(subject, entry) && isNamedBy(subject, entry));
    }

    /** A record may name many: who asks for one CVE gets the answers on that one. */
    private boolean isAsked(String vulnerability, List<Statement> statements) {
        var cve = VulnerabilityIds.cve(asked);
        if (cve.isPresent()) {
            return cve.get().equals(vulnerability);
        }
        return names.contains(vulnerability)
                || statements.stream()
                        .anyMatch(statement -> VulnerabilityIds.names(statement.advisory(), asked));
    }

    private static boolean isOfFamily(Subject subject, Affected entry) {
        return subject.target().family().hasEcosystem(entry.getEcosystem());
    }

    private static boolean isNamedBy(Subject subject, Affected entry) {
        return subject.advisedNames()
                .contains(new AdvisedPackage(entry.getEcosystem(), entry.getPackage$()).name());
    }

    /** Records name the package, but none that counts for it. */
    private Explanation withoutCase(Subject subject) {
        var evidence = new ArrayList<String>();
        var others = new TreeSet<String>();
        for (var record : records) {
            for (var entry : record.getAffected()) {
                if (!isOfFamily(subject, entry) || !isNamedBy(subject, entry)) {
                    continue;
                }
                if (!subject.target().consulted().contains(entry.getEcosystem())) {
                    others.add(entry.getEcosystem());
                } else if (record.getWithdrawn() != null) {
                    evidence.add(
                            "D11: %s was withdrawn at %s"
                                    .formatted(record.getId(), record.getWithdrawn()));
                } else {
                    evidence.add(
                            "%s announces no security update and names no CVE"
                                    .formatted(record.getId()));
                }
            }
        }
        if (!evidence.isEmpty()) {
            boolean withdrawn = evidence.stream().anyMatch(one -> one.startsWith("D11"));
            return answer(
                    withdrawn ? Kind.WITHDRAWN : Kind.NOT_APPLICABLE,
                    asked,
                    subject,
                    null,
                    evidence.stream().distinct().toList());
        }
        return answer(
                Kind.OTHER_RELEASE,
                asked,
                subject,
                null,
                List.of(
                        "D8: the records name %s in %s, the image is of %s"
                                .formatted(
                                        subject.name(),
                                        String.join(", ", others),
                                        subject.target().ecosystem())));
    }

    private void ofCovered(Component component, List<Explanation> answers) {
        var family = Family.ofLanguage(component.getType());
        if (family.isEmpty()) {
            return;
        }
        var named = new AdvisedPackage(family.get().ecosystem(), component.getName());
        boolean relevant =
                records.stream()
                        .flatMap(record -> record.getAffected().stream())
                        .anyMatch(named::isNamedBy);
        if (!relevant) {
            return;
        }
        var evidence = new ArrayList<String>();
        evidence.add(
                "D31: %s comes with the operating system package %s, which is matched in its stead"
                        .formatted(component.getPath(), component.getCoveredBy()));
        plan.subjects().stream()
                .filter(
                        subject ->
                                subject.components().stream()
                                        .anyMatch(
                                                one ->
                                                        one.getPurl()
                                                                .equals(component.getCoveredBy())))
                .flatMap(subject -> ofSubject(subject).stream())
                .flatMap(answer -> answer.evidence().stream())
                .filter(sentence -> sentence.startsWith("A4"))
                .forEach(evidence::add);
        answers.add(
                new Explanation(
                        Kind.COVERED,
                        asked,
                        named.ecosystem(),
                        named.name(),
                        component.getVersion(),
                        List.of(component.getName()),
                        null,
                        evidence));
    }

    /** The group of a Java archive is part of its name; one without it is matched with nothing. */
    private void ofUnknownGroup(Subject subject, List<Explanation> answers) {
        if (subject.target().family() != Family.MAVEN || subject.name().contains(":")) {
            return;
        }
        var meant =
                records.stream()
                        .flatMap(record -> record.getAffected().stream())
                        .filter(entry -> isOfFamily(subject, entry))
                        .map(Affected::getPackage$)
                        .filter(name -> name.endsWith(":" + subject.name()))
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!meant.isEmpty()) {
            answers.add(
                    answer(
                            Kind.NOT_MATCHED,
                            asked,
                            subject,
                            null,
                            List.of(
                                    "D9: nothing tells the group of '%s' %s in %s: it may be %s, which the records name"
                                            .formatted(
                                                    subject.name(),
                                                    subject.version(),
                                                    subject.components().getFirst().getPath(),
                                                    String.join(", ", meant)))));
        }
    }

    private Explanation noSuchComponent() {
        var named =
                records.stream()
                        .flatMap(record -> record.getAffected().stream())
                        .map(entry -> entry.getEcosystem() + " " + entry.getPackage$())
                        .collect(Collectors.toCollection(TreeSet::new));
        var shown = named.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
        var more = named.size() - NAMED_AT_MOST;
        return overall(
                Kind.NO_SUCH_COMPONENT,
                List.of(
                        "the records name %s%s; nothing of that is installed"
                                .formatted(
                                        shown.isEmpty() ? "no package" : shown,
                                        more > 0 ? " and %d more".formatted(more) : "")));
    }

    private static Explanation answer(Subject subject, String vulnerability, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Found(var kind, var match) ->
                    answer(kind, vulnerability, subject, match, match.evidence());
            case Outcome.Cleared(var kind, var evidence) ->
                    answer(kind, vulnerability, subject, null, evidence);
        };
    }

    private static Explanation answer(
            Kind kind,
            String vulnerability,
            Subject subject,
            @Nullable Match match,
            List<String> evidence) {
        return new Explanation(
                kind,
                vulnerability,
                subject.target().ecosystem(),
                subject.name(),
                subject.version(),
                (match == null ? subject.components() : match.components())
                        .stream().map(Component::getName).distinct().toList(),
                match,
                evidence);
    }

    private Explanation overall(Kind kind, List<String> evidence) {
        return new Explanation(kind, asked, null, null, null, List.of(), null, evidence);
    }
}
