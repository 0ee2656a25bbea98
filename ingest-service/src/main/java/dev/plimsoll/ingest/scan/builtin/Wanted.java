package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths of an image that are looked at, and what lies there. Whatever else a layer holds costs
 * next to no memory, so an image that hides its package database behind links is read again with
 * the links' targets added.
 *
 * @param files by path
 * @param directories whose files are all of one kind, by path
 * @param ancestors directories above any of these
 */
record Wanted(Map<String, Want> files, Map<String, FileKind> directories, Set<String> ancestors) {

    /**
     * @param name of the file by which it is asked for, wherever links lead
     */
    record Want(FileKind kind, String name) {}

    Wanted {
        files = Map.copyOf(files);
        directories = Map.copyOf(directories);
        ancestors = Set.copyOf(ancestors);
    }

    static Wanted of(Map<String, FileKind> files, Map<String, FileKind> directories) {
        var wants = new HashMap<String, Want>();
        files.forEach((path, kind) -> wants.put(path, new Want(kind, TarEntry.name(path))));
        return complete(wants, directories);
    }

    /** The same, and more. */
    Wanted plus(Map<String, Want> moreFiles, Map<String, FileKind> moreDirectories) {
        var allFiles = new HashMap<>(moreFiles);
        allFiles.putAll(files);
        var allDirectories = new HashMap<>(moreDirectories);
        allDirectories.putAll(directories);
        return complete(allFiles, allDirectories);
    }

    private static Wanted complete(Map<String, Want> files, Map<String, FileKind> directories) {
        var ancestors = new HashSet<>(directories.keySet());
        for (var paths : List.of(files.keySet(), directories.keySet())) {
            for (var path : paths) {
                for (var up = TarEntry.parent(path); up != null; up = TarEntry.parent(up)) {
                    ancestors.add(up);
                }
            }
        }
        return new Wanted(files, directories, ancestors);
    }

    /** What a file at this path would mean, null if nothing. */
    @Nullable Want want(String path) {
        var want = files.get(path);
        if (want != null) {
            return want;
        }
        for (var directory : directories.entrySet()) {
            int length = directory.getKey().length();
            if (path.length() > length + 1
                    && path.charAt(length) == '/'
                    && path.startsWith(directory.getKey())
                    && path.indexOf('/', length + 1) < 0) {
                var name = path.substring(length + 1);
                return directory.getValue().accepts(name)
                        ? new Want(directory.getValue(), name)
                        : null;
            }
        }
        return null;
    }

    /** Whether anything about this path can change what is found. */
    boolean covers(String path) {
        return ancestors.contains(path) || want(path) != null;
    }
}
