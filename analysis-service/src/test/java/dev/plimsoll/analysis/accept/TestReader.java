package dev.plimsoll.analysis.accept;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The reader of rules, for tests outside of this package. */
public final class TestReader {

    private TestReader() {}

    /**
     * @param folder null for none
     */
    public static RuleReader of(@Nullable Path folder) {
        return new RuleReader(
                new RulesProperties(folder, Duration.ofMillis(200), Duration.ofDays(90)));
    }
}
