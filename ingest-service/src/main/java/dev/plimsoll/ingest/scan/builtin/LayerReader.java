package dev.plimsoll.ingest.scan.builtin;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.language.LanguageFiles;
import dev.plimsoll.ingest.scan.layer.CompressedBytes;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.layer.GzipMembers;
import dev.plimsoll.ingest.scan.layer.LayerBytes;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.layer.TarReader;
import dev.plimsoll.ingest.scan.system.Gaps;
import dev.plimsoll.ingest.scan.system.PathHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The one pass over a layer: decompress, hash, walk the tar, give every file that tells something
 * to its reader as it streams by. Memory does not depend on the layer's size, but for eight bytes
 * for each of its paths.
 */
final class LayerReader {

    /** What an item costs beside its texts. */
    private static final int ITEM_OVERHEAD = 200;

    /**
     * 64 MiB. Compressors of container tools use 8 to 32 MiB; the format allows 2 GiB, which a
     * decoder would have to allocate.
     */
    private static final int MAX_ZSTD_WINDOW_LOG = 26;

    private static final String WHITEOUT = ".wh.";
    private static final String WHITEOUT_META = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Wanted wanted;
    private final ScanLimits limits;
    private final LayerMemory memory;
    private final RpmDatabases rpm;
    private final FileReader files;
    private final LayerLanguages languages;
    private final LinkedHashMap<String, LayerItem> items = new LinkedHashMap<>();
    private final LinkedHashSet<Removal> removals = new LinkedHashSet<>();
    private final LayerPaths.Builder paths = new LayerPaths.Builder();
    private final Traces.Builder traces = new Traces.Builder();
    private final TableOfContents table = new TableOfContents();
    private final List<String> duplicates = new ArrayList<>();
    private final Gaps sparse = new Gaps(Reason.PKGDB_CORRUPT);
    private long entries;

    private LayerReader(Wanted wanted, ScanLimits limits, LayerMemory memory) {
        this.wanted = wanted;
        this.limits = limits;
        this.memory = memory;
        this.rpm = new RpmDatabases(limits, memory);
        this.files = new FileReader(limits, rpm);
        this.languages = new LayerLanguages(limits, memory);
    }

