package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wanted paths of an image as its layers, applied lowest first, make them: the file system a
 * container would see. Links are followed inside this map only.
 */
final class ImageTree {

    /** As Linux does (MAXSYMLINKS). */
    private static final int MAX_HOPS = 40;

    /** Linux follows no longer target (PATH_MAX), and what it leads to is no longer either. */
    private static final int LONGEST_PATH = 4_096;

    private final Wanted wanted;
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private final List<String> dangling = new ArrayList<>();
    private int layer;

    ImageTree(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Puts the next layer on top. */
    void apply(LayerContents contents) {
        for (var removal : contents.removals()) {
            var path = inResolvedParent(removal.path());
            switch (removal) {
                case Removal.Whiteout _ -> {
                    nodes.remove(path);
                    removeBelow(path);
                }
                case Removal.Opaque _ -> removeBelow(path);
            }
        }
        for (var item : contents.items()) {
            put(item);
        }
        layer++;
    }

    /** Hard links whose target is nowhere. */
    List<String> dangling() {
        return List.copyOf(dangling);
    }

    /** Follows links to a file. */
    Resolution resolve(String path) {
        return switch (realPath(path, true)) {
            case Walk.Circle _ -> new Resolution.Circular(path);
            case Walk.End(var real) ->
                    switch (nodes.get(real)) {
                        case Node.File file -> new Resolution.Found(real, file);
                        case Node.Unread(var target) -> new Resolution.Unread(target);
                        case null ->
                                wanted.covers(real)
                                        ? new Resolution.Absent(real)
                                        : new Resolution.Unread(real);
                        case Node.Directory _, Node.Link _, Node.Other _ ->
                                new Resolution.Absent(real);
                    };
        };
    }

    /** What the file at a path that is asked for would mean, null if nothing. */
    Wanted.@Nullable Want want(String path) {
        return wanted.want(path);
    }

    /** Where a directory really is; {@code Absent} holds its path. */
    Resolution resolveDirectory(String path) {
        return switch (realPath(path, true)) {
            case Walk.Circle _ -> new Resolution.Circular(path);
            case Walk.End(var real) ->
                    wanted.directories().containsKey(real) || real.equals(path)
                            ? new Resolution.Absent(real)
                            : new Resolution.Unread(real);
        };
    }

    /** Full paths of what lies directly in a real directory. */
    List<String> children(String directory) {
        var prefix = directory + "/";
        return nodes.subMap(prefix, directory + (char) ('/' + 1)).keySet().stream()
                .filter(path -> path.indexOf('/', prefix.length()) < 0)
                .toList();
    }

    private void put(LayerItem item) {
        var path = inResolvedParent(item.path());
        var present = nodes.get(path);
        if (item instanceof LayerItem.Directory && present instanceof Node.Directory) {
            return;
        }
        if (!(item instanceof LayerItem.Directory)) {
            removeBelow(path);
        }
        replaceFilesAbove(path);
        nodes.put(
                path,
                switch (item) {
                    case LayerItem.File(_, var content) -> new Node.File(content, layer);
                    case LayerItem.Directory _ -> new Node.Directory();
                    case LayerItem.SymbolicLink(_, var target) -> new Node.Link(target);
                    case LayerItem.Other _ -> new Node.Other();
                    case LayerItem.HardLink(_, var target) -> linked(path, target);
                });
    }

    /** A hard link is the file its target is at this moment, whatever becomes of the target. */
    private Node linked(String path, String target) {
        var real = inResolvedParent(target);
        return switch (nodes.get(real)) {
            case Node.File(var content, _) -> new Node.File(content, layer);
            case Node.Link link -> link;
            case Node.Unread unread -> unread;
            case null -> {
                if (!wanted.covers(real)) {
                    yield new Node.Unread(real);
                }
                dangling.add(path);
                yield new Node.Other();
            }
            case Node.Directory _, Node.Other _ -> new Node.Other();
        };
    }

    private void removeBelow(String path) {
        if (path.isEmpty()) {
            nodes.clear();
        } else {
            nodes.subMap(path + "/", path + (char) ('/' + 1)).clear();
        }
    }

    private void replaceFilesAbove(String path) {
        for (var up = TarEntry.parent(path); up != null; up = TarEntry.parent(up)) {
            if (nodes.get(up) instanceof Node.File
                    || nodes.get(up) instanceof Node.Other
                    || nodes.get(up) instanceof Node.Unread) {
                nodes.remove(up);
            }
        }
    }

    /** The path with links in its parents followed, not the one it may be itself. */
    private String inResolvedParent(String path) {
        return switch (realPath(path, false)) {
            case Walk.End(var real) -> real;
            case Walk.Circle _ -> path;
        };
    }

    private sealed interface Walk {
        record End(String path) implements Walk {}

        record Circle() implements Walk {}
    }

    private Walk realPath(String path, boolean followLast) {
        var ahead = new ArrayDeque<String>(List.of(path.split("/")));
        var current = "";
        int hops = 0;
        while (!ahead.isEmpty()) {
            var segment = ahead.removeFirst();
            if (segment.isEmpty() || segment.equals(".")) {
                continue;
            }
            if (segment.equals("..")) {
                var up = TarEntry.parent(current);
                current = up == null ? "" : up;
                continue;
            }
            var next = current.isEmpty() ? segment : current + "/" + segment;
            if (nodes.get(next) instanceof Node.Link(var target)
                    && (followLast || !ahead.isEmpty())) {
                if (++hops > MAX_HOPS || target.length() > LONGEST_PATH) {
                    return new Walk.Circle();
                }
                var segments = target.split("/");
                for (int i = segments.length - 1; i >= 0; i--) {
                    ahead.addFirst(segments[i]);
                }
                if (target.startsWith("/")) {
                    current = "";
                }
            } else if (next.length() > LONGEST_PATH) {
                return new Walk.Circle();
            } else {
                current = next;
            }
        }
        return new Walk.End(current);
    }
}
