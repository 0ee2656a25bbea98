package dev.plimsoll.analysis.advise;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.RemovalPlan;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the options of one image of a line were said to clear, held against the next one.
 *
 * <p>An option counts as taken
 *
 * <ul>
 *   <li>{@code multi-stage}: if most of the packages it was to remove are gone, and most of those
 *       that it would still remove are not there either
 *   <li>{@code rebuild}: if a finding that it was to clear is gone while a package of it is still
 *       there: a fixed version came
 *   <li>{@code drop-packages}: if a package it was to remove is gone; what was said of the others
 *       is not held against it
 *   <li>{@code newer-base}: if the base image is another one; it was to clear what the base had and
 *       a rebuild was to mend
 * </ul>
 *
 * <p>What an option predicted and what really went differ by the {@code remaining} and the {@code
 * unforeseen}: on the same base, with advisories as they were, by nothing.
 */
public final class Predictions {

    private static final int REMAINING_TOLD = 20;

    /**
     * The image before.
     *
     * @param findings that it had at last, open or accepted
     */
    public record Before(String digest, List<RemovalPlan> plans, List<Finding> findings) {

        public Before {
            plans = List.copyOf(plans);
            findings = List.copyOf(findings);
        }
    }

    /**
     * The image that took its place.
     *
     * @param findings tracking ids of all it has
     * @param packages names of its installed packages
     * @param otherBase it is built on another base image than the one before
     */
    public record Now(
            Set<String> findings,
            Set<String> packages,
            List<RemovalPlan> plans,
            boolean otherBase) {

        public Now {
            findings = Set.copyOf(findings);
            packages = Set.copyOf(packages);
            plans = List.copyOf(plans);
        }
    }

    private final Before before;
    private final Now now;

    private Predictions(Before before, Now now) {
        this.before = before;
        this.now = now;
    }

    /** One check for each option that was taken. */
    public static List<PredictionCheck> check(Before before, Now now) {
        return new Predictions(before, now).checks();
    }

    private List<PredictionCheck> checks() {
        var predicted = predictedByOption();
        var foreseen = new HashSet<String>();
        predicted
                .values()
                .forEach(findings -> findings.forEach(one -> foreseen.add(one.getTrackingId())));
        int unforeseen =
                (int)
                        before.findings().stream()
                                .filter(this::isGone)
                                .filter(finding -> !foreseen.contains(finding.getTrackingId()))
                                .count();
        var checks = new ArrayList<PredictionCheck>();
        predicted.forEach((option, findings) -> checks.add(check(option, findings, unforeseen)));
        return checks;
    }

    private Map<String, List<Finding>> predictedByOption() {
        var predicted = new LinkedHashMap<String, List<Finding>>();
        if (isMultiStageTaken()) {
            predicted.put(Options.MULTI_STAGE, said(Options.MULTI_STAGE, _ -> true));
        }
        var rebuilt = said(Options.REBUILD, finding -> !now.otherBase() || !isOfTheBase(finding));
        if (rebuilt.stream().anyMatch(finding -> isGone(finding) && isStillInstalled(finding))) {
            predicted.put(Options.REBUILD, rebuilt);
        }
        var dropped = new HashSet<>(planned(before.plans(), Options.DROP_PACKAGES));
        dropped.removeAll(now.packages());
        if (!dropped.isEmpty()) {
            predicted.put(
                    Options.DROP_PACKAGES,
                    said(
                            Options.DROP_PACKAGES,
                            finding -> finding.getPackages().stream().anyMatch(dropped::contains)));
        }
        if (now.otherBase()) {
            predicted.put(Options.NEWER_BASE, said(Options.REBUILD, Predictions::isOfTheBase));
        }
        return predicted;
    }

    private boolean isMultiStageTaken() {
        var planned = planned(before.plans(), Options.MULTI_STAGE);
        long there = planned.stream().filter(now.packages()::contains).count();
        int left = planned(now.plans(), Options.MULTI_STAGE).size();
        return !planned.isEmpty() && 2 * there < planned.size() && 2 * left < planned.size();
    }

    private List<Finding> said(String option, Predicate<Finding> condition) {
        return before.findings().stream()
                .filter(finding -> finding.getClearedBy().contains(option))
                .filter(condition)
                .toList();
    }

    private static Set<String> planned(List<RemovalPlan> plans, String option) {
        var packages = new HashSet<String>();
        plans.stream()
                .filter(plan -> plan.getOption().equals(option))
                .forEach(plan -> packages.addAll(plan.getPackages()));
        return packages;
    }

    private static boolean isOfTheBase(Finding finding) {
        return finding.getLayer() == LayerOrigin.BASE;
    }

    private boolean isGone(Finding finding) {
        return !now.findings().contains(finding.getTrackingId());
    }

    private boolean isStillInstalled(Finding finding) {
        return finding.getPackages().stream().anyMatch(now.packages()::contains);
    }

    private PredictionCheck check(String option, List<Finding> predicted, int unforeseen) {
        return new PredictionCheck(
                option,
                before.digest(),
                counts(predicted),
                counts(predicted.stream().filter(this::isGone).toList()),
                unforeseen,
                predicted.stream()
                        .filter(finding -> !isGone(finding))
                        .sorted(
                                Comparator.comparing(Finding::getSeverity)
                                        .reversed()
                                        .thenComparing(Finding::getVulnerability)
                                        .thenComparing(Finding::getPackage$))
                        .limit(REMAINING_TOLD)
                        .map(
                                finding ->
                                        "%s in %s"
                                                .formatted(
                                                        finding.getVulnerability(),
                                                        finding.getPackage$()))
                        .toList());
    }

    private static SeverityCounts counts(Collection<Finding> findings) {
        var bySeverity = new HashMap<Severity, Integer>();
        findings.forEach(finding -> bySeverity.merge(finding.getSeverity(), 1, Integer::sum));
        return new SeverityCounts(
                bySeverity.getOrDefault(Severity.CRITICAL, 0),
                bySeverity.getOrDefault(Severity.HIGH, 0),
                bySeverity.getOrDefault(Severity.MEDIUM, 0),
                bySeverity.getOrDefault(Severity.LOW, 0),
                bySeverity.getOrDefault(Severity.NEGLIGIBLE, 0),
                bySeverity.getOrDefault(Severity.UNKNOWN, 0));
    }
}
