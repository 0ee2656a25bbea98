package dev.plimsoll.launcher;

import dev.plimsoll.embedded.image.Digest;
import dev.plimsoll.embedded.image.Publishable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes an image to a folder as the OCI image layout says, for clients that read one. */
final class OciLayout {

    private OciLayout() {}

    static Path write(Path folder, Publishable content) throws IOException {
        var blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        writeBlobs(blobs, content);
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(
                folder.resolve("index.json"),
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Map.of(
                                        "schemaVersion",
                                        2,
                                        "manifests",
                                        List.of(
                                                Map.of(
                                                        "mediaType",
                                                        content.mediaType(),
                                                        "digest",
                                                        content.digest().value(),
                                                        "size",
                                                        content.manifest().length)))));
        return folder;
    }

    private static void writeBlobs(Path blobs, Publishable content) throws IOException {
        Files.write(file(blobs, content.digest()), content.manifest());
        switch (content) {
            case Publishable.Image image -> {
                for (var blob : image.blobs()) {
                    try (var bytes = blob.open()) {
                        Files.write(file(blobs, blob.digest()), bytes.readAllBytes());
                    }
                }
            }
            case Publishable.Index index -> {
                for (var child : index.children()) {
                    writeBlobs(blobs, child);
                }
            }
        }
    }

    private static Path file(Path blobs, Digest digest) {
        return blobs.resolve(digest.hex());
    }
}
