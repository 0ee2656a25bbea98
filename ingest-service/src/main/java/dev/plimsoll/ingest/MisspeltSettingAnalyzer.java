package dev.plimsoll.ingest;

import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names a setting that does not exist, and where it was found. Spring Boot's own message would show
 * its value, and a misspelt {@code secret} is still a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MisspeltSettingAnalyzer
        extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    @Override
    protected FailureAnalysis analyze(
            Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        var settings =
                cause.getUnboundProperties().stream()
                        .map(
                                property ->
                                        "%s (%s)"
                                                .formatted(
                                                        property.getName(), property.getOrigin()))
                        .sorted()
                        .collect(Collectors.joining(", "));
        return new FailureAnalysis(
                "there is no such setting: " + settings, "Correct its name or remove it.", cause);
    }
}
