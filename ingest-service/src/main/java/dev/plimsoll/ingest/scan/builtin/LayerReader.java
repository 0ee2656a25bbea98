package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarReader;
import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import dev.plimsoll.ingest.scan.layer.LayerBytes;
import dev.plimsoll.ingest.scan.layer.GzipMembers;
import dev.plimsoll.ingest.scan.layer.CompressedBytes;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one pass over a layer: decompress, hash, walk the tar, keep what is wanted. Memory does not
 * depend on the layer's size.
 */
final class LayerReader {

    private static final byte[] NO_CONTENT = new byte[0];

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
    private final LinkedHashMap<String, LayerItem> items = new LinkedHashMap<>();
    private final LinkedHashSet<Removal> removals = new LinkedHashSet<>();
    private final List<String> duplicates = new ArrayList<>();
    private long keptBytes;
    private long entries;

    private LayerReader(Wanted wanted, ScanLimits limits) {
        this.wanted = wanted;
        this.limits = limits;
    }

    /**
     * @param blob not closed; read to its end unless it is refused
     * @throws ImageRefusedException if the content is broken or breaks a limit
     */
    static LayerContents read(
            InputStream blob, LayerEncoding encoding, Wanted wanted, ScanLimits limits) {
        var reader = new LayerReader(wanted, limits);
        try {
            var compressed = new CompressedBytes(blob);
            encoding.check(compressed.head(), compressed.head().length);
            return switch (encoding) {
                case PLAIN, FOREIGN ->
                        // Bytes that were not inflated cannot be a bomb.
                        reader.read(new LayerBytes(compressed, () -> Long.MAX_VALUE, limits.layer()));
                case GZIP -> {
                    try (var gzip = new GzipMembers(compressed, limits.layer().emptyMembers())) {
                        yield reader.read(new LayerBytes(gzip, compressed::count, limits.layer()));
                    }
                }
                case ZSTD -> {
                    try (var zstd =
                            new ZstdInputStreamNoFinalizer(compressed)
                                    .setLongMax(MAX_ZSTD_WINDOW_LOG)) {
                        yield reader.read(new LayerBytes(zstd, compressed::count, limits.layer()));
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
            keep(entry, tar);
        }
        bytes.drain();
        return new LayerContents(
                bytes.digest(),
                bytes.count(),
                entries,
                List.copyOf(removals),
                List.copyOf(items.values()),
                duplicates);
    }

    private void keep(TarEntry entry, TarReader tar) throws IOException {
        if (TarEntry.name(entry.path()).startsWith(WHITEOUT)) {
            var removal = removal(entry.path());
            if (removal != null && removals.add(removal)) {
                count(removal.path().length());
            }
            return;
        }
        if (!wanted.covers(entry.path())) {
            return;
        }
        var item = item(entry, tar);
        // Removed first, so that the order is that of the last occurrence.
        var earlier = items.remove(item.path());
        items.put(item.path(), item);
        if (earlier instanceof LayerItem.File(_, var content)) {
            keptBytes -= content.length;
            duplicates.add(item.path());
        }
    }

    private LayerItem item(TarEntry entry, TarReader tar) throws IOException {
        var path = entry.path();
        count(path.length() + entry.link().length());
        return switch (entry.kind()) {
            case DIRECTORY -> new LayerItem.Directory(path);
            case SYMBOLIC_LINK -> new LayerItem.SymbolicLink(path, entry.link());
            case HARD_LINK -> new LayerItem.HardLink(path, TarEntry.normalise(entry.link()));
            case OTHER -> new LayerItem.Other(path);
            case FILE -> {
                if (wanted.keepsContent(path)) {
                    var content = tar.content(limits.fileBytes());
                    count(content.length);
                    yield new LayerItem.File(path, content);
                }
                yield wanted.markers().contains(path)
                        ? new LayerItem.File(path, NO_CONTENT)
                        : new LayerItem.Other(path);
            }
        };
    }

    private void count(long bytes) {
        keptBytes += bytes + ITEM_OVERHEAD;
        if (keptBytes > limits.keptBytes()) {
            throw new ImageRefusedException(
                    Reason.LIMIT_PKGDB,
                    "package databases of more than %d bytes in one layer"
                            .formatted(limits.keptBytes()));
        }
    }

    private @Nullable Removal removal(String path) {
        var directory = TarEntry.parent(path);
        var name = TarEntry.name(path);
        if (directory == null) {
            return null;
        }
        if (name.equals(OPAQUE)) {
            return wanted.covers(directory) ? new Removal.Opaque(directory) : null;
        }
        if (name.startsWith(WHITEOUT_META)) {
            return null; // bookkeeping of aufs, not a file of the image
        }
        var hidden = name.substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw TarReader.corrupt("a whiteout of '%s'".formatted(hidden));
        }
        var target = directory.isEmpty() ? hidden : directory + "/" + hidden;
        return wanted.covers(target) ? new Removal.Whiteout(target) : null;
    }
}
