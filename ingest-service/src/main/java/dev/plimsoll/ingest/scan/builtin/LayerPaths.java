package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.system.PathHash;
import dev.plimsoll.ingest.scan.system.PathNumbers;
import java.util.Arrays;

/**
 * Every path of a layer in eight bytes, so that it can be told which files of the layers below it
 * hides.
 *
 * @param others paths of what is no directory, sorted, as are the others
 * @param directories paths of directories
 * @param whiteouts paths that the layer takes away
 * @param opaques directories whose former content the layer takes away
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes or compares them
record LayerPaths(long[] others, long[] directories, long[] whiteouts, long[] opaques) {

    static final LayerPaths NONE =
            new LayerPaths(new long[0], new long[0], new long[0], new long[0]);

    /** Collects paths as they come. */
    static final class Builder {
        final PathNumbers others = new PathNumbers();
        final PathNumbers directories = new PathNumbers();
        final PathNumbers whiteouts = new PathNumbers();
        final PathNumbers opaques = new PathNumbers();

        LayerPaths build() {
            return new LayerPaths(
                    others.toSortedArray(),
                    directories.toSortedArray(),
                    whiteouts.toSortedArray(),
                    opaques.toSortedArray());
        }
    }

    /**
     * Whether a file of a lower layer is gone: it or a directory above it was taken away, or
     * something else lies there now. (A directory on a directory changes nothing.)
     *
     * @param linked how many of the directories above the path, from the root on, do not matter:
     *     the last of them is a link, so the file really lies elsewhere
     */
    boolean hides(String path, int linked) {
        return has(directories, PathHash.of(path)) || takesAway(path, linked);
    }

    /** Whether a directory of a lower layer is gone. */
    boolean hidesDirectory(String path) {
        return takesAway(path, 0);
    }

    private boolean takesAway(String path, int linked) {
        long number = PathHash.of(path);
        if (has(others, number) || has(whiteouts, number)) {
            return true;
        }
        if (others.length == 0 && whiteouts.length == 0 && opaques.length == 0) {
            return false;
        }
        var above = PathHash.above(path);
        for (int i = linked; i < above.length; i++) {
            if (has(opaques, above[i]) || has(whiteouts, above[i]) || has(others, above[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether the layer itself has something there. */
    boolean has(String path) {
        long number = PathHash.of(path);
        return has(others, number) || has(directories, number);
    }

    boolean hasOther(long number) {
        return has(others, number);
    }

    boolean hasDirectory(long number) {
        return has(directories, number);
    }

    boolean hasWhiteout(long number) {
        return has(whiteouts, number);
    }

    long weight() {
        return 100 + 8L * (others.length + directories.length + whiteouts.length + opaques.length);
    }

    private static boolean has(long[] sorted, long number) {
        return sorted.length != 0 && Arrays.binarySearch(sorted, number) >= 0;
    }
}
