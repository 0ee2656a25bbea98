package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.language.LanguageFiles;
import dev.plimsoll.ingest.scan.language.LanguageReading;
import dev.plimsoll.ingest.scan.language.Program;
import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.system.PathHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of one layer that name packages of programming languages, and its programs. */
final class LayerLanguages {

    /** Of these only their presence matters, so a few are enough. */
    private static final int MAX_UNEXPLAINED = 1_000;

    /** git alone has 140; nobody needs so many. */
    private static final int MAX_LINKS = 50_000;

    private final ScanLimits limits;
    private final LayerMemory memory;
    private final Map<String, LanguageReading> readings = new LinkedHashMap<>();
    private final List<LayerItem.HardLink> links = new ArrayList<>();
    private int unexplained;
    private boolean morePrograms;
    private boolean moreLinks;
    private boolean full;
    private long weight;

    LayerLanguages(ScanLimits limits, LayerMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    void read(TarEntry entry, InputStream content) throws IOException {
        if (full) {
            return;
        }
        var path = entry.path();
        var reading =
                LanguageFiles.read(path, entry.mode(), entry.size(), content, limits.language());
        boolean silent = reading.packages().isEmpty() && reading.gaps().isEmpty();
        if (silent && reading.program() == Program.NONE) {
            return;
        }
        if (silent && reading.program() == Program.UNEXPLAINED && ++unexplained > MAX_UNEXPLAINED) {
            morePrograms = true;
            return;
        }
        long more = LanguageFile.weight(path, reading);
        if (weight + more > limits.layerBytes() / 2) {
            full = true;
            return;
        }
        weight += more;
        memory.keep(more);
        readings.put(path, reading);
    }

    /** Something else comes at this path of the layer: what was there before it is gone. */
    void replace(String path) {
        if (!readings.isEmpty()) {
            readings.remove(path);
        }
    }

    void link(String path, String target) {
        if (links.size() == MAX_LINKS) {
            moreLinks = true;
            return;
        }
        memory.keep(100 + path.length() + target.length());
        links.add(new LayerItem.HardLink(path, target));
    }

    boolean morePrograms() {
        return morePrograms;
    }

    List<LanguageFile> files() {
        var names = new LinkedHashMap<String, List<String>>();
        for (var link : links) {
            if (readings.containsKey(link.target())) {
                names.computeIfAbsent(link.target(), _ -> new ArrayList<>()).add(link.path());
            }
        }
        return readings.entrySet().stream()
                .map(
                        file ->
                                new LanguageFile(
                                        file.getKey(),
                                        names.getOrDefault(file.getKey(), List.of()),
                                        file.getValue()))
                .toList();
    }

    /** Hard links to files of lower layers. */
    List<LayerItem.HardLink> linksElsewhere(LayerPaths paths) {
        return links.stream().filter(link -> !paths.hasOther(PathHash.of(link.target()))).toList();
    }

    List<Gap> gaps() {
        var gaps = new ArrayList<Gap>();
        if (full) {
            gaps.add(
                    new Gap(
                            Reason.LIMIT_PKGDB.name(),
                            "more language packages than are kept of one layer; the others are left out"));
        }
        if (moreLinks) {
            gaps.add(
                    new Gap(
                            Reason.LIMIT_LINKS.name(),
                            "more than %d hard links; the others are not followed"
                                    .formatted(MAX_LINKS)));
        }
        return gaps;
    }
}
