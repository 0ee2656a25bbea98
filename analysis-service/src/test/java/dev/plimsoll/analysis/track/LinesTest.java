package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {

    private static final Lines CONFIGURED =
            Lines.of(
                    List.of(
                            line("r.test/team/*", "semver", "{major}.{minor}.x"),
                            line("r.test/team/*", "release-(?<year>\\d+)(-.+)?", "release-{year}"),
                            line("nightly/**", "any", "nightly"),
                            line("r.test/dated", "date", "{year}.{month}"),
                            line(
                                    "r.test/variants",
                                    "(?<v>\\d+)(-(?<variant>slim))?",
                                    "v{v}{variant}")));

    @ParameterizedTest
    @CsvSource({
        "team/web,     1.2.3,              1.2.x",
        "team/web,     v1.2,               1.2.x",
        "team/web,     1.2.3-rc.1,         1.2.x",
        "team/web,     release-2026-hotfix, release-2026",
        "team/web,     main,               main",
        "team/sub/web, 1.2.3,              1.x",
        "other/web,    1.2.3,              1.x",
        "nightly/a/b,  3f2a1bc,            nightly",
        "dated,        2026-11-26,         2026.11",
        "dated,        4711,               builds",
        "variants,     3-slim,             v3slim",
        "variants,     3,                  v3",
    })
    void theFirstPatternThatFitsCountsAndElseTheUsualTable(
            String repository, String tag, String line) {
        assertThat(CONFIGURED.lineOf("r.test", repository, tag, "sha256:0")).isEqualTo(line);
    }

    @Test
    void anImageWithoutATagIsALineOfItsOwnWhateverIsConfigured() {
        assertThat(CONFIGURED.lineOf("r.test", "nightly/a", null, "sha256:0"))
                .isEqualTo("sha256:0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    team/* | semver2( | x | tags: 'semver2(' is neither one of [any, branch-and-commit, build-number, commit, date, semver] nor a regular expression
                    team/* | semver | {major}.{nano} | line: '{major}.{nano}' names {nano}, tags: 'semver' has the groups [major, minor, patch, rest]
                    team/* | any | a b | line: 'a b' is not the name of a line
                    team/* | any | {tag | line: '{tag' has a brace that names no group
                    'a b'  | any | x | images: not an image pattern: 'a b'
                    """)
    void whatCannotBeUnderstoodIsRefusedByNameAndPlace(
            String images, String tags, String line, String why) {
        assertThatThrownBy(
                        () ->
                                Lines.of(
                                        List.of(
                                                line("any/*", "any", "x"),
                                                line(images, tags, line))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("analysis.track.lines[1]: " + why);
    }

    private static TrackProperties.Line line(String images, String tags, String line) {
        return new TrackProperties.Line(images, tags, line);
    }
}
