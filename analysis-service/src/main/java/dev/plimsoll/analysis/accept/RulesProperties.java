package dev.plimsoll.analysis.accept;

import jakarta.validation.constraints.AssertTrue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where acceptance rules come from.
 *
 * @param folder files ending in {@code .yaml} or {@code .yml} directly in it are read; without one
 *     there are no rules
 * @param reload how often the folder is looked at for changes
 * @param longest the longest time an acceptance may run from its decision
 */
@Validated
@ConfigurationProperties(prefix = "analysis.rules", ignoreUnknownFields = false)
record RulesProperties(
        @Nullable Path folder,
        @DefaultValue("5s") @DurationMin(millis = 100) Duration reload,
        @DefaultValue("90d") @DurationMin(days = 1) Duration longest) {

    @AssertTrue(message = "analysis.rules.folder must be a readable directory")
    boolean isFolderReadable() {
        return folder == null || (Files.isDirectory(folder) && Files.isReadable(folder));
    }
}
