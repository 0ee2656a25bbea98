package dev.plimsoll.embedded.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another tool's view of our registry and our images. */
class SkopeoIT {

    @TempDir Path folder;

    @BeforeEach
    void skopeoIsInstalled() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "skopeo"))),
                "skopeo is not installed");
    }

    @Test
    void copiesAnImageOutOfTheRegistryAndBackInto() throws Exception {
        var image =
                ImageBuilder.of(Format.DOCKER)
                        .layer(
                                Layer.builder().file("etc/os-release", "ID=debian\n").build(),
                                "FROM debian")
                        .build();
        var options =
                RegistryOptions.in(folder.resolve("registry")).withCredentials("ci", "secret");
        try (var registry = EmbeddedRegistry.start(options);
                var client =
                        RegistryClient.basic(
                                URI.create("http://" + registry.host()), "ci", "secret")) {
            client.push(image, "team/web", "1.0");
            var name = "docker://" + registry.host() + "/team/web";
            var layout = "oci:" + folder.resolve("layout") + ":1.0";

            skopeo(
                    "copy",
                    "--src-tls-verify=false",
                    "--src-creds=ci:secret",
                    name + ":1.0",
                    layout);
            skopeo(
                    "copy",
                    "--dest-tls-verify=false",
                    "--dest-creds=ci:secret",
                    layout,
                    name + ":2.0");

            assertThat(skopeo("list-tags", "--tls-verify=false", "--creds=ci:secret", name))
                    .contains("1.0", "2.0");
            try (var archive = ImageArchive.open(folder.resolve("layout"))) {
                assertThat(archive.images().getFirst().names()).containsExactly("1.0");
            }
        }
    }

    private static String skopeo(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
