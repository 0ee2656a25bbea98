package dev.plimsoll.analysis.index;

/**
 * Something to be written.
 *
 * @param source the document itself, written as JSON by {@link DocumentJson}
 */
record Document(String index, String id, Object source) {}
