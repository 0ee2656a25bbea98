package dev.plimsoll.analysis.match;

import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.analysis.match.Matching.NotMatchable;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds an inventory against the advisories. The same input gives the same result, always. */
public final class Matcher {

    private Matcher() {}

    public static Matching match(Inventory inventory, Advisories advisories) {
        return switch (Release.of(inventory.getDistribution())) {
            case Release.Unknown(var message) ->
                    new NotMatchable(ImageStatus.UNSUPPORTED, "DISTRO_UNKNOWN", message);
            case Release.Supported release when !isCovered(release, advisories) ->
                    new NotMatchable(
                            ImageStatus.STALE,
                            "ADVISORIES_MISSING",
                            "no feed with advisories for '%s' has been loaded yet"
                                    .formatted(release.ecosystem()));
            case Release.Supported release ->
                    new Matched(
                            release.ecosystem(),
                            List.of(),
                            sourcePackages(inventory, release).entrySet().stream()
                                    .flatMap(
                                            entry ->
                                                    matches(
                                                            entry.getKey(),
                                                            entry.getValue(),
                                                            release,
                                                            advisories))
                                    .toList(),
                            List.of());
        };
    }

    /**
     * The matches of {@link #match} that are of {@code packages}, for when only advisories on these
     * have changed.
     */
    public static List<Match> matchOnly(
            Inventory inventory, Advisories advisories, Set<AdvisedPackage> packages) {
        return switch (match(inventory, advisories)) {
            case NotMatchable _ -> List.of();
            case Matched matched ->
                    matched.matches().stream()
                            .filter(match -> packages.contains(AdvisedPackage.of(match)))
                            .toList();
        };
    }

    private static boolean isCovered(Release.Supported release, Advisories advisories) {
        return advisories.feeds().stream()
                .anyMatch(feed -> feed.getEcosystems().contains(release.ecosystem()));
    }

    /** The installed packages by what they were built from (D29). */
    private static SortedMap<SourcePackage, List<Component>> sourcePackages(
            Inventory inventory, Release.Supported release) {
        var packages = new TreeMap<SourcePackage, List<Component>>();
        inventory.getComponents().stream()
                .filter(component -> component.getType().equals(release.componentType()))
                .sorted(
                        Comparator.comparing(Component::getName)
                                .thenComparing(Component::getVersion)
                                .thenComparing(Component::getPurl))
                .forEach(
                        component ->
                                packages.computeIfAbsent(
                                                SourcePackage.of(component), _ -> new ArrayList<>())
                                        .add(component));
        return packages;
    }

    private static Stream<Match> matches(
            SourcePackage source,
            List<Component> components,
            Release.Supported release,
            Advisories advisories) {
        var valid =
                advisories.affecting(release.ecosystem(), source.name()).stream()
                        .filter(advisory -> advisory.getWithdrawn() == null) // D11
                        .sorted(Comparator.comparing(AdvisoryChanged::getId))
                        .toList();
        var ids = new VulnerabilityIds(valid);
        var byVulnerability = new TreeMap<String, List<Statement>>();
        for (var advisory : valid) {
            for (var statement : statements(advisory, source, release)) {
                for (var vulnerability : ids.of(advisory)) {
                    byVulnerability
                            .computeIfAbsent(vulnerability, _ -> new ArrayList<>())
                            .add(statement);
                }
            }
        }
        return byVulnerability.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Statement::isMatch))
                .map(
                        entry ->
                                new Merge(source, components, release, ids)
                                        .match(entry.getKey(), entry.getValue()));
    }

    /** Only the entries for this release and package: no other entry of the record counts (D10). */
    private static List<Statement> statements(
            AdvisoryChanged advisory, SourcePackage source, Release.Supported release) {
        var label = " (" + advisory.getId() + ", " + release.ecosystem() + ")";
        return advisory.getAffected().stream()
                .filter(entry -> entry.getEcosystem().equals(release.ecosystem()))
                .filter(entry -> entry.getPackage$().equals(source.name()))
                .map(
                        entry ->
                                new Statement(
                                        advisory,
                                        entry,
                                        Judgement.of(
                                                source.version(), entry, release.order(), label)))
                .toList();
    }
}
