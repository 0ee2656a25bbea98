package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
                    Role.UNKNOWN);

    private final List<Layer> layers;
    private final Optional<BaseImage> base;
    private final PackageRoles roles;

    private Classifier(List<Layer> layers, Optional<BaseImage> base, PackageRoles roles) {
        this.layers = layers;
        this.base = base;
        this.roles = roles;
    }

    /**
     * @param base the known image it was built on, see {@link BaseImage#find}
     */
    public static Classifier of(Inventory inventory, Optional<BaseImage> base) {
        return new Classifier(
                inventory.getLayers(), base, new PackageRoles(inventory.getComponents()));
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
            evidence.add("layer undetermined: the image does not tell which layer brought it in");
            return new Classification(LayerOrigin.UNDETERMINED, null, null, role, evidence);
        }
        var digest = layers.get(layer).getDigest();
        if (base.isPresent() && layer < base.get().layers()) {
            evidence.add("inherited from base " + base.get().reference());
            return new Classification(
                    LayerOrigin.BASE, digest, base.get().reference(), role, evidence);
        }
        if (base.isEmpty() && layers.size() > 1 && layer == 0) {
            evidence.add(
                    "layer undetermined: in the lowest of %d layers, and no known image consists of it"
                            .formatted(layers.size()));
            return new Classification(LayerOrigin.UNDETERMINED, digest, null, role, evidence);
        }
        evidence.add(ownLayer(layer));
        return new Classification(LayerOrigin.OWN, digest, null, role, evidence);
    }

    private Role role(List<Component> components, List<String> evidence) {
        var strongest =
                components.stream()
                        .map(roles::roleOf)
                        .min(Comparator.comparingInt(r -> PRECEDENCE.indexOf(r.role())))
                        .orElseThrow();
        evidence.add(strongest.reason());
        return strongest.role();
    }

    private String ownLayer(int layer) {
        var createdBy = layers.get(layer).getCreatedBy();
        return createdBy == null
                ? "own layer %d".formatted(layer + 1)
                : "own layer %d: %s".formatted(layer + 1, createdBy);
    }
}
