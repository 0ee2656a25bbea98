package dev.plimsoll.embedded.registry;

import dev.plimsoll.embedded.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the registry keeps, as files: blobs by digest, once for all repositories; per repository the
 * digests of its blobs, its manifests with their media types, and its tags. Names are checked
 * before they get here: none can leave the folder or begin with an underscore, which is what our
 * own folders do.
 */
final class RegistryStore {

    private static final int LARGEST_MANIFEST = 4 << 20;

    private final Path blobs;
    private final Path repositories;
    private final Path uploads;

    RegistryStore(Path root) throws IOException {
        blobs = Files.createDirectories(root.resolve("blobs"));
        repositories = Files.createDirectories(root.resolve("repositories"));
        uploads = Files.createDirectories(root.resolve("uploads"));
    }

    record Manifest(Digest digest, String mediaType, byte[] content) {}

    // Uploads

    UUID beginUpload() throws IOException {
        var id = UUID.randomUUID();
        Files.createFile(uploads.resolve(id.toString()));
        return id;
    }

    Optional<Long> uploadSize(UUID id) throws IOException {
        var file = uploads.resolve(id.toString());
        return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
    }

    void append(UUID id, InputStream content) throws IOException {
        try (var out =
                Files.newOutputStream(uploads.resolve(id.toString()), StandardOpenOption.APPEND)) {
            content.transferTo(out);
        }
    }

    void cancelUpload(UUID id) throws IOException {
        Files.deleteIfExists(uploads.resolve(id.toString()));
    }

    /** Makes the upload a blob of the repository, if its content has the digest. */
    boolean finishUpload(UUID id, String repository, Digest digest) throws IOException {
        var file = uploads.resolve(id.toString());
        try (var content = Files.newInputStream(file)) {
            if (!Digest.of(content).equals(digest)) {
                return false;
            }
        }
        Files.move(
                file,
                blobs.resolve(digest.hex()),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        link(repository, digest);
        return true;
    }

    // Blobs

    Optional<Path> blob(String repository, Digest digest) {
        return Optional.of(blobs.resolve(digest.hex()))
                .filter(
                        _ ->
                                Files.exists(
                                        folder(repository)
                                                .resolve("_layers")
                                                .resolve(digest.hex())));
    }

    boolean mount(String repository, String from, Digest digest) throws IOException {
        if (blob(from, digest).isEmpty()) {
            return false;
        }
        link(repository, digest);
        return true;
    }

    boolean deleteBlob(String repository, Digest digest) throws IOException {
        return Files.deleteIfExists(folder(repository).resolve("_layers").resolve(digest.hex()));
    }

    private void link(String repository, Digest digest) throws IOException {
        var layers = Files.createDirectories(folder(repository).resolve("_layers"));
        Files.writeString(layers.resolve(digest.hex()), "");
    }

    // Manifests

    static byte[] readManifest(InputStream content) throws IOException, Refusal {
        var bytes = content.readNBytes(LARGEST_MANIFEST + 1);
        if (bytes.length > LARGEST_MANIFEST) {
            throw new Refusal(
                    400,
                    "MANIFEST_INVALID",
                    "a manifest has at most %d bytes".formatted(LARGEST_MANIFEST));
        }
        return bytes;
    }

    void putManifest(String repository, Manifest manifest) throws IOException {
        var folder =
                Files.createDirectories(
                        folder(repository).resolve("_manifests").resolve(manifest.digest().hex()));
        write(folder.resolve("content"), manifest.content());
        write(folder.resolve("media-type"), manifest.mediaType().getBytes(StandardCharsets.UTF_8));
    }

    void putTag(String repository, String tag, Digest digest) throws IOException {
        var tags = Files.createDirectories(folder(repository).resolve("_tags"));
        write(tags.resolve(tag), digest.value().getBytes(StandardCharsets.UTF_8));
    }

    Optional<Digest> tagged(String repository, String tag) throws IOException {
        try {
            return Optional.of(
                    new Digest(Files.readString(folder(repository).resolve("_tags").resolve(tag))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    Optional<Manifest> manifest(String repository, Digest digest) throws IOException {
        var folder = folder(repository).resolve("_manifests").resolve(digest.hex());
        try {
            return Optional.of(
                    new Manifest(
                            digest,
                            Files.readString(folder.resolve("media-type")),
                            Files.readAllBytes(folder.resolve("content"))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /**
     * Deletes the manifest and every tag on it, which it returns; empty if there is no such
     * manifest.
     */
    Optional<List<String>> deleteManifest(String repository, Digest digest) throws IOException {
        var folder = folder(repository).resolve("_manifests").resolve(digest.hex());
        if (!Files.deleteIfExists(folder.resolve("media-type"))) {
            return Optional.empty();
        }
        Files.deleteIfExists(folder.resolve("content"));
        Files.delete(folder);
        var tags = new TreeSet<String>();
        for (var tag : tags(repository)) {
            if (tagged(repository, tag).filter(digest::equals).isPresent()) {
                Files.delete(folder(repository).resolve("_tags").resolve(tag));
                tags.add(tag);
            }
        }
        return Optional.of(List.copyOf(tags));
    }

    boolean exists(String repository) {
        return Files.isDirectory(folder(repository).resolve("_manifests"));
    }

    /** In alphabetical order. */
    List<String> tags(String repository) throws IOException {
        var folder = folder(repository).resolve("_tags");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    /** In alphabetical order. */
    List<String> repositories() throws IOException {
        try (Stream<Path> files = Files.walk(repositories)) {
            return files.filter(file -> file.endsWith("_manifests"))
                    .map(file -> repositories.relativize(file.resolveSibling("")).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path folder(String repository) {
        return repositories.resolve(repository);
    }

    /** No tag can end so: "~" is not in its grammar. */
    private static final String UNFINISHED = "~";

    private static void write(Path file, byte[] content) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.write(unfinished, content);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