    /**
     * @param blob not closed; read to its end unless it is refused
     * @param turn of layers that need much memory, see {@link LayerMemory}
     * @throws ImageRefusedException if the content is broken or breaks a limit
     */
    static LayerContents read(
            InputStream blob,
            LayerEncoding encoding,
            Wanted wanted,
            ScanLimits limits,
            Semaphore turn,
            Deadline deadline) {
        try (var memory = new LayerMemory(limits, turn, deadline)) {
            var reader = new LayerReader(wanted, limits, memory);
            var compressed = new CompressedBytes(blob);
            encoding.check(compressed.head(), compressed.head().length);
            return switch (encoding) {
                case PLAIN, FOREIGN ->
                        // Bytes that were not inflated cannot be a bomb.
                        reader.read(
                                new LayerBytes(
                                        compressed,
                                        () -> Long.MAX_VALUE,
                                        limits.layer(),
                                        deadline));
                case GZIP -> {
                    try (var gzip = new GzipMembers(compressed, limits.layer().emptyMembers())) {
                        yield reader.read(
                                new LayerBytes(gzip, compressed::count, limits.layer(), deadline));
                    }
                }
                case ZSTD -> {
                    try (var zstd =
                            new ZstdInputStreamNoFinalizer(compressed)
                                    .setLongMax(MAX_ZSTD_WINDOW_LOG)) {
                        yield reader.read(
                                new LayerBytes(zstd, compressed::count, limits.layer(), deadline));
                    }
                }
            };
        } catch (ZstdIOException e) {
            throw new ImageRefusedException(
                    Reason.CORRUPT_ZSTD,
                    "broken zstd layer: " + Printable.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            // Blobs throw no IOException of their own: what is left comes from a decoder.
            throw new ImageRefusedException(
                    encoding == LayerEncoding.ZSTD ? Reason.CORRUPT_ZSTD : Reason.CORRUPT_TAR,
                    "broken layer: " + Printable.of(String.valueOf(e.getMessage())));
        }
    }

    private LayerContents read(LayerBytes bytes) throws IOException {
        var tar = new TarReader(bytes, limits.layer().entries());
        for (var entry = tar.next(); entry != null; entry = tar.next()) {
            entries++;
            take(entry, tar);
        }
        bytes.drain();
        finishDatabases();
        var gaps = new ArrayList<>(languages.gaps());
        gaps.addAll(sparse.toList());
        var mismatch = table.mismatch();
        if (mismatch != null) {
            gaps.add(new Gap(Reason.TOC_MISMATCH.name(), mismatch));
        }
        var allPaths = paths.build();
        return new LayerContents(
                bytes.digest(),
                bytes.count(),
                entries,
                List.copyOf(removals),
                List.copyOf(items.values()),
                duplicates,
                allPaths,
                traces.build(),
                languages.files(),
                languages.linksElsewhere(allPaths, paths.others),
                languages.morePrograms(),
                gaps,
                500 + memory.kept());
    }

    private void take(TarEntry entry, TarReader tar) throws IOException {
        var path = entry.path();
        if (path.equals(TableOfContents.PATH)) {
            table.read(tar.content());
        } else {
            table.add(entry);
        }
        if (path.startsWith(WHITEOUT, path.lastIndexOf('/') + 1)) {
            remove(path);
            return;
        }
        memory.keep(Long.BYTES + traces.see(entry));
        var kind = entry.kind();
        int before = paths.others.size();
        (kind == TarEntry.Kind.DIRECTORY ? paths.directories : paths.others).add(PathHash.of(path));
        languages.replace(path);
        if (wanted.covers(path)) {
            keep(entry, tar);
        } else if (kind == TarEntry.Kind.FILE
                && LanguageFiles.mayTell(path, entry.mode(), entry.size())) {
            languages.read(entry, tar.content());
        } else if (kind == TarEntry.Kind.HARD_LINK) {
            languages.link(path, TarEntry.normalise(entry.link()), before);
        } else if (kind == TarEntry.Kind.SPARSE
                && LanguageFiles.mayTell(path, entry.mode(), Long.MAX_VALUE)) {
            languages.sparse(path);
        }
    }

    private void keep(TarEntry entry, TarReader tar) throws IOException {
        var item = item(entry, tar);
        // Removed first, so that the order is that of the last occurrence.
        var earlier = items.remove(item.path());
        items.put(item.path(), item);
        if (earlier instanceof LayerItem.File(_, var content)) {
            memory.forget(content.weight());
            duplicates.add(item.path());
        }
    }

    private LayerItem item(TarEntry entry, TarReader tar) throws IOException {
        var path = entry.path();
        memory.keep(ITEM_OVERHEAD + path.length() + entry.link().length());
        return switch (entry.kind()) {
            case DIRECTORY -> new LayerItem.Directory(path);
            case SYMBOLIC_LINK -> new LayerItem.SymbolicLink(path, entry.link());
            case HARD_LINK -> new LayerItem.HardLink(path, TarEntry.normalise(entry.link()));
            case OTHER -> new LayerItem.Other(path);
            case SPARSE -> {
                if (wanted.want(path) != null) {
                    sparse.add("%s is a sparse file".formatted(Printable.of(path)));
                }
                yield new LayerItem.Other(path);
            }
            case FILE -> {
                var want = wanted.want(path);
                if (want == null) {
                    yield new LayerItem.Other(path);
                }
                var content = files.read(want, path, tar.content(), entry.size());
                memory.keep(content.weight());
                yield new LayerItem.File(path, content);
            }
        };
    }

    private void finishDatabases() {
        items.replaceAll(
                (path, item) -> {
                    if (item instanceof LayerItem.File(_, FileContent.Later(var size))) {
                        var content = new FileContent.Packages(rpm.finish(path, size));
                        memory.keep(content.weight());
                        return new LayerItem.File(path, content);
                    }
                    return item;
                });
    }

    private void remove(String path) {
        var directory = TarEntry.parent(path);
        var name = TarEntry.name(path);
        if (directory == null) {
            return;
        }
        if (name.equals(OPAQUE)) {
            memory.keep(Long.BYTES);
            paths.opaques.add(PathHash.of(directory));
            if (wanted.covers(directory)) {
                remember(new Removal.Opaque(directory));
            }
            return;
        }
        if (name.startsWith(WHITEOUT_META)) {
            return; // bookkeeping of aufs, not a file of the image
        }
        var hidden = name.substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw TarReader.corrupt("a whiteout of '%s'".formatted(hidden));
        }
        var target = directory.isEmpty() ? hidden : directory + "/" + hidden;
        memory.keep(Long.BYTES);
        paths.whiteouts.add(PathHash.of(target));
        if (wanted.covers(target)) {
            remember(new Removal.Whiteout(target));
        }
    }

    private void remember(Removal removal) {
        if (removals.add(removal)) {
            memory.keep(ITEM_OVERHEAD + removal.path().length());
        }
    }
}
