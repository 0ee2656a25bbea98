package dev.plimsoll.ingest.scan;

import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Manifest;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the images behind a manifest: itself, or the configured platforms of an index. */
public final class Targets {

    /** Indexes within indexes are allowed by the specification and used by nobody. */
    private static final int MAX_DEPTH = 3;

    /** Each may list as many again, so depth alone would allow a million requests. */
    private static final int MAX_INDEXES = 50;

    private final Registry registry;
    private final Repository repository;
    private final Set<Digest> visited = new HashSet<>();

    /**
     * An image to scan.
     *
     * @param image null when it has still to be fetched
     * @param platform as the index says, null when there is none
     * @param index through which it was reached, null when there is none
     */
    public record Target(
            Digest digest,
            Manifest.@Nullable Image image,
            @Nullable Platform platform,
            @Nullable Digest index) {}

    public Targets(Registry registry, Repository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /**
     * @return at least one
     * @throws ImageRefusedException PLATFORM_MISSING, INDEX_LIMIT
     */
    public List<Target> of(Manifest manifest, List<Platform> wanted) {
        return switch (manifest) {
            case Manifest.Image image -> List.of(new Target(image.digest(), image, null, null));
            case Manifest.Index index -> {
                var children = children(index, 1);
                var targets = new ArrayList<Target>();
                for (var platform : wanted) {
                    children.stream()
                            .filter(child -> child.platform().filter(platform::accepts).isPresent())
                            .findFirst()
                            .map(
                                    child ->
                                            new Target(
                                                    child.descriptor().digest(),
                                                    null,
                                                    platform,
                                                    index.digest()))
                            .ifPresent(targets::add);
                }
                if (targets.isEmpty()) {
                    throw new ImageRefusedException(
                            Reason.PLATFORM_MISSING,
                            "index %s has images for %s, wanted is %s"
                                    .formatted(index.digest(), platforms(children), wanted));
                }
                yield targets;
            }
        };
    }

    /** With those of nested indexes, which name no platform of their own. */
    private List<Manifest.Child> children(Manifest.Index index, int depth) {
        if (depth > MAX_DEPTH || !visited.add(index.digest()) || visited.size() > MAX_INDEXES) {
            throw new ImageRefusedException(
                    Reason.INDEX_LIMIT,
                    "index %s is reached again, more than %d deep, or one of more than %d"
                            .formatted(index.digest(), MAX_DEPTH, MAX_INDEXES));
        }
        var children = new ArrayList<Manifest.Child>();
        for (var child : index.children()) {
            if (Manifest.isIndex(child.descriptor())) {
                if (registry.manifest(repository, child.descriptor().digest())
                        instanceof Manifest.Index nested) {
                    children.addAll(children(nested, depth + 1));
                }
            } else {
                children.add(child);
            }
        }
        return children;
    }

    private static List<String> platforms(List<Manifest.Child> children) {
        return children.stream()
                .flatMap(child -> child.platform().stream())
                .map(Platform::toString)
                .distinct()
                .limit(20)
                .toList();
    }
}
