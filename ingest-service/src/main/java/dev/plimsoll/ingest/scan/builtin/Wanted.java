package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of an image that are looked at. Whatever else a layer holds costs no memory, so an
 * image that hides its package database behind links is read again with the links' targets added.
 *
 * @param files whose content is kept
 * @param markers files of which it is enough to know that they are there
 * @param directories whose files are all kept
 * @param ancestors directories above any of these
 */
record Wanted(
        Set<String> files, Set<String> markers, Set<String> directories, Set<String> ancestors) {

    Wanted {
        files = Set.copyOf(files);
        markers = Set.copyOf(markers);
        directories = Set.copyOf(directories);
        ancestors = Set.copyOf(ancestors);
    }

    static Wanted of(
            Collection<String> files, Collection<String> markers, Collection<String> directories) {
        var ancestors = new HashSet<String>();
        for (var group : List.of(files, markers, directories)) {
            for (var path : group) {
                for (var up = TarEntry.parent(path); up != null; up = TarEntry.parent(up)) {
                    ancestors.add(up);
                }
            }
        }
        ancestors.addAll(directories);
        return new Wanted(
                Set.copyOf(files), Set.copyOf(markers), Set.copyOf(directories), ancestors);
    }

    /** The same, and more. */
    Wanted plus(Collection<String> moreFiles, Collection<String> moreDirectories) {
        var allFiles = new TreeSet<>(files);
        allFiles.addAll(moreFiles);
        var allDirectories = new TreeSet<>(directories);
        allDirectories.addAll(moreDirectories);
        return of(allFiles, markers, allDirectories);
    }

    boolean keepsContent(String path) {
        if (files.contains(path)) {
            return true;
        }
        var parent = TarEntry.parent(path);
        return parent != null && directories.contains(parent);
    }

    /** Whether anything about this path can change what is found. */
    boolean covers(String path) {
        return ancestors.contains(path) || markers.contains(path) || keepsContent(path);
    }
}
