package dev.plimsoll.embedded.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageArchiveTest {

    private static final Publishable.Image IMAGE =
            ImageBuilder.of(Format.OCI)
                    .layer(
                            Layer.builder().file("etc/os-release", "ID=debian\n").build(),
                            "FROM debian")
                    .layer(
                            Layer.builder().whiteout("etc/motd").build(),
                            "RUN rm /etc/motd",
                            Compression.ZSTD)
                    .build();

    @TempDir Path folder;

    private final TreeMap<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void anOciLayout() throws IOException {
        files.put("oci-layout", bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
        putBlob(IMAGE.manifest());
        for (var blob : IMAGE.blobs()) {
            putBlob(blob.open().readAllBytes());
        }
        files.put("index.json", index(IMAGE, "web:1.0"));
    }

    @Test
    void readsALayoutAsFolderAsTarAndAsGzip() throws Exception {
        for (var path : List.of(asFolder(), asTar("plain.tar"), asGzip("packed.tar.gz"))) {
            try (var archive = ImageArchive.open(path)) {
                var image = archive.images().getFirst();

                assertThat(image.names()).as(path.toString()).containsExactly("web:1.0");
                assertThat(image.content().manifest()).isEqualTo(IMAGE.manifest());
            }
        }
    }

    @Test
    void pushesAnArchiveUnchanged() throws Exception {
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(folder.resolve("registry")));
                var client = RegistryClient.anonymous(URI.create("http://" + registry.host()));
                var archive = ImageArchive.open(asTar("web.tar"))) {
            client.push(archive.images().getFirst().content(), "team/web", "1.0");

            var manifest =
                    folder.resolve("registry/repositories/team/web/_manifests")
                            .resolve(IMAGE.digest().hex());
            assertThat(manifest.resolve("content")).hasBinaryContent(IMAGE.manifest());
        }
    }

    @Test
    void packsThePlainLayersOfADockerArchiveAndFollowsItsLinks() throws Exception {
        var layer = Layer.builder().file("etc/os-release", "ID=alpine\n").build();
        files.clear();
        files.put("config.json", bytes("{\"os\":\"linux\"}"));
        files.put("a/layer.tar", layer.tar());
        files.put(
                "manifest.json",
                bytes(
                        "[{\"Config\":\"config.json\",\"RepoTags\":[\"alpine:3\"],\"Layers\":[\"a/layer.tar\",\"b/layer.tar\"]}]"));
        var path = folder.resolve("saved.tar");
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(path))) {
            putAll(tar);
            var link = new TarArchiveEntry("b/layer.tar", TarConstants.LF_SYMLINK);
            link.setLinkName("../a/layer.tar");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }

        try (var archive = ImageArchive.open(path)) {
            var image = archive.images().getFirst();

            assertThat(image.names()).containsExactly("alpine:3");
            assertThat(image.content()).isInstanceOf(Publishable.Image.class);
            var blobs = ((Publishable.Image) image.content()).blobs();
            assertThat(blobs)
                    .extracting(Blob::mediaType)
                    .containsExactly(
                            Format.DOCKER.config(),
                            Format.DOCKER.layer(Compression.GZIP),
                            Format.DOCKER.layer(Compression.GZIP));
            var packed = layer.blob(Format.DOCKER, Compression.GZIP).digest();
            assertThat(blobs).extracting(Blob::digest).endsWith(packed, packed);
        }
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        var layer = IMAGE.blobs().getLast().digest();
        files.remove("blobs/sha256/" + layer.hex());

        assertUnreadable(asTar("half.tar"), "'blobs/sha256/%s' is missing".formatted(layer.hex()));
    }

    @Test
    void refusesAManifestThatIsNotWhatItsDigestSays() throws Exception {
        files.put("blobs/sha256/" + IMAGE.digest().hex(), bytes("{}"));

        assertUnreadable(asTar("changed.tar"), "has another digest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"manifests\":[{\"digest\":\"sha256:../../../etc/passwd\"}]}",
                ""
            })
    void refusesABrokenIndex(String index) throws Exception {
        files.put("index.json", bytes(index));

        assertUnreadable(asTar("broken.tar"), "broken.tar: ");
    }

    @Test
    void refusesWhatIsNoArchiveOfImages() throws Exception {
        files.clear();
        files.put("readme", bytes("hello"));
        var text = Files.writeString(folder.resolve("notes.txt"), "hello");

        assertUnreadable(asTar("other.tar"), "neither an OCI layout");
        assertUnreadable(text, "notes.txt: ");
        assertUnreadable(folder.resolve("nowhere.tar"), "no such file");
    }

    @Test
    void doesNotFollowALinkOutOfALayoutFolder() throws Exception {
        var layout = asFolder();
        var secret = Files.writeString(folder.resolve("secret"), "{}");
        Files.delete(layout.resolve("index.json"));
        Files.createSymbolicLink(layout.resolve("index.json"), secret);

        assertUnreadable(layout, "is a link to outside");
    }

    private static void assertUnreadable(Path path, String problem) {
        assertThatThrownBy(
                        () -> {
                            try (var archive = ImageArchive.open(path)) {
                                archive.images();
                            }
                        })
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(problem);
    }

    private void putBlob(byte[] content) {
        files.put("blobs/sha256/" + Digest.of(content).hex(), content);
    }

    private static byte[] index(Publishable.Image image, String name) {
        return bytes(
                """
                {"schemaVersion": 2, "manifests": [{"mediaType": "%s", "digest": "%s", "size": %d,
                 "annotations": {"org.opencontainers.image.ref.name": "%s"}}]}"""
                        .formatted(
                                image.mediaType(), image.digest(), image.manifest().length, name));
    }

    private Path asFolder() throws IOException {
        var layout = folder.resolve("layout");
        for (var file : files.entrySet()) {
            var target = layout.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return layout;
    }

    private Path asTar(String name) throws IOException {
        var path = folder.resolve(name);
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(path))) {
            putAll(tar);
        }
        return path;
    }

    private Path asGzip(String name) throws IOException {
        var path = folder.resolve(name);
        try (var tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(path)))) {
            putAll(tar);
        }
        return path;
    }

    private void putAll(TarArchiveOutputStream tar) throws IOException {
        for (var file : files.entrySet()) {
            var entry = new TarArchiveEntry("./" + file.getKey());
            entry.setSize(file.getValue().length);
            tar.putArchiveEntry(entry);
            tar.write(file.getValue());
            tar.closeArchiveEntry();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
