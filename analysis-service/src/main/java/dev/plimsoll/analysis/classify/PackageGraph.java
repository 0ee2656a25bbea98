package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which installed package needs which, as the package database has it. Of a dependency that several
 * installed packages satisfy, each of them counts as needed: what is said to be unneeded is so
 * however the package manager would choose. What was only recommended is in no database.
 */
public final class PackageGraph {

    private final Map<String, Component> byName = new TreeMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Map<String, Set<String>> dependents = new HashMap<>();
    private final Set<String> typesWithDependencies = new HashSet<>();

    private PackageGraph(List<Component> components) {
        var providers = new HashMap<String, Set<String>>();
        for (var component : components) {
            var name = component.getName();
            byName.putIfAbsent(name, component);
            if (component.getInstalledSize() != null) {
                bytes.merge(name, component.getInstalledSize(), Long::sum);
            }
            for (var virtual : component.getProvides()) {
                providers.computeIfAbsent(virtual, _ -> new HashSet<>()).add(name);
            }
        }
        for (var component : components) {
            var name = component.getName();
            var needed = needs.computeIfAbsent(name, _ -> new LinkedHashSet<>());
            for (var dependency : component.getDepends()) {
                typesWithDependencies.add(component.getType());
                for (var alternative : dependency.split("\\|")) {
                    var wanted = alternative.strip();
                    if (byName.containsKey(wanted)) {
                        needed.add(wanted);
                    }
                    needed.addAll(providers.getOrDefault(wanted, Set.of()));
                }
            }
            needed.remove(name);
        }
        needs.forEach(
                (name, needed) ->
                        needed.forEach(
                                other ->
                                        dependents
                                                .computeIfAbsent(other, _ -> new HashSet<>())
                                                .add(name)));
    }

    /**
     * @param components packages of the operating system
     */
    public static PackageGraph of(List<Component> components) {
        return new PackageGraph(components);
    }

    /** One component of each name, by name; of several architectures the first. */
    public Collection<Component> components() {
        return byName.values();
    }

    @Nullable Component component(String name) {
        return byName.get(name);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** Bytes that the packages take when installed, as far as the database tells. */
    public long bytes(Collection<String> names) {
        return names.stream().mapToLong(name -> bytes.getOrDefault(name, 0L)).sum();
    }

    /** What {@code name} needs by itself. */
    public Set<String> needs(String name) {
        return needs.getOrDefault(name, Set.of());
    }

    /** What needs {@code name} by itself. */
    public Set<String> dependents(String name) {
        return dependents.getOrDefault(name, Set.of());
    }

    /**
     * Whether the database tells dependencies at all; where it does not, that nothing needs a
     * package says nothing.
     *
     * @param type as in {@link Component#getType}
     */
    public boolean tellsDependencies(String type) {
        return typesWithDependencies.contains(type);
    }

    /** The packages and all that they need, near or far. */
    public Set<String> closure(Set<String> names) {
        return reach(names, needs);
    }

    /** What needs {@code name}, near or far; without itself. */
    Set<String> allDependents(String name) {
        var all = reach(Set.of(name), dependents);
        all.remove(name);
        return all;
    }

    /**
     * What can go when {@code unwanted} is no longer wanted: those of it that nothing which stays
     * needs, and what they alone pulled in.
     *
     * @param never stay whatever happens
     */
    public Set<String> removable(Set<String> unwanted, Set<String> never) {
        var removed = new HashSet<>(unwanted);
        removed.removeAll(never);
        removed = new HashSet<>(closure(removed));
        removed.removeAll(never);
        var staying = new HashSet<>(names());
        staying.removeAll(removed);
        removed.removeAll(closure(staying));
        return removed;
    }

    private static Set<String> reach(Set<String> from, Map<String, Set<String>> edges) {
        var reached = new HashSet<>(from);
        var open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (var next : edges.getOrDefault(open.pop(), Set.of())) {
                if (reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }
}
