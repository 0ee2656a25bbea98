package dev.plimsoll.analysis.match;

import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.event.Inventory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds an inventory against the advisories. The same input gives the same result, always. */
public final class Matcher {

    private Matcher() {}

    public static Matching match(Inventory inventory, Advisories advisories) {
        var plan = Plan.of(inventory, advisories);
        if (plan.nothing() != null) {
            return plan.nothing();
        }
        return new Matched(
                plan.os() == null ? null : plan.os().ecosystem(),
                plan.languages().stream().map(Target::ecosystem).toList(),
                plan.subjects().stream().flatMap(subject -> matches(subject, advisories)).toList(),
                plan.gaps());
    }

    /**
     * The matches of {@link #match} that {@code packages} concern, for when only advisories on
     * these have changed: those whose ecosystem and package are among {@link #concerned}.
     *
     * @param packages as the advisories name them
     */
    public static List<Match> matchOnly(
            Inventory inventory, Advisories advisories, Set<AdvisedPackage> packages) {
        var plan = Plan.of(inventory, advisories);
        return plan.concerned(packages).stream()
                .flatMap(subject -> matches(subject, advisories))
                .toList();
    }

    /**
     * What {@link #matchOnly} looks at, as it is called in matches ({@link Match#ecosystem()},
     * {@link Match#packageName()}), whether or not there is a match: findings of other packages
     * stay as they are. Mostly these are {@code packages} as far as they are installed; but an
     * advisory on "openssl-libs" of AlmaLinux, on Ubuntu's extended archive or on Debian's sid
     * concerns the package that is installed of it.
     */
    public static Set<AdvisedPackage> concerned(
            Inventory inventory, Advisories advisories, Set<AdvisedPackage> packages) {
        return Plan.of(inventory, advisories).concerned(packages).stream()
                .map(subject -> new AdvisedPackage(subject.target().ecosystem(), subject.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why {@code vulnerability} is a finding of the inventory, or is none: an answer for each
     * package it concerns, or one on the whole. Answers with a match are exactly those that {@link
     * #match} gives.
     *
     * @param vulnerability under any of its names: a CVE, or an advisory on it
     */
    public static List<Explanation> explain(
            Inventory inventory, Advisories advisories, String vulnerability) {
        return new Explainer(Plan.of(inventory, advisories), advisories, vulnerability).explain();
    }

    private static Stream<Match> matches(Subject subject, Advisories advisories) {
        var cases = Cases.of(subject, advisories);
        var merge = new Merge(subject, cases.ids());
        return cases.byVulnerability().entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Statement::isMatch))
                .map(entry -> merge.outcome(entry.getKey(), entry.getValue()))
                .flatMap(
                        outcome ->
                                switch (outcome) {
                                    case Outcome.Found(_, var match) -> Stream.of(match);
                                    case Outcome.Cleared _ -> Stream.empty();
                                });
    }
}
