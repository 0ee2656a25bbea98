package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Role;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The role of each operating system package, from what the package database says of it.
 *
 * <p>Base system: essential or of priority required or important, and what those depend on. Build
 * tool: of section devel or libdevel, or known as a compiler or build driver, and every package
 * that only build tools need ("removing the tools, what else could go?"). Of the rest, libraries
 * other packages need are system libraries; what nothing else needs, somebody asked for.
 */
final class PackageRoles {

    /** Debian policy 2.4: sections that hold tools and headers for building. */
    private static final Set<String> BUILD_SECTIONS = Set.of("devel", "libdevel", "vcs");

    private static final Set<String> LIBRARY_SECTIONS = Set.of("libs", "oldlibs");

    /** Debian policy 2.5: what a minimal system has. */
    private static final Set<String> BASE_PRIORITIES = Set.of("required", "important");

    /** purl types without sections. */
    private static final Set<String> WITHOUT_SECTIONS = Set.of("apk", "rpm");

    /**
     * Where there are no sections: build tools by name, as Alpine's build-base and the group of
     * development tools of Red Hat's relatives have them.
     */
    private static final Pattern BUILD_TOOL =
            Pattern.compile(
                    "build-base|binutils|gcc|g\\+\\+|make|cmake|musl-dev|libc-dev|linux-headers"
                            + "|fortify-headers|patch|go|rust|cargo|clang\\d*|llvm\\d*|.+-dev"
                            + "|gcc-c\\+\\+|cpp|autoconf|automake|.+-devel|kernel-headers");

    /** Alpine has no essential flag either: what alpine-base depends on. */
    private static final Set<String> ALPINE_BASE =
            Set.of(
                    "alpine-baselayout",
                    "alpine-keys",
                    "apk-tools",
                    "busybox",
                    "musl",
                    "libc-utils");

    private final Map<String, Component> byName = new HashMap<>();
    private final Map<String, Set<String>> providers = new HashMap<>();
    private final Map<String, Set<String>> dependents = new HashMap<>();
    private final Set<String> base;
    private final Set<String> tools;
    private final Set<String> onlyForTools;

    PackageRoles(List<Component> components) {
        for (var component : components) {
            byName.put(component.getName(), component);
        }
        for (var component : components) {
            for (var virtual : component.getProvides()) {
                providers.computeIfAbsent(virtual, _ -> new HashSet<>()).add(component.getName());
            }
        }
        for (var component : byName.values()) {
            for (var needed : needs(component)) {
                dependents.computeIfAbsent(needed, _ -> new HashSet<>()).add(component.getName());
            }
        }
        base = closure(names(PackageRoles::isBase));
        tools = names(component -> isBuildTool(component) && !base.contains(component.getName()));
        onlyForTools = onlyNeededBy(tools);
    }

    /** The role, with the reason in words. */
    Reasoned roleOf(Component component) {
        var name = component.getName();
        if (isBase(component)) {
            return new Reasoned(Role.BASE_OS, "base system: " + baseReason(component));
        }
        if (tools.contains(name)) {
            return new Reasoned(Role.BUILD_TOOL, "build tool: " + toolReason(component));
        }
        if (base.contains(name)) {
            return new Reasoned(
                    Role.BASE_OS, "base system: needed by " + some(baseDependents(name)));
        }
        if (onlyForTools.contains(name)) {
            return new Reasoned(
                    Role.BUILD_TOOL,
                    "build tool: only build tools need it (%s)"
                            .formatted(some(dependents.getOrDefault(name, Set.of()))));
        }
        if (isLibrary(component)) {
            return new Reasoned(
                    Role.SYSTEM_LIBRARY,
                    dependents.containsKey(name)
                            ? "system library: needed by " + some(dependents.get(name))
                            : "system library: section libs");
        }
        return new Reasoned(
                Role.RUNTIME_DEPENDENCY,
                dependents.containsKey(name)
                        ? "runtime dependency: needed by " + some(dependents.get(name))
                        : "runtime dependency: installed for its own sake");
    }

    /** A role and why. */
    record Reasoned(Role role, String reason) {}

    private Set<String> names(java.util.function.Predicate<Component> test) {
        var names = new HashSet<String>();
        for (var component : byName.values()) {
            if (test.test(component)) {
                names.add(component.getName());
            }
        }
        return names;
    }

    /** Installed packages that satisfy the dependencies of {@code component}. */
    private Set<String> needs(Component component) {
        var needed = new HashSet<String>();
        for (var dependency : component.getDepends()) {
            for (var alternative : dependency.split("\\|")) {
                var name = alternative.strip();
                if (byName.containsKey(name)) {
                    needed.add(name);
                }
                needed.addAll(providers.getOrDefault(name, Set.of()));
            }
        }
        needed.remove(component.getName());
        return needed;
    }

    private Set<String> closure(Set<String> roots) {
        var reached = new HashSet<>(roots);
        var open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            var component = byName.get(open.pop());
            if (component == null) {
                continue;
            }
            for (var needed : needs(component)) {
                if (reached.add(needed)) {
                    open.push(needed);
                }
            }
        }
        return reached;
    }

    /** What the tools pull in and nothing that stays needs. */
    private Set<String> onlyNeededBy(Set<String> removed) {
        var pulledIn = closure(removed);
        pulledIn.removeAll(removed);
        pulledIn.removeAll(base);
        var staying = new HashSet<>(byName.keySet());
        staying.removeAll(removed);
        staying.removeAll(pulledIn);
        pulledIn.removeAll(closure(staying));
        return pulledIn;
    }

    private static boolean isBase(Component component) {
        var priority = component.getPriority();
        return component.getEssential()
                || (priority != null && BASE_PRIORITIES.contains(priority))
                || (component.getType().equals("apk")
                        && (ALPINE_BASE.contains(component.getName())
                                || ALPINE_BASE.contains(component.getSourceName())));
    }

    private static boolean isBuildTool(Component component) {
        var section = section(component);
        return BUILD_SECTIONS.contains(section)
                || (WITHOUT_SECTIONS.contains(component.getType())
                        && BUILD_TOOL.matcher(component.getName()).matches());
    }

    private static boolean isLibrary(Component component) {
        return LIBRARY_SECTIONS.contains(section(component))
                || (WITHOUT_SECTIONS.contains(component.getType())
                        && (component.getName().startsWith("lib")
                                || component.getName().endsWith("-libs")));
    }

    /** Without the archive area: "contrib/libs" is "libs". */
    private static String section(Component component) {
        var section = component.getSection();
        return section == null ? "" : section.substring(section.indexOf('/') + 1);
    }

    private static String baseReason(Component component) {
        if (component.getEssential()) {
            return "essential";
        }
        return component.getPriority() == null
                ? "part of the minimal system"
                : "priority " + component.getPriority();
    }

    private static String toolReason(Component component) {
        return BUILD_SECTIONS.contains(section(component))
                ? "section " + section(component)
                : "'%s' is for building".formatted(component.getName());
    }

    private Set<String> baseDependents(String name) {
        var dependentsInBase = new HashSet<>(dependents.getOrDefault(name, Set.of()));
        dependentsInBase.retainAll(base);
        return dependentsInBase;
    }

    private static String some(Set<String> names) {
        var sorted = names.stream().sorted().toList();
        return sorted.size() <= 3
                ? String.join(", ", sorted)
                : "%s and %d more"
                        .formatted(String.join(", ", sorted.subList(0, 3)), sorted.size() - 3);
    }
}
