package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a match is on: one version of a source package (D29) or of a language package.
 *
 * @param components what is installed of it, never empty
 * @param stranger why it is not the distribution's own (D7), null where it is
 */
record Subject(
        Target target,
        String name,
        String version,
        List<Component> components,
        @Nullable String stranger) {

    /** A rebuild of the binary package alone, which the source package does not have. */
    private static final Pattern BINARY_REBUILD = Pattern.compile("\\+b[0-9]+$");

    static final String SID = "Debian:sid";

    private static final String BUILT_FROM_A_FOLDER = "(devel)";

    /** Order in which matches are given: of the operating system first. */
    record Key(boolean language, String ecosystem, String name, String version)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::language)
                        .thenComparing(Key::ecosystem)
                        .thenComparing(Key::name)
                        .thenComparing(Key::version);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    static Key key(Target target, Component component, SourceEpochs epochs) {
        return new Key(
                target.family().isLanguage(),
                target.ecosystem(),
                name(target, component),
                version(target, component, epochs));
    }

    static Subject of(Key key, Target target, List<Component> components) {
        return new Subject(
                target,
                key.name(),
                key.version(),
                components,
                components.stream()
                        .map(component -> Publisher.stranger(target, component))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    /**
     * A Go module that was built from a folder has no version, whatever order there is. It may have
     * any flaw that was ever told of it, and mostly has none: that is undetermined, not open.
     */
    boolean isWithoutVersion() {
        return target.family() == Family.GO && version.equals(BUILT_FROM_A_FOLDER);
    }

    /** The names that advisories may use for it. */
    Set<String> advisedNames() {
        return switch (target.family().naming()) {
            case SOURCE, LANGUAGE -> Set.of(name);
            case BINARY ->
                    components.stream()
                            .map(Component::getName)
                            .collect(Collectors.toCollection(TreeSet::new));
        };
    }

    /** The ecosystems whose records are read for it; what sid has tells of older releases (D22). */
    List<String> asked() {
        if (target.family() != Family.DEBIAN) {
            return target.consulted();
        }
        var asked = new ArrayList<>(target.consulted());
        asked.add(SID);
        return asked;
    }

    /** Those of its components that an advisory means by {@code advisedName}. */
    List<Component> components(String advisedName) {
        return switch (target.family().naming()) {
            case SOURCE, LANGUAGE -> components;
            case BINARY ->
                    components.stream()
                            .filter(component -> component.getName().equals(advisedName))
                            .toList();
        };
    }

    /**
     * The source as the package database gives it (D3, D9, A2). Where an inventory lost it, the
     * package itself stands in for it.
     */
    private static String name(Target target, Component component) {
        if (target.family().isLanguage()) {
            return new AdvisedPackage(target.ecosystem(), component.getName()).name();
        }
        return component.getSourceName().isBlank()
                ? component.getName()
                : component.getSourceName();
    }

    /**
     * What is compared. An rpm's source has no epoch of its own in the database, its packages have
     * (R1); a binary rebuild is no version of the source (D3).
     */
    private static String version(Target target, Component component, SourceEpochs epochs) {
        var own = component.getVersion();
        var source = component.getSourceVersion();
        return switch (target.family()) {
            case DEBIAN, UBUNTU ->
                    source.isBlank() ? BINARY_REBUILD.matcher(own).replaceFirst("") : source;
            case ROCKY -> source.isBlank() ? own : epochs.sourceVersion(component);
            case ALPINE, ALMALINUX, RED_HAT, PYPI, NPM, MAVEN, GO, CRATES -> own;
        };
    }
}
