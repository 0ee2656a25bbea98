package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of an inventory is held against whose advisories.
 *
 * @param os null where operating system packages cannot be matched, or there are none
 * @param languages that are matched, sorted by ecosystem
 * @param subjects sorted
 * @param covered language packages that come with a package of the operating system, which is
 *     matched in their stead (D31)
 * @param gaps what cannot be matched; those that loading advisories would close come first
 * @param nothing why nothing at all can be said; null where something can
 */
record Plan(
        @Nullable Target os,
        List<Target> languages,
        List<Subject> subjects,
        List<Component> covered,
        List<Gap> gaps,
        Matching.@Nullable NotMatchable nothing) {

    private static final String ADVISORIES_MISSING = "ADVISORIES_MISSING";

    private static final Comparator<Component> COMPONENTS =
            Comparator.comparing(Component::getName)
                    .thenComparing(Component::getVersion)
                    .thenComparing(Component::getPurl)
                    .thenComparing(Component::getPath);

    static Plan of(Inventory inventory, Advisories advisories) {
        return new Draft(inventory, advisories).plan();
    }

    /** What can still be mended, by loading them, is what should be read of first. */
    private static final Comparator<Gap> MISSING_ADVISORIES_FIRST =
            Comparator.comparing(gap -> !gap.getReason().equals(ADVISORIES_MISSING));

    private record Group(Target target, List<Component> components) {}

    /** Everything that is collected on the way. */
    private static final class Draft {

        private final Inventory inventory;
        private final Advisories advisories;
        private final Map<Subject.Key, Group> grouped = new TreeMap<>();
        private final Map<String, Target> languages = new TreeMap<>();
        private final Set<String> missingLanguages = new TreeSet<>();
        private final Set<String> unsupportedTypes = new TreeSet<>();
        private final List<Component> covered = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();

        /** The packages that stand in for the language packages in them: matched, and own ones. */
        private final Set<String> standIns = new HashSet<>();

        Draft(Inventory inventory, Advisories advisories) {
            this.inventory = inventory;
            this.advisories = advisories;
        }

        Plan plan() {
            var os = operatingSystem();
            inventory.getComponents().stream()
                    .filter(component -> !Family.isOsType(component.getType()))
                    .sorted(COMPONENTS)
                    .forEach(this::languagePackage);
            missingLanguages.forEach(
                    ecosystem -> gaps.add(new Gap(ADVISORIES_MISSING, notLoaded(ecosystem))));
            if (!unsupportedTypes.isEmpty()) {
                gaps.add(
                        new Gap(
                                "ECOSYSTEM_UNSUPPORTED",
                                "no advisories are known for packages of the types %s"
                                        .formatted(String.join(", ", unsupportedTypes))));
            }
            if (os == null && grouped.isEmpty() && gaps.isEmpty()) {
                gaps.add(
                        new Gap(
                                "INVENTORY_EMPTY",
                                "the image has no package that could be matched"));
            }
            gaps.sort(MISSING_ADVISORIES_FIRST);
            return new Plan(
                    os,
                    List.copyOf(languages.values()),
                    grouped.entrySet().stream()
                            .map(
                                    entry ->
                                            Subject.of(
                                                    entry.getKey(),
                                                    entry.getValue().target(),
                                                    List.copyOf(entry.getValue().components())))
                            .toList(),
                    List.copyOf(covered),
                    List.copyOf(gaps),
                    os == null && grouped.isEmpty() ? nothing(gaps.getFirst()) : null);
        }

        private @Nullable Target operatingSystem() {
            var packages =
                    inventory.getComponents().stream()
                            .filter(component -> Family.isOsType(component.getType()))
                            .sorted(COMPONENTS)
                            .toList();
            return switch (Release.of(inventory)) {
                case Release.Unknown(var message) -> {
                    boolean languagesOnly =
                            inventory.getDistribution().getId().isBlank()
                                    && packages.isEmpty()
                                    && !inventory.getComponents().isEmpty();
                    if (!languagesOnly) {
                        gaps.add(new Gap("DISTRO_UNKNOWN", message));
                    }
                    yield null;
                }
                case Release.Supported(var target) when !target.isCovered(advisories) -> {
                    gaps.add(new Gap(ADVISORIES_MISSING, notLoaded(target.ecosystem())));
                    yield null;
                }
                case Release.Supported(var target) -> {
                    osPackages(target, packages);
                    yield target;
                }
            };
        }

        private void osPackages(Target target, List<Component> packages) {
            var type = target.family().componentType();
            var own = packages.stream().filter(one -> one.getType().equals(type)).toList();
            var epochs = target.family() == Family.ROCKY ? SourceEpochs.of(own) : SourceEpochs.NONE;
            own.forEach(component -> add(target, component, epochs));
            own.stream()
                    .filter(component -> Publisher.stranger(target, component) == null)
                    .forEach(component -> standIns.add(component.getPurl()));
            if (own.isEmpty()) {
                gaps.add(
                        new Gap(
                                "PACKAGES_MISSING",
                                "the image is of %s, but lists no %s package"
                                        .formatted(target.ecosystem(), type)));
            }
            if (own.size() < packages.size()) {
                gaps.add(
                        new Gap(
                                "PACKAGES_FOREIGN",
                                "%d packages are of no type that %s has"
                                        .formatted(
                                                packages.size() - own.size(), target.ecosystem())));
            }
        }

        /**
         * Covered only by a package that is matched: in a package of another publisher, of a
         * distribution that cannot be matched, or of a package that is not installed any more, a
         * language package speaks for itself (D7, D31).
         */
        private void languagePackage(Component component) {
            var owner = component.getCoveredBy();
            if (owner != null && standIns.contains(owner)) {
                covered.add(component);
                return;
            }
            var family = Family.ofLanguage(component.getType());
            if (family.isEmpty()) {
                unsupportedTypes.add(component.getType());
                return;
            }
            var target =
                    languages.computeIfAbsent(
                            family.get().ecosystem(), _ -> Target.ofLanguage(family.get()));
            if (target.isCovered(advisories)) {
                add(target, component, SourceEpochs.NONE);
            } else {
                languages.remove(target.ecosystem());
                missingLanguages.add(target.ecosystem());
            }
        }

        private void add(Target target, Component component, SourceEpochs epochs) {
            grouped.computeIfAbsent(
                            Subject.key(target, component, epochs),
                            _ -> new Group(target, new ArrayList<>()))
                    .components()
                    .add(component);
        }

        private static Matching.NotMatchable nothing(Gap first) {
            return new Matching.NotMatchable(
                    first.getReason().equals(ADVISORIES_MISSING)
                            ? ImageStatus.STALE
                            : ImageStatus.UNSUPPORTED,
                    first.getReason(),
                    first.getMessage());
        }

        private static String notLoaded(String ecosystem) {
            return "no feed with advisories for '%s' has been loaded yet".formatted(ecosystem);
        }
    }

    /**
     * The subjects that {@code packages} concern: whose advisories name them, or who are called so
     * in matches.
     */
    List<Subject> concerned(Collection<AdvisedPackage> packages) {
        return subjects.stream().filter(subject -> isConcerned(subject, packages)).toList();
    }

    private static boolean isConcerned(Subject subject, Collection<AdvisedPackage> packages) {
        if (packages.contains(new AdvisedPackage(subject.target().ecosystem(), subject.name()))) {
            return true;
        }
        for (var ecosystem : subject.asked()) {
            for (var name : subject.advisedNames()) {
                if (packages.contains(new AdvisedPackage(ecosystem, name))) {
                    return true;
                }
            }
        }
        return false;
    }
}
