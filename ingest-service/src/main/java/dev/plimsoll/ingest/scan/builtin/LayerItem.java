package dev.plimsoll.ingest.scan.builtin;

/** Something in a layer that lies at a wanted path, or above one; its path is normalised. */
sealed interface LayerItem {

    String path();

    record File(String path, FileContent content) implements LayerItem {}

    record Directory(String path) implements LayerItem {}

    /**
     * @param target as written
     */
    record SymbolicLink(String path, String target) implements LayerItem {}

    /**
     * @param target normalised
     */
    record HardLink(String path, String target) implements LayerItem {}

    /** A device, a pipe, a file where a directory is expected. */
    record Other(String path) implements LayerItem {}
}
