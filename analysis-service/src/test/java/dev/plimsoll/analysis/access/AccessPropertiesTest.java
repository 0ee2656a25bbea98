package dev.plimsoll.analysis.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
                                        .isEqualTo(new AccessProperties("reader", "secret")));
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
        context.withPropertyValues(
                        "analysis.access.password=secret", "analysis.access.user-name=me")
                .run(
                        started ->
                                assertThat(started)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("analysis.access.user-name"));
    }

    @Test
    void thePasswordIsNotInItsText() {
        assertThat(new AccessProperties("reader", "secret").toString()).doesNotContain("secret");
    }
}
