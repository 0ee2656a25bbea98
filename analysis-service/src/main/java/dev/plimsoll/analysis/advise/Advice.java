package dev.plimsoll.analysis.advise;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.classify.PackageRoles;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.RemovalPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the options would take out of one image. Depends on its inventory and its base image alone,
 * and so is the same whichever findings are looked at.
 *
 * <p>Packages that lie in the layers of a known base image stay in every plan: the build of this
 * image did not bring them, another base would have to.
 */
public final class Advice {

    /** purl types of packages that a distribution installs. */
    private static final Set<String> OS_TYPES = Set.of("deb", "apk", "rpm");

    private final Set<String> buildTools;
    private final Set<String> droppable;
    private final PackageRoles roles;

    private Advice(Inventory inventory, Optional<BaseImage> base, PackageRoles roles) {
        this.roles = roles;
        var ofTheBase = ofTheBase(inventory, base);
        buildTools = roles.removableTools(ofTheBase);
        droppable = droppable(ofTheBase);
    }

    /**
     * @param base the known image it was built on
     * @param roles of the packages of the inventory
     */
    public static Advice of(Inventory inventory, Optional<BaseImage> base, PackageRoles roles) {
        return new Advice(inventory, base, roles);
    }

    /**
     * The options that would take a finding out by themselves: all of its packages would go, or all
     * be replaced.
     *
     * @param components the installed packages of the finding
     */
    public List<String> clearedBy(FixState fixState, List<Component> components) {
        if (!components.stream().allMatch(each -> OS_TYPES.contains(each.getType()))) {
            return List.of();
        }
        var names = components.stream().map(Component::getName).collect(Collectors.toSet());
        var options = new ArrayList<String>();
        if (fixState == FixState.FIXED) {
            options.add(Options.REBUILD);
        }
        if (buildTools.containsAll(names)) {
            options.add(Options.MULTI_STAGE);
        }
        if (droppable.containsAll(names)) {
            options.add(Options.DROP_PACKAGES);
        }
        return options;
    }

    /** The plans that would remove something. */
    public List<RemovalPlan> plans() {
        return Stream.of(
                        plan(Options.MULTI_STAGE, buildTools),
                        plan(Options.DROP_PACKAGES, droppable))
                .filter(plan -> !plan.getPackages().isEmpty())
                .toList();
    }

    private RemovalPlan plan(String option, Set<String> packages) {
        return new RemovalPlan(
                option, packages.stream().sorted().toList(), roles.graph().bytes(packages));
    }

    private static Set<String> ofTheBase(Inventory inventory, Optional<BaseImage> base) {
        return base.isEmpty()
                ? Set.of()
                : inventory.getComponents().stream()
                        .filter(component -> component.getLayer() >= 0)
                        .filter(component -> component.getLayer() < base.get().layers())
                        .map(Component::getName)
                        .collect(Collectors.toSet());
    }

    /**
     * Programs that the image's build installed and nothing installed needs, with what they alone
     * pulled in. Build tools are not among them: those are the other plan's.
     */
    private Set<String> droppable(Set<String> ofTheBase) {
        var graph = roles.graph();
        var unwanted = new HashSet<String>();
        for (var component : graph.components()) {
            var name = component.getName();
            if (graph.tellsDependencies(component.getType())
                    && graph.dependents(name).isEmpty()
                    && !roles.isBuildTool(name)
                    && !roles.isRuntime(name)
                    && ByHand.isProgram(component)) {
                unwanted.add(name);
            }
        }
        var staying = new HashSet<>(ofTheBase);
        staying.addAll(roles.base());
        graph.names().stream().filter(roles::isRuntime).forEach(staying::add);
        return graph.removable(unwanted, staying);
    }
}
