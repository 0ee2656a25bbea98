package dev.plimsoll.analysis.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureTest {

    @Test
    void aWellBuiltImagePassesEveryCheck() {
        var config =
                ImageConfig.newBuilder()
                        .setUser("10001:10001")
                        .setHealthcheck(true)
                        .setEnvironmentNames(List.of("PATH", "DB_PASSWORD_FILE"))
                        .build();

        assertThat(Posture.check("1.4.2", config))
                .containsExactly(
                        checked("non-root", true, "runs as '10001:10001'"),
                        checked("pinned-tag", true, "tag '1.4.2'"),
                        checked("healthcheck", true, "a health check is configured"),
                        checked(
                                "no-secrets",
                                true,
                                "no environment variable is named like a secret"));
    }

    @ParameterizedTest
    @CsvSource({"root", "0", "0:0", "root:staff", "''"})
    void rootIsRootByAnyName(String user) {
        var checks = Posture.check("1", ImageConfig.newBuilder().setUser(user).build());

        assertThat(checks.getFirst().getPassed()).isFalse();
    }

    @Test
    void aMovingTagAndASecretsNameAreTold() {
        var config = ImageConfig.newBuilder().setEnvironmentNames(List.of("API_KEY")).build();

        assertThat(Posture.check("latest", config))
                .contains(
                        checked("pinned-tag", false, "'latest' is a tag that moves"),
                        checked(
                                "no-secrets",
                                false,
                                "environment variables named like secrets: API_KEY"));
    }

    private static PostureCheck checked(String id, boolean passed, String evidence) {
        return new PostureCheck(id, passed, evidence, Severity.UNKNOWN, null, null);
    }
}
