package dev.plimsoll.ingest.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchPolicyTest {

    private static final String REGISTRY = "registry.example.com";

    @Test
    void withoutAnythingConfiguredEveryTagIsWatched() {
        var policy = WatchPolicy.of(List.of("**"), List.of(), 0);

        assertThat(policy.excluded(REGISTRY, "team/web", List.of("1.0", "latest"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "team/web, team/web, true",
        "team/*, team/web, true",
        "team/*, team/web/api, false",
        "team/**, team/web/api, true",
        "registry.example.com/team/**, team/web, true",
        "other.example.com/**, team/web, false",
        "**/web, team/web, true",
        "web, team/web, false",
        "**:1.*, team/web, true",
        "**:2.*, team/web, false",
        "team/we?, team/web, true",
        "team/w.b, team/web, false",
    })
    void onlyWhatAPatternNamesIsWatched(String pattern, String repository, boolean watched) {
        var policy = WatchPolicy.of(List.of(pattern), List.of(), 0);

        assertThat(policy.excluded(REGISTRY, repository, List.of("1.0")).isEmpty())
                .isEqualTo(watched);
    }

    @Test
    void whatIsExcludedSaysByWhichPattern() {
        var policy = WatchPolicy.of(List.of("team/**"), List.of("**:*-snapshot"), 0);

        assertThat(policy.excluded(REGISTRY, "team/web", List.of("1.0", "1.1-snapshot")))
                .isEqualTo(Map.of("1.1-snapshot", "the pattern '**:*-snapshot' excludes it"));
        assertThat(policy.excluded(REGISTRY, "sandbox/web", List.of("1.0")))
                .isEqualTo(Map.of("1.0", "no pattern of include matches it"));
    }

    @Test
    void ofEachLineTheNewestAreWatchedAndTagsWithoutALineAll() {
        var policy = WatchPolicy.of(List.of("**"), List.of("**:1.11"), 2);

        var excluded =
                policy.excluded(
                        REGISTRY,
                        "team/web",
                        List.of(
                                "1.9",
                                "1.10",
                                "1.11",
                                "1.2",
                                "2.0",
                                "1.2-slim",
                                "latest",
                                "main",
                                "3f2a1bc",
                                "4f2a1bc",
                                "5f2a1bc"));

        assertThat(excluded)
                .isEqualTo(
                        Map.of(
                                "1.11", "the pattern '**:1.11' excludes it",
                                "1.2", "older than the last 2 of the line '1.x'"));
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefusedByTheNameOfItsSetting() {
        assertThatThrownBy(() -> WatchPolicy.of(List.of(), List.of(), 0))
                .hasMessageContaining("ingest.coverage.policy.include is empty");
        assertThatThrownBy(() -> WatchPolicy.of(List.of("**"), List.of("a b"), 0))
                .hasMessageContaining("ingest.coverage.policy.exclude has 'a b'");
        assertThatThrownBy(() -> WatchPolicy.of(List.of("**"), List.of(), -1))
                .hasMessageContaining("ingest.coverage.policy.last-per-line is -1");
    }
}
