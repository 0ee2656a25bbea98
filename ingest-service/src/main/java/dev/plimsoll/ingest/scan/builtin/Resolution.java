package dev.plimsoll.ingest.scan.builtin;

/** Where a path of the image leads when links are followed. */
sealed interface Resolution {

    /**
     * @param path the real one
     */
    record Found(String path, Node.File file) implements Resolution {}

    /** There is nothing, or no file. */
    record Absent(String path) implements Resolution {}

    /** Links lead to a path that no layer was asked about. */
    record Unread(String path) implements Resolution {}

    /** Links lead in a circle, or further than anybody follows. */
    record Circular(String path) implements Resolution {}
}
