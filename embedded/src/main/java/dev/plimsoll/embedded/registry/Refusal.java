package dev.plimsoll.embedded.registry;

import java.io.Serial;

/** A request that is answered with an error of the distribution specification. */
final class Refusal extends Exception {

    @Serial private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal nameUnknown(String repository) {
        return new Refusal(
                404, "NAME_UNKNOWN", "repository name not known to registry: " + repository);
    }

    static Refusal manifestUnknown(String reference) {
        return new Refusal(404, "MANIFEST_UNKNOWN", "manifest unknown: " + reference);
    }

    static Refusal blobUnknown(String digest) {
        return new Refusal(404, "BLOB_UNKNOWN", "blob unknown to registry: " + digest);
    }

    static Refusal digestInvalid(String digest) {
        return new Refusal(
                400, "DIGEST_INVALID", "provided digest did not match uploaded content: " + digest);
    }

    static Refusal unsupported() {
        return new Refusal(405, "UNSUPPORTED", "the operation is unsupported");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
