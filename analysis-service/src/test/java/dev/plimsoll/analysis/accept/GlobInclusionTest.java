package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobInclusionTest {

    @ParameterizedTest
    @CsvSource({
        "reg.example.com/voice/agent,      reg.example.com/voice/*,    true",
        "reg.example.com/voice/*,          reg.example.com/voice/*,    true",
        "reg.example.com/voice/a*b,        reg.example.com/voice/*,    true",
        "reg.example.com/voice/agent:1.*,  reg.example.com/voice/*,    true",
        "reg.example.com/voice/agent:1.2,  reg.example.com/voice/*:1.*, true",
        "reg.example.com/voice/?,          reg.example.com/voice/*,    true",
        "reg.example.com/voice/x/y,        reg.example.com/voice/**,   true",
        "voice/*,                          **,                         true",
        "reg.example.com/voice/**,         reg.example.com/voice/*,    false",
        "reg.example.com/voice/x/y,        reg.example.com/voice/*,    false",
        "reg.example.com/voic*,            reg.example.com/voice/*,    false",
        "reg.example.com/voice*,           reg.example.com/voice,      false",
        "reg.example.com/*/agent,          reg.example.com/voice/*,    false",
        "voice/agent,                      reg.example.com/voice/*,    false",
        "reg.example.com/voice/agent,      reg.example.com/voice/*:1.*, false",
        "reg.example.com/voice/a*:2.?,     reg.example.com/voice/*:1.*, false",
        "**/voice/agent,                   reg.example.com/voice/*,    false",
        "***,                              **,                         true",
        "**,                               *,                          false",
        "reg?example.com/voice/a,          reg.example.com/voice/*,    false",
    })
    void oneLiesWithinTheOtherOrReachesBeyond(String narrow, String wide, boolean within) {
        assertThat(ImageGlob.parse(narrow).isWithin(ImageGlob.parse(wide))).isEqualTo(within);
    }

    @Test
    void whatLiesWithinMatchesNothingElseAndWhatDoesNotMatchesSomethingElse() {
        var random = new Random(20261126);
        int within = 0;
        int apart = 0;
        for (int i = 0; i < 20_000; i++) {
            var narrow = glob(random);
            var wide = glob(random);
            boolean holds = GlobInclusion.isWithin(narrow, wide);
            var counterexample =
                    texts().stream()
                            .filter(t -> matches(narrow, t) && !matches(wide, t))
                            .findFirst();
            assertThat(counterexample.isEmpty())
                    .as("'%s' within '%s', but for '%s'", narrow, wide, counterexample.orElse(""))
                    .isEqualTo(holds);
            within += holds ? 1 : 0;
            apart += holds ? 0 : 1;
        }
        assertThat(within).isGreaterThan(1_000);
        assertThat(apart).isGreaterThan(1_000);
    }

    @Test
    void patternsMadeToBeHardAreRefusedInTime() {
        var hard = "*a".repeat(60) + "?".repeat(60);
        var start = Instant.now();

        assertThat(GlobInclusion.isWithin("*".repeat(1) + "a*b".repeat(60), hard)).isFalse();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    /** Short patterns over few characters: their languages differ within the texts below. */
    private static String glob(Random random) {
        var glob = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            glob.append(List.of("a", "b", "/", "*", "**", "?").get(random.nextInt(6)));
        }
        return glob.toString();
    }

    private static final List<String> TEXTS = allTexts();

    private static List<String> texts() {
        return TEXTS;
    }

    /** Every text of up to five characters. */
    private static List<String> allTexts() {
        var texts = new ArrayList<String>(List.of(""));
        for (int from = 0, length = 0; length < 5; length++) {
            int to = texts.size();
            for (int i = from; i < to; i++) {
                for (var c : List.of("a", "b", "/", "c")) {
                    texts.add(texts.get(i) + c);
                }
            }
            from = to;
        }
        return texts;
    }

    private static boolean matches(String glob, String text) {
        return ImageGlob.matches(glob, text);
    }

    @Test
    void anEmptyListOfPatternsHoldsNothing() {
        assertThat(ImagePatterns.of(List.of()).firstBeyond(List.of("a/b"))).contains("a/b");
        assertThat(ImagePatterns.of(List.of()).match(image())).isFalse();
        assertThat(ImagePatterns.of(List.of("team/*")).match(image())).isTrue();
    }

    private static ImageRef image() {
        return ImageRef.newBuilder()
                .setRegistry("reg.example.com")
                .setRepository("team/web")
                .setTag("1.0")
                .setDigest("sha256:" + "0".repeat(64))
                .setPlatform("linux/amd64")
                .setLine("1.x")
                .build();
    }
}
