package dev.plimsoll.analysis.report;

/** Nobody has seen an image of that id. */
final class UnknownImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownImageException(String id) {
        super("no image has the id '%s'".formatted(id));
    }
}
