package dev.plimsoll.analysis.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class AccessPropertiesTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(AccessProperties.class)
    static class Settings {}

    @Test
    void onlyTheNameHasADefault() {
        context.withPropertyValues("analysis.access.password=secret")
                .run(
                        started ->
                                assertThat(started.getBean(AccessProperties.class))
                                        .isEqualTo(
                                                new AccessProperties(
                                                        "reader", "secret", List.of(), List.of(),
                                                        null)));
    }

    @Test
    void withoutAPasswordNothingStartsAndTheSettingIsNamed() {
        context.run(
                started ->
                        assertThat(started)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("analysis.access")
                                .hasMessageContaining("password")
                                .hasMessageContaining("must be set"));
    }

    @Test
    void aMisspeltSettingIsNamed() {
        context.withPropertyValues("analysis.access.password=secret", "analysis.access.user=me")
                .run(
                        started ->
                                assertThat(started)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("analysis.access.user"));
    }

    @Test
    void thePasswordIsNotInItsText() {
        assertThat(new AccessProperties("reader", "secret", List.of(), List.of(), null).toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens[0].name=ci;tokens[0].roles=decider",
                "tokens[0].name=ci;tokens[0].roles=decider;tokens[0].secret=hunter2",
                "tokens[0].name=ci;tokens[0].roles=decider;tokens[0].sha256=hunter2",
                "tokens[0].name=ci;tokens[0].secret=hunter2-hunter2-hunter2-hunter2",
                "tokens[0].name=ci;tokens[0].roles=owner;tokens[0].secret=hunter2-hunter2-hunter2-hunter2",
                "tokens[0].name=ci;tokens[0].roles=decider;tokens[0].images=a/*;tokens[0].secret=hunter2-hunter2-hunter2-hunter2",
                "tokens[0].name=file;tokens[0].roles=decider;tokens[0].secret=hunter2-hunter2-hunter2-hunter2",
                "tokens[0].name=reader;tokens[0].roles=decider;tokens[0].secret=hunter2-hunter2-hunter2-hunter2",
                "accounts[0].name=anna;accounts[0].roles=decider;accounts[0].password=hunter2",
                "accounts[0].name=an\u202ena;accounts[0].roles=decider;accounts[0].password=hunter2-hunter2",
                "oidc.issuer-uri=https://id.example.com;oidc.grants[0].value=a;oidc.grants[0].roles=reader",
                "oidc.audience=plimsoll;oidc.grants[0].value=a;oidc.grants[0].roles=reader",
                "oidc.issuer-uri=http://id.example.com;oidc.audience=plimsoll;oidc.grants[0].value=a;oidc.grants[0].roles=reader",
                "oidc.issuer-uri=https://id.example.com;oidc.audience=plimsoll",
                "oidc.issuer-uri=https://id.example.com;oidc.audience=plimsoll;oidc.algorithms=none;oidc.grants[0].value=a;oidc.grants[0].roles=reader",
                "oidc.issuer-uri=https://id.example.com;oidc.audience=plimsoll;oidc.algorithms=HS256;oidc.grants[0].value=a;oidc.grants[0].roles=reader",
            })
    void halfAConfigurationStopsTheStartAndQuotesNoSecret(String settings) {
        context.withPropertyValues("analysis.access.password=secret")
                .withPropertyValues(
                        Stream.of(settings.split(";"))
                                .map(setting -> "analysis.access." + setting)
                                .toArray(String[]::new))
                .run(
                        started ->
                                assertThat(started)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("analysis.access")
                                        .hasMessageNotContaining("hunter2"));
    }

    @Test
    void nothingThatIsSecretIsInTheTextOfAnything() {
        context.withPropertyValues(
                        "analysis.access.password=secret-1",
                        "analysis.access.accounts[0].name=anna",
                        "analysis.access.accounts[0].password=secret-2-secret-2",
                        "analysis.access.accounts[0].roles=decider",
                        "analysis.access.tokens[0].name=ci",
                        "analysis.access.tokens[0].secret=secret-3-secret-3-secret-3",
                        "analysis.access.tokens[0].roles=owner",
                        "analysis.access.tokens[0].images=team/*")
                .run(
                        started ->
                                assertThat(started.getBean(AccessProperties.class).toString())
                                        .contains("anna", "ci", "team/*")
                                        .doesNotContain("secret-"));
    }
}
