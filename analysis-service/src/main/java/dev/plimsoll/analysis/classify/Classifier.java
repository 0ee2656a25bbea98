package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies the findings of one image. */
public final class Classifier {

    /**
     * Most telling first: when a source has packages of several roles, the finding gets the first.
     */
    private static final List<Role> PRECEDENCE =
            List.of(
                    Role.APPLICATION,
                    Role.RUNTIME_DEPENDENCY,
                    Role.BASE_OS,
                    Role.SYSTEM_LIBRARY,
                    Role.BUILD_TOOL,
                    Role.KERNEL_HEADERS,
                    Role.DOCUMENTATION,
                    Role.TRANSITIONAL,
                    Role.UNKNOWN);

    /** purl types of packages that a distribution installs. */
    private static final Set<String> OS_TYPES = Set.of("deb", "apk", "rpm");

    /** Where distributions keep libraries; what is installed by hand goes to usr/local. */
    private static final List<String> OF_THE_SYSTEM = List.of("usr/lib/", "usr/share/", "lib/");

    private final List<Layer> layers;
    private final @Nullable DeclaredBase declaredBase;
    private final Optional<BaseImage> base;
    private final PackageRoles roles;

    private Classifier(Inventory inventory, Optional<BaseImage> base) {
        this.layers = inventory.getLayers();
        this.declaredBase = inventory.getDeclaredBase();
        this.base = base;
        this.roles =
                new PackageRoles(
                        PackageGraph.of(
                                inventory.getComponents().stream()
                                        .filter(component -> !isOfLanguage(component))
                                        .toList()));
    }

    /**
     * @param base the known image it was built on, see {@link BaseImage#find}
     */
    public static Classifier of(Inventory inventory, Optional<BaseImage> base) {
        return new Classifier(inventory, base);
    }

    /** The roles of the packages of the operating system. */
    public PackageRoles roles() {
        return roles;
    }

    /**
     * @param components the installed packages of one finding, at least one
     */
    public Classification classify(List<Component> components) {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a finding without components cannot be classified");
        }
        var evidence = new ArrayList<String>();
        var role = role(components, evidence);
        // The lowest: while it is there, taking the others out clears nothing.
        int layer = components.stream().mapToInt(Component::getLayer).min().orElse(-1);
        if (layer < 0 || layer >= layers.size()) {
            evidence.add("layer undetermined because the image does not tell which one brought it");
            return new Classification(LayerOrigin.UNDETERMINED, null, null, role, evidence);
        }
        var digest = layers.get(layer).getDigest();
        if (base.isPresent() && layer < base.get().layers()) {
            evidence.add(
                    "inherited from base `%s` (high confidence: its layers are the lowest)"
                            .formatted(base.get().reference()));
            return new Classification(
                    LayerOrigin.BASE, digest, base.get().reference(), role, evidence);
        }
        var why = base.isEmpty() ? undetermined(layer) : null;
        if (why != null) {
            evidence.add("layer undetermined because " + why);
            return new Classification(LayerOrigin.UNDETERMINED, digest, null, role, evidence);
        }
        evidence.add(ownLayer(layer));
        return new Classification(LayerOrigin.OWN, digest, null, role, evidence);
    }

    private Role role(List<Component> components, List<String> evidence) {
        var strongest =
                components.stream()
                        .map(
                                component ->
                                        isOfLanguage(component)
                                                ? roleOfLibrary(component)
                                                : roles.roleOf(component))
                        .min(Comparator.comparingInt(r -> PRECEDENCE.indexOf(r.role())))
                        .orElseThrow();
        evidence.add(strongest.reason());
        return strongest.role();
    }

    /** Read from files of its own and not from the database of the distribution. */
    private static boolean isOfLanguage(Component component) {
        return !OS_TYPES.contains(component.getType());
    }

    /**
     * The libraries of an application are the application's; what came with the interpreter, or the
     * distribution put where it puts such things, only carries it.
     */
    private PackageRoles.Reasoned roleOfLibrary(Component component) {
        var path = component.getPath();
        if (base.isPresent()
                && component.getLayer() >= 0
                && component.getLayer() < base.get().layers()) {
            return new PackageRoles.Reasoned(
                    Role.RUNTIME_DEPENDENCY,
                    "runtime dependency: '%s' comes with the base image (high confidence)"
                            .formatted(path));
        }
        if (OF_THE_SYSTEM.stream().anyMatch(path::startsWith)) {
            return new PackageRoles.Reasoned(
                    Role.RUNTIME_DEPENDENCY,
                    "runtime dependency: '%s' is where the system keeps its own (medium confidence)"
                            .formatted(path));
        }
        return new PackageRoles.Reasoned(
                Role.APPLICATION,
                "application: read from '%s' (%s)"
                        .formatted(
                                path,
                                base.isPresent()
                                        ? "high confidence"
                                        : "medium confidence: no base image is known"));
    }

    /**
     * Why it cannot be told whether a layer is of the base, where no base is known; null if the
     * layer is own. How many layers a base has, an image that names it does not say.
     */
    private @Nullable String undetermined(int layer) {
        var declared = declaredBase();
        if (declared != null) {
            return "the image says that it is built on `%s`, which is not known here: scan it to know"
                    .formatted(declared);
        }
        return layers.size() > 1 && layer == 0
                ? "it is in the lowest of %d layers, and no known image consists of it"
                        .formatted(layers.size())
                : null;
    }

    private @Nullable String declaredBase() {
        if (declaredBase == null) {
            return null;
        }
        var name = declaredBase.getName();
        var digest = declaredBase.getDigest();
        return name == null || digest == null || name.contains("@")
                ? name == null ? digest : name
                : name + "@" + digest;
    }

    private String ownLayer(int layer) {
        var createdBy = layers.get(layer).getCreatedBy();
        var confidence =
                base.isPresent()
                        ? "high confidence: above the layers of the base"
                        : layers.size() == 1
                                ? "medium confidence: the image has one layer, and no base is known"
                                : "medium confidence: no base image is known";
        return createdBy == null
                ? "own layer %d (%s)".formatted(layer + 1, confidence)
                : "own layer %d: `%s` (%s)".formatted(layer + 1, createdBy, confidence);
    }
}
