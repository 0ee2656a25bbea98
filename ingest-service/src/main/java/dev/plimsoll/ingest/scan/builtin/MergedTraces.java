package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The traces of an image that are there once all layers lie on top of each other. */
final class MergedTraces {

    /** Of each kind. */
    private static final int MOST = 100;

    private final Map<String, Traces.Target> tools = new TreeMap<>();
    private final TreeSet<String> leftovers = new TreeSet<>();
    private final List<LayerPaths> layers = new ArrayList<>();
    private boolean unseen;

    /** Puts the next layer on top. */
    void apply(LayerContents layer) {
        var paths = layer.paths();
        tools.keySet().removeIf(path -> paths.hides(path, 0));
        leftovers.removeIf(
                path ->
                        TracePaths.isRepository(TarEntry.name(path))
                                ? paths.hidesDirectory(path)
                                : paths.hides(path, 0));
        layers.add(paths);
        tools.putAll(layer.traces().tools());
        leftovers.addAll(layer.traces().leftovers());
        unseen |= layer.traces().more() || layer == LayerContents.SKIPPED;
    }

    /** Null if none was found and some may be there all the same. */
    @Nullable List<String> tools() {
        return known(
                tools.entrySet().stream()
                        .filter(tool -> leadsSomewhere(tool.getValue()))
                        .map(Map.Entry::getKey)
                        .limit(MOST)
                        .toList());
    }

    /** Null if none was found and some may be there all the same. */
    @Nullable List<String> leftovers() {
        return known(leftovers.stream().limit(MOST).toList());
    }

    private @Nullable List<String> known(List<String> found) {
        return found.isEmpty() && unseen ? null : found;
    }

    /** A link leads nowhere only if what it leads to was there and was taken away. */
    private boolean leadsSomewhere(Traces.Target target) {
        var link = target.link();
        if (link == null) {
            return true;
        }
        var fates = List.of(fate(link), fate(otherName(link)));
        return fates.contains(Fate.THERE) || !fates.contains(Fate.GONE);
    }

    private enum Fate {
        THERE,
        GONE,
        NEVER_SEEN
    }

    private Fate fate(String path) {
        boolean hidden = false;
        for (var layer : layers.reversed()) {
            if (layer.has(path)) {
                return hidden ? Fate.GONE : Fate.THERE;
            }
            hidden |= layer.hides(path, 0);
        }
        return Fate.NEVER_SEEN;
    }

    /** Where {@code bin} is a link to {@code usr/bin}, both lead to the same. */
    private static String otherName(String path) {
        return path.startsWith("usr/") ? path.substring(4) : "usr/" + path;
    }
}
