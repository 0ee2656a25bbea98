package dev.plimsoll.ingest.scan.layer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The header of a tar entry.
 *
 * @param path normalised: no leading slash, no {@code .} or {@code ..}; bytes as ISO-8859-1, so
 *     that nothing is lost; empty for the root
 * @param link the target as written, empty unless it is a link
 * @param mode permissions
 */
public record TarEntry(String path, Kind kind, String link, long size, int mode) {

    public enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK,
        /** A file of which the archive leaves out zeros: its content is not to be read. */
        SPARSE,
        /** Devices, pipes and types we do not know. */
        OTHER
    }

    /** Root-anchored and clean: {@code ..} above the root stays at the root. */
    public static String normalise(String path) {
        if (isClean(path)) {
            return path;
        }
        var segments = new ArrayDeque<String>();
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            var segment = path.substring(start, end);
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
            start = end + 1;
        }
        return String.join("/", segments);
    }

    public static @Nullable String parent(String path) {
        int slash = path.lastIndexOf('/');
        if (slash >= 0) {
            return path.substring(0, slash);
        }
        return path.isEmpty() ? null : "";
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isClean(String path) {
        return !path.isEmpty()
                && path.charAt(0) != '/'
                && path.charAt(0) != '.'
                && path.charAt(path.length() - 1) != '/'
                && !path.contains("//")
                && !path.contains("/.");
    }
}
