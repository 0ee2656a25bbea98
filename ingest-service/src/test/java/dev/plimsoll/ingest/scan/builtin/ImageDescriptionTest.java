package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.SecretFound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDescriptionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RUN |2 TOKEN=se cret USER=x /bin/sh -c make; RUN /bin/sh -c make",
                "|1 TOKEN=secret /bin/sh -c make; /bin/sh -c make",
                "RUN |1 TOKEN=secret powershell make; RUN |1 ...",
                "RUN /bin/sh -c echo |1; RUN /bin/sh -c echo |1",
                "COPY . /app # buildkit; COPY . /app # buildkit"
            })
    void valuesOfBuildArgumentsAreLeftOut(String instruction, String shown) {
        assertThat(ImageDescription.withoutBuildArguments(instruction)).isEqualTo(shown);
    }

    @Test
    void secretsAreToldByWhereTheyAreAndNeverShown() {
        var described =
                describe(
                        """
                        {"os":"linux","architecture":"amd64",
                         "config":{"Env":["DB_PASSWORD=hunter2","PATH=/bin"],
                          "Labels":{"source":"https://ann:hunter2@example.com/x","team":"voice"}},
                         "history":[
                          {"created_by":"ENV DB_PASSWORD=hunter2","empty_layer":true},
                          {"created_by":"RUN |1 DB_PASSWORD=hunter2 /bin/sh -c make"},
                          {"created_by":"RUN /bin/sh -c curl -u x https://ann:hunter2@example.com/x"}]}
                        """);

        assertThat(described.config().getSecrets())
                .containsExactly(
                        new SecretFound("environment variable DB_PASSWORD", "password"),
                        new SecretFound("label source", "password-in-url"),
                        new SecretFound("instruction 1", "password"),
                        new SecretFound("instruction 2", "password"),
                        new SecretFound("instruction 3", "password-in-url"));
        assertThat(described.config().getEnvironmentNames()).containsExactly("DB_PASSWORD", "PATH");
        assertThat(described.config().getLabels())
                .isEqualTo(Map.of("source", "https://ann:***@example.com/x", "team", "voice"));
        assertThat(described.instructions())
                .containsExactly(
                        "RUN /bin/sh -c make",
                        "RUN /bin/sh -c curl -u x https://ann:***@example.com/x");
    }

    @Test
    void aSecretAtTheEndOfWhatIsShownIsNotCutIntoSomethingThatIsShown() {
        var described =
                describe(
                        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"history\":[{\"created_by\":\"RUN %s PASSWORD=%s\"}]}"
                                .formatted("x".repeat(4_080), "hunter2".repeat(10)));

        assertThat(described.instructions().getFirst())
                .endsWith("PASSWORD=**")
                .doesNotContain("hunt");
    }

    @Test
    void whatIsTooLongToBeSearchedIsNotShown() {
        var described =
                describe(
                        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"history\":[{\"created_by\":\"RUN %s\"}]}"
                                .formatted("x".repeat(300_000)));

        assertThat(described.instructions()).containsExactly("***");
        assertThat(described.config().getSecrets())
                .containsExactly(new SecretFound("instruction 1", "not-searched"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "-; ['/bin/sh','-c','node .']; true",
                "['/bin/sh','-c','node .']; ['x']; true",
                "['/bin/sh','-c','exec node .']; -; false",
                "['/usr/bin/tini','--']; ['/bin/bash','-c','node .']; true",
                "['docker-entrypoint.sh']; ['node','.']; false",
                "-; ['bash']; false",
                "-; -; -",
                "[]; []; -"
            })
    void aShellBetweenTheContainerAndItsProgramIsTold(
            String entrypoint, String command, Boolean shellForm) {
        var config =
                "{'os':'linux','architecture':'amd64','config':{'Entrypoint':%s,'Cmd':%s}}"
                        .formatted(entrypoint, command);

        assertThat(describe(config.replace('\'', '"')).config())
                .extracting(ImageConfig::getShellForm)
                .isEqualTo(shellForm);
    }

    private static ImageDescription describe(String config) {
        return ImageDescription.parse(config.getBytes(StandardCharsets.UTF_8));
    }
}
