package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.Inventory;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which packages of an image a change of advisories may concern. */
final class AdvisedPackages {

    private AdvisedPackages() {}

    static AdvisedPackage of(Finding finding) {
        return new AdvisedPackage(finding.getEcosystem(), finding.getPackage$());
    }

    /**
     * {@code changed}, and under what else findings may speak of the same packages: under the
     * source package where an advisory names what was built from it, under the ecosystem of the
     * image where an advisory names a part of that.
     */
    static Set<AdvisedPackage> in(
            Inventory inventory, ImageAssessed last, Set<AdvisedPackage> changed) {
        if (changed.isEmpty()) {
            return changed;
        }
        var names =
                changed.stream()
                        .map(advised -> PackageName.of(advised.name()))
                        .collect(Collectors.toSet());
        var ecosystems =
                Stream.concat(
                                Stream.ofNullable(last.getEcosystem()),
                                last.getLanguageEcosystems().stream())
                        .toList();
        var all = new HashSet<>(changed);
        for (var component : inventory.getComponents()) {
            if (PackageName.of(component).stream().anyMatch(names::contains)) {
                Stream.of(component.getName(), component.getSourceName())
                        .flatMap(
                                name ->
                                        ecosystems.stream()
                                                .map(
                                                        ecosystem ->
                                                                new AdvisedPackage(
                                                                        ecosystem, name)))
                        .forEach(all::add);
            }
        }
        return Set.copyOf(all);
    }
}
