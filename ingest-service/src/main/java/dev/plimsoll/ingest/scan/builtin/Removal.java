package dev.plimsoll.ingest.scan.builtin;

/**
 * What a layer takes away of the layers below, never of itself, wherever in the layer it stands
 * (OCI image specification, "Whiteouts").
 */
sealed interface Removal {

    String path();

    /** The path and everything below it. */
    record Whiteout(String path) implements Removal {}

    /** Everything below the path. */
    record Opaque(String path) implements Removal {}
}
