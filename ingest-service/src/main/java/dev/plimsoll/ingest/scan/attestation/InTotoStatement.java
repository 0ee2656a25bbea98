package dev.plimsoll.ingest.scan.attestation;

import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An in-toto statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md).
 *
 * @param subjects hexadecimal digits of the SHA-256 digests it speaks of
 * @param predicate as JSON
 */
record InTotoStatement(String predicateType, Set<String> subjects, JsonNode predicate) {

    private static final int MOST_SUBJECTS = 1_000;

    InTotoStatement {
        subjects = Set.copyOf(subjects);
    }

    /**
     * @throws dev.plimsoll.ingest.registry.ImageRefusedException MANIFEST_INVALID
     */
    static InTotoStatement parse(byte[] document) {
        var root = UntrustedJson.object(document, Reason.MANIFEST_INVALID, "the statement");
        var subjects = new LinkedHashSet<String>();
        if (root.get("subject") instanceof JsonNode all && all.isArray()) {
            for (var subject : all.values()) {
                var digest = text(subject.path("digest").get("sha256"));
                if (subjects.size() < MOST_SUBJECTS && !digest.isEmpty()) {
                    subjects.add(digest);
                }
            }
        }
        return new InTotoStatement(
                text(root.get("predicateType")), subjects, root.path("predicate"));
    }

    boolean isAbout(Digest digest) {
        return subjects.contains(digest.hex());
    }

    private static String text(@Nullable JsonNode node) {
        return node != null && node.isString() ? node.stringValue() : "";
    }
}
