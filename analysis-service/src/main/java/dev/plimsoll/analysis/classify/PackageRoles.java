package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The role of each operating system package, from what the package database says of it.
 *
 * <p>Base system: essential or of priority required or important, and what those depend on. Build
 * tool: of section devel or libdevel, or known as a compiler or build driver, and every package
 * that only build tools need ("removing the tools, what else could go?"). Of the rest, libraries
 * other packages need are system libraries; what nothing else needs, somebody asked for.
 *
 * <p>Documentation, kernel headers and transitional packages are told apart before all of that,
 * except in the base system.
 */
public final class PackageRoles {

    private static final Set<String> LIBRARY_SECTIONS = Set.of("libs", "oldlibs");

    /** Debian policy 2.5: what a minimal system has. */
    private static final Set<String> BASE_PRIORITIES = Set.of("required", "important");

    /** purl types without sections. */
    private static final Set<String> WITHOUT_SECTIONS = Set.of("apk", "rpm");

    /** Alpine has no essential flag: what alpine-base depends on. */
    private static final Set<String> ALPINE_BASE =
            Set.of(
                    "alpine-base",
                    "alpine-baselayout",
                    "alpine-keys",
                    "alpine-release",
                    "apk-tools",
                    "busybox",
                    "musl",
                    "libc-utils");

    /** Nor have Red Hat's relatives: what their smallest images have. */
    private static final Set<String> RED_HAT_BASE =
            Set.of(
                    "basesystem",
                    "bash",
                    "coreutils",
                    "coreutils-single",
                    "dnf",
                    "filesystem",
                    "glibc",
                    "glibc-minimal-langpack",
                    "microdnf",
                    "rpm",
                    "setup",
                    "yum");

    /**
     * What applications run on. Where a build tool pulled it in, an application may use it all the
     * same, and no database says: it counts as wanted. Debian's perl is not among these: dpkg-dev
     * always pulls it in.
     */
    private static final Pattern RUNTIME =
            Pattern.compile(
                    "python3?|python3?[.]?\\d+(-minimal)?|ruby|ruby\\d.*|nodejs|php\\d*(\\.\\d+)?(-cli|-fpm|-cgi)?"
                            + "|(openjdk-?|java-)\\d.*-jre(-headless|-base)?|default-jre(-headless)?|lua5\\.\\d");

    private final PackageGraph graph;
    private final Set<String> base;
    private final Set<String> tools;
    private final Set<String> runtimes;
    private final Set<String> removable;
    private final Map<String, Reasoned> told = new HashMap<>();

    PackageRoles(PackageGraph graph) {
        this.graph = graph;
        base = graph.closure(names(PackageRoles::isBase));
        tools = names(component -> BuildTools.reason(component) != null);
        tools.addAll(names(component -> isMetaOfTools(component, tools)));
        tools.removeAll(base);
        runtimes = names(component -> RUNTIME.matcher(component.getName()).matches());
        removable = graph.removable(tools, staying(Set.of()));
    }

    /** A role and why. */
    record Reasoned(Role role, String reason) {}

    public PackageGraph graph() {
        return graph;
    }

    /** Names of the packages without which there is no system. */
    public Set<String> base() {
        return base;
    }

    /** Whether it is a library, which nobody runs by hand. */
    public static boolean isLibrary(Component component) {
        return LIBRARY_SECTIONS.contains(Sections.of(component))
                || WITHOUT_SECTIONS.contains(component.getType())
                        && (component.getName().startsWith("lib")
                                || component.getName().endsWith("-libs"));
    }

    /** Whether it is what applications run on. */
    public boolean isRuntime(String name) {
        return runtimes.contains(name);
    }

    public boolean isBuildTool(String name) {
        return tools.contains(name) || removable.contains(name);
    }

    /**
     * The build tools that nothing else needs, and what they alone pulled in.
     *
     * @param kept packages that stay whatever happens, beside the base system
     */
    public Set<String> removableTools(Set<String> kept) {
        return kept.isEmpty() ? removable : graph.removable(tools, staying(kept));
    }

    private Set<String> staying(Set<String> kept) {
        var staying = new HashSet<>(kept);
        staying.addAll(base);
        staying.addAll(runtimes);
        return staying;
    }

    /** The role, with the reason in words. */
    Reasoned roleOf(Component component) {
        return told.computeIfAbsent(component.getName(), _ -> reasoned(component));
    }

