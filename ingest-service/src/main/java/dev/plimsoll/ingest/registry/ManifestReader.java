package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads OCI and Docker (schema 2) manifests and indexes. A document that could be taken for both is
 * refused (CVE-2021-41190).
 */
final class ManifestReader {

    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private static final Set<String> IMAGE_CONFIGS =
            Set.of(
                    "application/vnd.oci.image.config.v1+json",
                    "application/vnd.docker.container.image.v1+json");

    private static final int MAX_CHILDREN = 1_000;
    private static final int MAX_LAYERS = 512;
    private static final int MAX_ANNOTATIONS = 200;
    private static final int MAX_ANNOTATION = 1_024;

    private ManifestReader() {}

    /**
     * @param digest of the document, already verified
     * @param contentType what the registry calls it; empty if it says nothing
     */
    static Manifest read(byte[] document, Digest digest, String contentType) {
        var root = UntrustedJson.object(document, Reason.MANIFEST_INVALID, "manifest " + digest);
        InlineData.check(root, digest);
        var version = root.get("schemaVersion");
        if (version != null && version.isIntegralNumber() && version.longValue() == 1) {
            throw new ImageRefusedException(
                    Reason.UNSUPPORTED_ARTIFACT,
                    "manifest %s has schema version 1; push the image with a current client"
                            .formatted(digest));
        }
        var mediaType = mediaType(root, contentType, digest);
        boolean index = root.has("manifests");
        boolean image = root.has("layers") || root.has("config");
        if (index && image) {
            throw invalid(digest, "it has both 'manifests' and 'layers' or 'config'");
        }
        return switch (mediaType) {
            case OCI_INDEX, DOCKER_LIST -> index(root, digest);
            case OCI_MANIFEST, DOCKER_MANIFEST -> image(root, digest);
            default -> {
                if (index) {
                    yield index(root, digest);
                }
                if (image) {
                    yield image(root, digest);
                }
                throw new ImageRefusedException(
                        Reason.UNSUPPORTED_ARTIFACT,
                        "manifest %s has the unknown type '%s'"
                                .formatted(digest, Printable.of(mediaType)));
            }
        };
    }

    private static String mediaType(JsonNode root, String contentType, Digest digest) {
        var header = contentType.split(";", 2)[0].strip();
        var declared = text(root, "mediaType", digest);
        if (declared.isEmpty()) {
            return isManifest(header) ? header : "";
        }
        if (isManifest(header) && !header.equals(declared)) {
            throw new ImageRefusedException(
                    Reason.MEDIA_TYPE_MISMATCH,
                    "manifest %s calls itself '%s', the registry says '%s'"
                            .formatted(digest, Printable.of(declared), Printable.of(header)));
        }
        return declared;
    }

    private static boolean isManifest(String mediaType) {
        return switch (mediaType) {
            case OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST -> true;
            default -> false;
        };
    }

    private static Manifest.Image image(JsonNode root, Digest digest) {
        var configNode = root.get("config");
        if (configNode == null) {
            throw invalid(digest, "it has no 'config'");
        }
        var config = descriptor(configNode, digest);
        if (!IMAGE_CONFIGS.contains(config.mediaType())) {
            throw new ImageRefusedException(
                    Reason.UNSUPPORTED_ARTIFACT,
                    "manifest %s is no container image: its configuration is '%s'"
                            .formatted(digest, Printable.of(config.mediaType())));
        }
        var layers =
                array(root, "layers", MAX_LAYERS, Reason.LIMIT_LAYERS, digest).stream()
                        .map(layer -> descriptor(layer, digest))
                        .toList();
        return new Manifest.Image(digest, config, layers, annotations(root));
    }

    /** Those that make sense: what they say is a hint, so nonsense is no reason to refuse. */
    private static Map<String, String> annotations(JsonNode root) {
        var read = new HashMap<String, String>();
        var annotations = root.get("annotations");
        if (annotations != null && annotations.isObject()) {
            for (var annotation : annotations.properties()) {
                var value = string(annotation.getValue());
                if (read.size() < MAX_ANNOTATIONS
                        && value != null
                        && value.length() <= MAX_ANNOTATION
                        && annotation.getKey().length() <= MAX_ANNOTATION) {
                    read.put(annotation.getKey(), value);
                }
            }
        }
        return read;
    }

    private static Manifest.Index index(JsonNode root, Digest digest) {
        var children =
                array(root, "manifests", MAX_CHILDREN, Reason.INDEX_LIMIT, digest).stream()
                        .map(
                                child ->
                                        new Manifest.Child(
                                                descriptor(child, digest), platform(child)))
                        .toList();
        return new Manifest.Index(digest, children);
    }

    private static List<JsonNode> array(
            JsonNode root, String field, int limit, Reason reason, Digest digest) {
        var array = root.get(field);
        if (array == null || !array.isArray()) {
            throw invalid(digest, "'%s' is no array".formatted(field));
        }
        if (array.size() > limit) {
            throw new ImageRefusedException(
                    reason,
                    "manifest %s lists %d %s, at most %d are read"
                            .formatted(digest, array.size(), field, limit));
        }
        var elements = new ArrayList<JsonNode>(array.size());
        array.forEach(elements::add);
        return elements;
    }

    private static Descriptor descriptor(JsonNode node, Digest digest) {
        var size = node.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw invalid(digest, "a descriptor has no sensible size");
        }
        return new Descriptor(
                text(node, "mediaType", digest),
                new Digest(text(node, "digest", digest)),
                size.longValue());
    }

    /** Empty for attestations, which say {@code unknown/unknown}, and for nonsense. */
    private static Optional<Platform> platform(JsonNode child) {
        var platform = child.get("platform");
        if (platform == null) {
            return Optional.empty();
        }
        var os = string(platform.get("os"));
        var architecture = string(platform.get("architecture"));
        var variant = string(platform.get("variant"));
        if (os == null || architecture == null || os.equals("unknown")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Platform(os, architecture, variant == null ? "" : variant));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node, String field, Digest digest) {
        var value = node.get(field);
        if (value == null) {
            return "";
        }
        var text = string(value);
        if (text == null) {
            throw invalid(digest, "'%s' is no text".formatted(field));
        }
        return text;
    }

    private static @Nullable String string(@Nullable JsonNode node) {
        return node != null && node.isString() ? node.stringValue() : null;
    }

    private static ImageRefusedException invalid(Digest digest, String why) {
        return new ImageRefusedException(
                Reason.MANIFEST_INVALID, "manifest %s is refused: %s".formatted(digest, why));
    }
}
