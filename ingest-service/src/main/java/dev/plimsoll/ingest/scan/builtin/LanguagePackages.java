package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.scan.language.LanguagePackage;
import dev.plimsoll.ingest.scan.language.LanguageReading;
import dev.plimsoll.ingest.scan.language.Program;
import dev.plimsoll.ingest.scan.system.PathHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages of programming languages, by the files that are there once all layers lie on top of
 * each other. A file is known by its path in the tar; it is gone when a higher layer hides that.
 */
final class LanguagePackages {

    private final Map<String, Live> files = new LinkedHashMap<>();
    private final List<LayerPaths> layers = new ArrayList<>();
    private final Map<String, Gone> gone = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private boolean morePrograms;

    /**
     * A file that is there.
     *
     * @param readAs the path that its packages speak of
     * @param linked see {@link #linked}
     */
    private record Live(LanguageReading reading, String readAs, int layer, int linked) {}

    /** A package in a file, with the path that the file has in the image. */
    record Found(LanguagePackage found, String file, String path, int layer) {}

    /**
     * A package whose file is no longer there.
     *
     * @param layer that brought it
     */
    record Gone(int layer, int removedIn) {}

    void apply(LayerContents layer, int index) {
        // What they link to may be hidden by the layer that has the links.
        var targets = new HashMap<String, Live>();
        for (var link : layer.hardLinks()) {
            var target = files.get(link.target());
            if (target != null) {
                targets.put(link.path(), target);
            }
        }
        hide(layer.paths(), index);
        layers.add(layer.paths());
        targets.forEach((path, target) -> put(path, target.readAs(), target.reading(), index));
        for (var file : layer.languageFiles()) {
            put(file.path(), file.readAs(), file.reading(), index);
        }
        morePrograms |= layer.morePrograms();
        for (var gap : layer.gaps()) {
            gaps.add(new Gap(gap.getReason(), "layer %d: %s".formatted(index, gap.getMessage())));
        }
    }

    /** In the order of the layers, a file with several names once. */
    List<Found> found() {
        var found = new ArrayList<Found>();
        Set<LanguageReading> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        files.forEach(
                (path, file) -> {
                    if (seen.add(file.reading())) {
                        for (var each : new LinkedHashSet<>(file.reading().packages())) {
                            var inside =
                                    each.path().startsWith(file.readAs())
                                            ? each.path().substring(file.readAs().length())
                                            : "";
                            found.add(new Found(each, path, path + inside, file.layer()));
                        }
                    }
                });
        return found;
    }

    /** By purl, what was there and is not, not even in another file. */
    Map<String, Gone> gone() {
        var left = new LinkedHashMap<>(gone);
        for (var found : found()) {
            left.remove(found.found().purl());
        }
        return left;
    }

    /** Whether there is machine code of which nothing is known. */
    boolean hasUnexplainedPrograms() {
        return morePrograms
                || files.values().stream()
                        .anyMatch(file -> file.reading().program() == Program.UNEXPLAINED);
    }

    /** What could not be read of layers, rather than of files. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** What could not be read of files, by their paths; of a file with several names once. */
    Map<String, List<Gap>> fileGaps() {
        var found = new LinkedHashMap<String, List<Gap>>();
        Set<LanguageReading> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        files.forEach(
                (path, file) -> {
                    if (!file.reading().gaps().isEmpty() && seen.add(file.reading())) {
                        found.put(path, file.reading().gaps());
                    }
                });
        return found;
    }

    /** The layer that has the file, -1 if there is none. */
    int layer(String path) {
        var file = files.get(path);
        return file == null ? -1 : file.layer();
    }

    private void put(String path, String readAs, LanguageReading reading, int index) {
        files.put(path, new Live(reading, readAs, index, linked(path)));
    }

    /**
     * How many directories above a path, from the root on, end in one that is a link. Whoever takes
     * the link away leaves the file, which lies where the link leads.
     */
    private int linked(String path) {
        var above = PathHash.above(path);
        for (int i = above.length - 1; i > 0; i--) {
            if (isLink(above[i])) {
                return i + 1;
            }
        }
        return 0;
    }

    private boolean isLink(long directory) {
        for (var layer : layers.reversed()) {
            if (layer.hasOther(directory)) {
                return true;
            }
            if (layer.hasDirectory(directory) || layer.hasWhiteout(directory)) {
                return false;
            }
        }
        return false;
    }

    private void hide(LayerPaths paths, int index) {
        if (files.isEmpty()) {
            return;
        }
        files.entrySet()
                .removeIf(
                        entry -> {
                            if (!paths.hides(entry.getKey(), entry.getValue().linked())) {
                                return false;
                            }
                            for (var each : entry.getValue().reading().packages()) {
                                remember(each.purl(), entry.getValue().layer(), index);
                            }
                            return true;
                        });
    }

    private void remember(String purl, int layer, int removedIn) {
        var earlier = gone.get(purl);
        gone.put(
                purl,
                new Gone(earlier == null ? layer : Math.min(layer, earlier.layer()), removedIn));
    }
}
