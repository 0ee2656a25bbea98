package dev.plimsoll.ingest.coverage;

/** How a registry tells what it holds. */
public enum CatalogueKind {
    /** {@code /v2/_catalog} and {@code tags/list}. */
    DISTRIBUTION,
    /** Harbor's own API, which shows each account the projects it may see. */
    HARBOR,
    /**
     * A configured list of repositories and {@code tags/list}, for registries without a catalogue.
     */
    LIST
}
