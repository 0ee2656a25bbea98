package dev.plimsoll.ingest.registry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads manifests of artifacts, and lists of them, as far as they make sense. */
final class ArtifactReader {

    /** cosign and oras make one for each statement; nobody has so many. */
    private static final int MOST_PARTS = 50;

    private static final int MOST_REFERRERS = 1_000;

    /** Where clients write what a part holds. */
    private static final List<String> PREDICATE_TYPES =
            List.of(
                    "predicateType",
                    "in-toto.io/predicate-type",
                    "dev.sigstore.bundle.predicateType");

    private ArtifactReader() {}

    /**
     * @param digest of the document, already verified
     * @throws ImageRefusedException MANIFEST_INVALID
     */
    static Artifact artifact(byte[] document, Digest digest) {
        var root = UntrustedJson.object(document, Reason.MANIFEST_INVALID, "manifest " + digest);
        var parts = new ArrayList<Artifact.Part>();
        // The first artifact manifests called them blobs.
        for (var node : elements(root.has("layers") ? root.get("layers") : root.get("blobs"))) {
            if (parts.size() < MOST_PARTS) {
                parts.add(new Artifact.Part(descriptor(node, digest), predicateType(node)));
            }
        }
        var subject = root.get("subject");
        return new Artifact(
                digest, subject == null ? null : new Digest(text(subject, "digest")), parts);
    }

    /**
     * @param document an index, as the referrers API or the tag in its place gives it
     * @throws ImageRefusedException MANIFEST_INVALID
     */
    static List<Artifact.Referrer> referrers(byte[] document, Digest of) {
        var what = "the list of referrers of " + of;
        var root = UntrustedJson.object(document, Reason.MANIFEST_INVALID, what);
        if (!(root.get("manifests") instanceof JsonNode manifests) || !manifests.isArray()) {
            throw new ImageRefusedException(
                    Reason.MANIFEST_INVALID, what + " is no index: it has no 'manifests'");
        }
        var referrers = new ArrayList<Artifact.Referrer>();
        for (var node : elements(manifests)) {
            if (referrers.size() < MOST_REFERRERS) {
                referrers.add(
                        new Artifact.Referrer(
                                descriptor(node, of),
                                text(node, "artifactType"),
                                predicateType(node)));
            }
        }
        return referrers;
    }

    private static List<JsonNode> elements(@Nullable JsonNode array) {
        return array == null || !array.isArray() ? List.of() : List.copyOf(array.values());
    }

    private static Descriptor descriptor(JsonNode node, Digest digest) {
        var size = node.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new ImageRefusedException(
                    Reason.MANIFEST_INVALID,
                    "manifest %s is refused: a descriptor has no sensible size".formatted(digest));
        }
        return new Descriptor(
                text(node, "mediaType"), new Digest(text(node, "digest")), size.longValue());
    }

    private static String predicateType(JsonNode node) {
        var annotations = node.get("annotations");
        if (annotations == null) {
            return "";
        }
        for (var name : PREDICATE_TYPES) {
            var type = text(annotations, name);
            if (!type.isEmpty()) {
                return type;
            }
        }
        return "";
    }

    private static String text(JsonNode node, String field) {
        var value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
