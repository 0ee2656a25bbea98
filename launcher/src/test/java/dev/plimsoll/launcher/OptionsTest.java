package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @TempDir Path folder;

    @Test
    void tellTheWholeStoryOfTheSamplesWithoutAny() throws Exception {
        var options = Options.parse(List.of());

        assertThat(options)
                .isEqualTo(
                        new Options(
                                false,
                                false,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                Options.USUAL_PORT_BASE));
        assertThat(options.samples()).isTrue();
    }

    @Test
    void canAllBeGiven() throws Exception {
        var web = Files.createFile(folder.resolve("Web App.tar.gz"));
        var base = Files.createDirectory(folder.resolve("layout"));

        var options =
                Options.parse(
                        List.of(
                                "--once",
                                "--oci",
                                web.toString(),
                                "--oci",
                                "team/base:12=" + base,
                                "--image",
                                "alpine",
                                "--advisories",
                                folder.toString(),
                                "--rules",
                                folder.toString(),
                                "--findings",
                                folder.resolve("findings").toString(),
                                "--port-base",
                                "20000"));

        assertThat(options)
                .isEqualTo(
                        new Options(
                                false,
                                true,
                                List.of("docker.io/library/alpine:latest"),
                                List.of(
                                        new Options.Archive(null, web),
                                        new Options.Archive(
                                                new ImageName("team/base", "12"), base)),
                                folder,
                                folder,
                                folder.resolve("findings"),
                                20000));
        assertThat(options.samples()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--onse | unknown option '--onse'",
                "stray | unknown option 'stray'",
                "--oci | option --oci needs a value",
                "--oci --once | option --oci needs a value",
                "--oci nowhere.tar | option --oci: there is no 'nowhere.tar'",
                "--oci Big/Name=pom.xml | 'Big/Name' is not a repository",
                "--oci name:?=pom.xml | '?' is not a tag",
                "--oci name:1=nowhere | option --oci: there is no 'nowhere'",
                "--oci pom.xml --oci pom.xml | two archives would be pom.xml:latest",
                "--advisories nowhere | option --advisories: there is no 'nowhere'",
                "--rules pom.xml | option --rules: 'pom.xml' is not a folder",
                "--findings nowhere/f | option --findings: 'nowhere/f' cannot be written",
                "--findings src | option --findings: 'src' is a folder",
                "--port-base x | option --port-base: 'x' is not a port",
                "--port-base 80 | option --port-base: '80' is not a port",
                "--port-base 65535 | option --port-base: '65535' is not a port",
                "--image ?? | option --image: '??' is not an image reference",
            })
    void areRefusedByName(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(List.of(arguments.split(" "))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "alpine, docker.io/library/alpine:latest",
        "team/web:1.2, docker.io/team/web:1.2",
        "ghcr.io/team/web, ghcr.io/team/web:latest",
        "127.0.0.1:5000/web:1, 127.0.0.1:5000/web:1",
        "ghcr.io/web@sha256:aa, ghcr.io/web@sha256:aa",
    })
    void fillInWhatPeopleLeaveOutOfAnImagesName(String given, String full) throws Exception {
        assertThat(Reference.parse(given)).hasToString(full);
    }

    @ParameterizedTest
    @CsvSource({
        "Alpine-3.11.docker-save.tar.gz, alpine-3.11:latest",
        "busybox-1.31.1.oci.tar, busybox-1.31.1:latest",
        "my image (final).tar, my-image-final:latest",
        "_.-x__y--z..a.tgz, x__y-z-a:latest",
        "....tar, image:latest",
        "layout, layout:latest",
    })
    void nameAnArchiveAfterItsFile(String file, String name) {
        assertThat(ImageName.of(Path.of("/somewhere", file))).hasToString(name);
    }
}
