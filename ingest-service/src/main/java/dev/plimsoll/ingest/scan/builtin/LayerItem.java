package dev.plimsoll.ingest.scan.builtin;

/** Something in a layer that matters; its path is normalised. */
sealed interface LayerItem {

    String path();

    /**
     * @param content not copied: nobody changes it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, on purpose
    record File(String path, byte[] content) implements LayerItem {}

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