    private Reasoned reasoned(Component component) {
        var name = component.getName();
        if (isBase(component)) {
            return new Reasoned(Role.BASE_OS, "base system: " + baseReason(component));
        }
        var contentless = Contentless.roleOf(component);
        if (contentless != null) {
            return contentless;
        }
        if (base.contains(name)) {
            return new Reasoned(
                    Role.BASE_OS,
                    "base system: needed by %s (high confidence)"
                            .formatted(Words.some(baseDependents(name))));
        }
        if (tools.contains(name) || removable.contains(name)) {
            return new Reasoned(Role.BUILD_TOOL, toolReason(component));
        }
        var dependents = graph.dependents(name);
        if (isLibrary(component)) {
            return new Reasoned(
                    Role.SYSTEM_LIBRARY,
                    dependents.isEmpty()
                            ? "system library: %s, nothing installed needs it: an application may (medium confidence)"
                                    .formatted(libraryReason(component))
                            : "system library: needed by %s (high confidence)"
                                    .formatted(Words.some(dependents)));
        }
        return new Reasoned(Role.RUNTIME_DEPENDENCY, runtimeReason(component, dependents));
    }

    private String runtimeReason(Component component, Set<String> dependents) {
        if (!graph.tellsDependencies(component.getType())) {
            return "runtime dependency: the database tells no dependencies (low confidence)";
        }
        if (dependents.isEmpty()) {
            return "runtime dependency: nothing needs it, installed for its own sake (medium confidence)";
        }
        var words = "runtime dependency: needed by " + Words.some(dependents);
        return runtimes.contains(component.getName()) && tools.containsAll(dependents)
                ? words + ", but applications run on it (low confidence)"
                : words + " (high confidence)";
    }

    /** "section devel, pulled in by build-essential (through gcc-12), nothing that stays …". */
    private String toolReason(Component component) {
        var name = component.getName();
        var byItself = BuildTools.reason(component);
        var words =
                new StringBuilder("build tool: ")
                        .append(
                                byItself != null
                                        ? byItself
                                        : tools.contains(name)
                                                ? "a meta package that names build tools"
                                                : isLibrary(component)
                                                        ? libraryReason(component)
                                                        : "no tool by itself");
        if (!removable.contains(name)) {
            var why = new HashSet<>(graph.dependents(name));
            why.removeAll(removable);
            return words.append(", but ")
                    .append(Words.some(why))
                    .append(why.size() == 1 ? ", which stays, needs it" : ", which stay, need it")
                    .append(" (medium confidence)")
                    .toString();
        }
        words.append(pulledInBy(name));
        if (!graph.tellsDependencies(component.getType())) {
            return words.append(" (low confidence: the database tells no dependencies)").toString();
        }
        return words.append(", nothing that stays needs it")
                .append(
                        byItself != null && byItself.startsWith("section")
                                ? " (high confidence)"
                                : byItself != null
                                        ? " (medium confidence: by its name)"
                                        : " (medium confidence: by the dependencies)")
                .toString();
    }

    /** What somebody asked for and so got {@code name}, and what stands between the two. */
    private String pulledInBy(String name) {
        var nearest = graph.dependents(name);
        if (nearest.isEmpty()) {
            return "";
        }
        var asked = new HashSet<>(graph.allDependents(name));
        asked.removeIf(one -> !graph.dependents(one).isEmpty());
        if (asked.isEmpty() || asked.equals(nearest)) {
            return ", pulled in by " + Words.some(nearest);
        }
        return nearest.containsAll(asked)
                ? ", pulled in by " + Words.some(asked)
                : ", pulled in by %s (through %s)"
                        .formatted(Words.some(asked), Words.some(nearest));
    }

    private Set<String> names(Predicate<Component> test) {
        var names = new HashSet<String>();
        for (var component : graph.components()) {
            if (test.test(component)) {
                names.add(component.getName());
            }
        }
        return names;
    }

    /** Most of what it names are build tools, and it has nothing else. */
    private boolean isMetaOfTools(Component component, Set<String> known) {
        if (!BuildTools.isMeta(component) || isBase(component) || isLibrary(component)) {
            return false;
        }
        var named = graph.needs(component.getName());
        long ofTools = named.stream().filter(known::contains).count();
        return ofTools > 0 && 2 * ofTools >= named.size();
    }

    private static boolean isBase(Component component) {
        var priority = component.getPriority();
        return component.getEssential()
                || priority != null && BASE_PRIORITIES.contains(priority)
                || isBaseByName(component);
    }

    private static boolean isBaseByName(Component component) {
        return switch (component.getType()) {
            case "apk" ->
                    ALPINE_BASE.contains(component.getName())
                            || ALPINE_BASE.contains(component.getSourceName());
            case "rpm" -> RED_HAT_BASE.contains(component.getName());
            default -> false;
        };
    }

    private static String baseReason(Component component) {
        if (component.getEssential()) {
            return "essential (high confidence)";
        }
        return component.getPriority() == null
                ? "part of the minimal system (medium confidence: by its name)"
                : "priority %s (high confidence)".formatted(component.getPriority());
    }

    private static String libraryReason(Component component) {
        var section = Sections.of(component);
        return section.isEmpty()
                ? "'%s' is named like a library".formatted(component.getName())
                : "section " + section;
    }

    private Set<String> baseDependents(String name) {
        var dependents = new HashSet<>(graph.dependents(name));
        dependents.retainAll(base);
        return dependents;
    }
}
