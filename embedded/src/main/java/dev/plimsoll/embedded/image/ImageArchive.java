package dev.plimsoll.embedded.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The images in an OCI layout (folder or tar) or a {@code docker save} archive (gzip-compressed or
 * not). An archive that is both is read as an OCI layout, which has the manifest as it was built.
 */
public final class ImageArchive implements AutoCloseable {

    static final JsonMapper json = JsonMapper.shared();

    private static final int LARGEST_DESCRIPTION = 8 << 20;
    private static final int DEEPEST_INDEX = 4;

    private final Path path;
    private final ArchiveFiles files;
    private final List<Path> temporary = new ArrayList<>();

    private ImageArchive(Path path, ArchiveFiles files) {
        this.path = path;
        this.files = files;
    }

    /**
     * One image of the archive.
     *
     * @param names as the archive gives them, "repository:tag" or whatever was saved; may be empty
     * @param remarks where the archive contradicts itself, and what was made of it
     */
    public record Named(List<String> names, Publishable content, List<String> remarks) {

        public Named {
            names = List.copyOf(names);
            remarks = List.copyOf(remarks);
        }
    }

    /** Opens the archive; its images can be read and pushed until it is closed. */
    public static ImageArchive open(Path path) throws IOException {
        return new ImageArchive(path, ArchiveFiles.open(path));
    }

    /**
     * Everything in the archive, its blobs read once to know their digests.
     *
     * @throws ArchiveException if it is no image archive or a part of it is missing
     */
    public List<Named> images() throws IOException {
        try {
            if (files.find("oci-layout").isPresent() || files.find("index.json").isPresent()) {
                return layout();
            }
            var manifest = files.find("manifest.json");
            if (manifest.isPresent()) {
                return saved(manifest.get());
            }
        } catch (ArchiveException e) {
            throw e;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new ArchiveException(path, String.valueOf(e.getMessage()), e);
        }
        throw new ArchiveException(
                path,
                "neither an OCI layout (no index.json) nor a docker save archive (no manifest.json)");
    }

    @Override
    public void close() throws IOException {
        files.close();
        for (var file : temporary) {
            Files.deleteIfExists(file);
        }
    }

    // OCI layout

    private List<Named> layout() throws IOException {
        var index = json.readTree(required("index.json").read(LARGEST_DESCRIPTION));
        var images = new ArrayList<Named>();
        for (var descriptor : index.path("manifests")) {
            var remarks = new ArrayList<String>();
            images.add(new Named(names(descriptor), publishable(descriptor, 0, remarks), remarks));
        }
        if (images.isEmpty()) {
            throw new ArchiveException(path, "index.json names no image");
        }
        if (images.size() > 1 && images.stream().allMatch(image -> image.names().isEmpty())) {
            return List.of(
                    new Named(
                            List.of(),
                            together(index, images),
                            images.stream().flatMap(image -> image.remarks().stream()).toList()));
        }
        return images;
    }

    /**
     * Several nameless entries are the platforms of one image: the layout's own index becomes its
     * index.
     */
    private static Publishable together(JsonNode index, List<Named> images) {
        return new Publishable.Index(
                index.path("mediaType").asString(Format.OCI.index()),
                json.writeValueAsBytes(index),
                images.stream().map(Named::content).toList());
    }

    private static List<String> names(JsonNode descriptor) {
        var annotations = descriptor.path("annotations");
        return List.of("io.containerd.image.name", "org.opencontainers.image.ref.name").stream()
                .map(key -> annotations.path(key).asString(""))
                .filter(name -> !name.isBlank())
                .limit(1)
                .toList();
    }

    private Publishable publishable(JsonNode descriptor, int depth, List<String> remarks)
            throws IOException {
        if (depth > DEEPEST_INDEX) {
            throw new ArchiveException(
                    path,
                    "indexes of indexes of indexes: more than %d deep".formatted(DEEPEST_INDEX));
        }
        var digest = digest(descriptor);
        var content = blobFile(digest).read(LARGEST_DESCRIPTION);
        if (!Digest.of(content).equals(digest)) {
            throw new ArchiveException(
                    path,
                    "the content of %s has another digest: %s"
                            .formatted(digest, Digest.of(content)));
        }
        var manifest = json.readTree(content);
        var mediaType =
                manifest.path("mediaType").asString(descriptor.path("mediaType").asString(""));
        if (manifest.has("manifests")) {
            var children = new ArrayList<Publishable>();
            for (var child : manifest.path("manifests")) {
                children.add(publishable(child, depth + 1, remarks));
            }
            return new Publishable.Index(mediaType, content, children);
        }
        if (!manifest.has("layers") || !manifest.has("config")) {
            throw new ArchiveException(
                    path, "%s is neither an image manifest nor an index".formatted(digest));
        }
        return image(mediaType, content, manifest, remarks);
    }

