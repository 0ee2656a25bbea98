package dev.plimsoll.analysis.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaseImageTest {

    private static final String APPLICATION = "registry.example.com/team/web";
    private static final String DEBIAN = "registry.example.com/base/debian:12@sha256:d";
    private static final String PYTHON = "registry.example.com/base/python:3.13@sha256:p";

    @Test
    void theLongestKnownPrefixIsTheBase() {
        var known = known(Map.of(DEBIAN, List.of("a"), PYTHON, List.of("a", "b")));

        var base = BaseImage.find(List.of("a", "b", "c"), APPLICATION, known::get);

        assertThat(base).contains(new BaseImage(PYTHON, 2));
    }

    @Test
    void anImageIsNotItsOwnBaseAndNeitherAreItsEarlierBuilds() {
        var known =
                known(
                        Map.of(
                                APPLICATION + ":1.0@sha256:1",
                                List.of("a", "b"),
                                DEBIAN,
                                List.of("a")));

        var base = BaseImage.find(List.of("a", "b", "c"), APPLICATION, known::get);

        assertThat(base).contains(new BaseImage(DEBIAN, 1));
    }

    @Test
    void equalLayersInAnotherOrderAreAnotherImage() {
        var known = known(Map.of(PYTHON, List.of("b", "a")));

        assertThat(BaseImage.find(List.of("a", "b", "c"), APPLICATION, known::get)).isEmpty();
    }

    @Test
    void anImageOfTheSameLayersIsNoBase() {
        var known = known(Map.of(PYTHON, List.of("a", "b")));

        assertThat(BaseImage.find(List.of("a", "b"), APPLICATION, known::get)).isEmpty();
    }

    private static Map<String, String> known(Map<String, List<String>> layersByReference) {
        var known = new HashMap<String, String>();
        layersByReference.forEach(
                (reference, layers) -> known.put(BaseImage.chains(layers).getLast(), reference));
        return known;
    }
}
