package dev.plimsoll.ingest.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagLineTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.x",
        "1.2.3, 1.x",
        "v1.2.3-4, 1.x",
        "3.13-slim, 3.x-slim",
        "1.2.0-rc.1, 1.x-rc",
        "2024.1, 2024.x",
        "20261121, builds",
        "2026-11-21-1, builds",
        "4711, builds",
        "latest,",
        "3f2a1bc,",
        "main-3f2a1bc,",
        "stable-slim,",
    })
    void tagsThatReplaceOneAnotherAreOfOneLine(String tag, String line) {
        assertThat(TagLine.of(tag).orElse(null)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "1.2, 1.2.1",
        "v1.9.0, 1.10.0",
        "1.0.0-rc.2, 1.0.0-rc.10",
        "1.2.3-4, 1.2.3-12",
        "2026-02-28, 2026-03-01",
        "999, 1000",
        "1.99999999999999999999998, 1.99999999999999999999999",
        "a, b",
    })
    void theNewerTagSortsLast(String older, String newer) {
        var tags = Arrays.asList(newer, older);

        tags.sort(TagLine.AGE);

        assertThat(tags).containsExactly(older, newer);
    }

    @Test
    void everyTwoTagsHaveAnOrderThatDoesNotDependOnWhereTheyStood() {
        var tags = List.of("1", "01", "v1", "1.0", "1.00", "v", "v1.0", "V1", "1-", "1a", "a1", "");
        for (var one : tags) {
            for (var other : tags) {
                assertThat(Integer.signum(TagLine.AGE.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(-Integer.signum(TagLine.AGE.compare(other, one)));
                assertThat(TagLine.AGE.compare(one, other) == 0).isEqualTo(one.equals(other));
            }
        }
        var sorted = tags.stream().sorted(TagLine.AGE).toList();
        var turned = new java.util.ArrayList<>(tags);
        Collections.reverse(turned);
        turned.sort(TagLine.AGE);
        assertThat(turned).isEqualTo(sorted);
    }
}
