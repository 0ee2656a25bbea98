package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.language.LanguageFiles;
import dev.plimsoll.ingest.scan.language.LanguageReading;
import dev.plimsoll.ingest.scan.language.Program;
import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.system.PathHash;
import dev.plimsoll.ingest.scan.system.PathNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final Map<String, LanguageFile> files = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private int linkCount;
    private int unexplained;
    private boolean morePrograms;
    private boolean moreLinks;
    private boolean full;
    private long weight;

    /**
     * A hard link to what has not been seen in this layer as a file that tells something.
     *
     * @param before how many paths of the layer came before it
     */
    private record Link(String target, int before) {}

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
        files.put(path, new LanguageFile(path, path, reading));
    }

    /** A file whose content the archive has only in part. */
    void sparse(String path) {
        var gap =
                new Gap(
                        Reason.LANGUAGE_FILE_UNREADABLE.name(),
                        "%s: it is a sparse file".formatted(Printable.of(path)));
        var reading = new LanguageReading(List.of(), List.of(gap), Program.NONE);
        memory.keep(LanguageFile.weight(path, reading));
        files.put(path, new LanguageFile(path, path, reading));
    }

    /** Something else comes at this path of the layer: what was there before it is gone. */
    void replace(String path) {
        if (!files.isEmpty()) {
            files.remove(path);
        }
        if (!links.isEmpty()) {
            links.remove(path);
        }
    }

    /**
     * A hard link is the file that its target is now, whatever comes there later.
     *
     * @param before how many paths of the layer came before it
     */
    void link(String path, String target, int before) {
        if (linkCount == MAX_LINKS) {
            moreLinks = true;
            return;
        }
        linkCount++;
        memory.keep(100 + path.length() + target.length());
        var file = files.get(target);
        if (file != null) {
            files.put(path, new LanguageFile(path, file.readAs(), file.reading()));
        } else {
            links.put(path, links.getOrDefault(target, new Link(target, before)));
        }
    }

    boolean morePrograms() {
        return morePrograms;
    }

    List<LanguageFile> files() {
        return List.copyOf(files.values());
    }

    /**
     * Hard links to files of lower layers.
     *
     * @param inOrder of the layer's paths, those that are no directories
     */
    List<LayerItem.HardLink> linksElsewhere(LayerPaths paths, PathNumbers inOrder) {
        var replaced = new HashSet<Long>();
        for (var link : links.values()) {
            long target = PathHash.of(link.target());
            if (paths.hasOther(target)) {
                replaced.add(target);
            }
        }
        var replacedAt = inOrder.before(replaced);
        return links.entrySet().stream()
                .filter(
                        link ->
                                replacedAt.getOrDefault(
                                                PathHash.of(link.getValue().target()),
                                                Integer.MAX_VALUE)
                                        >= link.getValue().before())
                .map(link -> new LayerItem.HardLink(link.getKey(), link.getValue().target()))
                .toList();
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