    /**
     * No registry takes a blob under a digest that is not its own. An image with such a blob,
     * usually one that somebody edited, is read as what it really holds: its manifest is written
     * anew with the true digests.
     */
    private Publishable image(
            String mediaType, byte[] content, JsonNode manifest, List<String> remarks)
            throws IOException {
        var descriptors = new ArrayList<JsonNode>();
        descriptors.add(manifest.path("config"));
        manifest.path("layers").forEach(descriptors::add);
        var blobs = new ArrayList<Blob>();
        var edited = false;
        for (var descriptor : descriptors) {
            var named = digest(descriptor);
            // A layer with "urls" is fetched from elsewhere and not in the archive.
            if (descriptor.has("urls") && files.find(blobName(named)).isEmpty()) {
                continue;
            }
            var blob = blob(descriptor);
            blobs.add(blob);
            if (!blob.digest().equals(named) && descriptor instanceof ObjectNode node) {
                node.put("digest", blob.digest().value()).put("size", blob.size());
                remarks.add(
                        "the content of %s is %s, and is published as that"
                                .formatted(named, blob.digest()));
                edited = true;
            }
        }
        return new Publishable.Image(
                mediaType, edited ? json.writeValueAsBytes(manifest) : content, blobs);
    }

    /** With the digest that its content really has. */
    private Blob blob(JsonNode descriptor) throws IOException {
        var file = blobFile(digest(descriptor));
        try (var in = file.source().open()) {
            return new Blob(
                    descriptor.path("mediaType").asString(""),
                    Digest.of(in),
                    file.size(),
                    file.source());
        }
    }

    private Digest digest(JsonNode descriptor) throws IOException {
        var value = descriptor.path("digest").asString("");
        if (!Digest.isDigest(value)) {
            throw new ArchiveException(path, "not a sha256 digest: '%s'".formatted(value));
        }
        return new Digest(value);
    }

    private ArchiveFiles.File blobFile(Digest digest) throws IOException {
        return required(blobName(digest));
    }

    private static String blobName(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private ArchiveFiles.File required(String name) throws IOException {
        return files.find(name)
                .orElseThrow(() -> new ArchiveException(path, "'%s' is missing".formatted(name)));
    }

    // docker save

    private List<Named> saved(ArchiveFiles.File manifest) throws IOException {
        var images = new ArrayList<Named>();
        for (var image : json.readTree(manifest.read(LARGEST_DESCRIPTION))) {
            var names = new ArrayList<String>();
            image.path("RepoTags").forEach(name -> names.add(name.asString("")));
            images.add(new Named(names, savedImage(image), List.of()));
        }
        if (images.isEmpty()) {
            throw new ArchiveException(path, "manifest.json names no image");
        }
        return images;
    }

    private Publishable.Image savedImage(JsonNode image) throws IOException {
        var config = required(image.path("Config").asString("")).read(LARGEST_DESCRIPTION);
        var blobs = new ArrayList<Blob>();
        blobs.add(Blob.of(Format.DOCKER.config(), config));
        for (var layer : image.path("Layers")) {
            blobs.add(packed(required(layer.asString(""))));
        }
        return ImageBuilder.image(Format.DOCKER, blobs);
    }

    /**
     * As it is if it is packed already; else gzip-compressed, which is what a registry usually
     * holds.
     */
    private Blob packed(ArchiveFiles.File layer) throws IOException {
        byte[] head;
        try (var in = layer.source().open()) {
            head = in.readNBytes(4);
        }
        var compression = Compression.of(head);
        if (compression != Compression.NONE) {
            try (var in = layer.source().open()) {
                return new Blob(
                        Format.DOCKER.layer(compression),
                        Digest.of(in),
                        layer.size(),
                        layer.source());
            }
        }
        var file = Files.createTempFile("plimsoll-layer-", ".gz");
        temporary.add(file);
        var hash = Digest.sha256();
        try (var in = layer.source().open();
                var out =
                        Compression.GZIP.into(
                                new DigestOutputStream(Files.newOutputStream(file), hash))) {
            in.transferTo(out);
        }
        return new Blob(
                Format.DOCKER.layer(Compression.GZIP),
                Digest.ofHash(hash.digest()),
                Files.size(file),
                () -> Files.newInputStream(file));
    }
}
