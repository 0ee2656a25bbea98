package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The index must not change what rules say: judged by {@link AcceptancePolicy} and by {@link
 * LinearPolicy}, every finding gets the same verdict.
 *
 * <p>{@code -Dplimsoll.pairs=100000000} for a longer run, {@code -Dplimsoll.seed=…} for the one
 * that failed.
 */
class IndexedPolicyTest {

    private static final int FINDINGS = 2_000;

    private static final long PAIRS = Long.getLong("plimsoll.pairs", 2_000_000);

    private static final long SEED = Long.getLong("plimsoll.seed", System.nanoTime());

    @Test
    void everyFindingGetsTheVerdictThatAskingEveryRuleGives() {
        System.out.println("random rules with -Dplimsoll.seed=" + SEED);
        var random = new RandomRules(SEED);
        var findings = Stream.generate(random::finding).limit(FINDINGS).toList();
        var seen = new HashMap<Class<?>, Long>();

        for (long pairs = 0; pairs < PAIRS; pairs += FINDINGS) {
            var rules = random.rules();
            var statements = random.statements();
            var attached = random.statements();
            var policy = AcceptancePolicy.of(rules, statements).with(attached);
            var reference = new LinearPolicy(rules, statements, attached);
            for (var finding : findings) {
                var verdict = policy.judge(finding, RandomRules.NOW);
                seen.merge(verdict.getClass(), 1L, Long::sum);
                if (!wordless(verdict).equals(reference.judge(finding, RandomRules.NOW))) {
                    assertThat(wordless(verdict))
                            .as(
                                    "seed %d, rules %s, statements %s, finding %s",
                                    SEED, rules, List.of(statements, attached), finding)
                            .isEqualTo(reference.judge(finding, RandomRules.NOW));
                }
            }
        }

        assertThat(seen.keySet())
                .as("every verdict was met")
                .containsExactlyInAnyOrder(Verdict.class.getPermittedSubclasses());
    }

    private static Verdict wordless(Verdict verdict) {
        return verdict instanceof Verdict.GuardBroken(var rule, _)
                ? new Verdict.GuardBroken(rule, "")
                : verdict;
    }
}
