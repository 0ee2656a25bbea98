package dev.plimsoll.ingest.scan.builtin;

/** What lies at a path of the merged image. */
sealed interface Node {

    /**
     * @param layer index of the layer that put it here
     */
    record File(FileContent content, int layer) implements Node {}

    record Directory() implements Node {}

    /**
     * @param target as written
     */
    record Link(String target) implements Node {}

    /** A hard link to a file that no layer was asked to keep. */
    record Unread(String target) implements Node {}

    record Other() implements Node {}
}
