package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternTest {

    @ParameterizedTest
    @CsvSource({
        "1,                 1.x",
        "1.2,               1.x",
        "1.2.3,             1.x",
        "v1.2.3,            1.x",
        "1.2.3-4,           1.x",
        "12,                12.x",
        "3.13-slim,         3.x-slim",
        "3.13-slim-trixie,  3.x-slim-trixie",
        "1.2.3-alpine3.19,  1.x-alpine",
        "1.2.0-rc.1,        1.x-rc",
        "2024.10.1,         2024.x",
        "20261121,          builds",
        "2026-11-21,        builds",
        "2026.11.21-3,      builds",
        "4711,              builds",
        "3f2a1bc,           builds",
        "1234567,           builds",
        "sha-3f2a1bc,       builds",
        "0123456789012345678901234567890123456789, builds",
        "main-3f2a1bc,      main",
        "main,              main",
        "latest,            latest",
        "stable-slim,       stable-slim",
        "defaced,           defaced",
        "feature-defaced,   feature-defaced",
        "bookworm,          bookworm",
    })
    void aTagBelongsToTheLineOfTheTagsItReplaces(String tag, String line) {
        assertThat(LinePattern.lineOf(tag, "sha256:00")).isEqualTo(line);
    }

    @Test
    void anImageWithoutATagIsALineOfItsOwn() {
        assertThat(LinePattern.lineOf(null, "sha256:00")).isEqualTo("sha256:00");
    }
}
