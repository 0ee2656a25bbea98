package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Instant END = NOW.plusSeconds(3_600);

    private static final ImageRef WEB =
            new ImageRef("registry.example.com", "team/web", "1.0", "sha256:1", "linux/amd64", "1.x");

    private static final PostureCheck ROOT = check("non-root", false);

    @Test
    void aFailedCheckIsLivedWithUntilTheRuleEnds() {
        var rules = CheckRules.of(List.of(rule("legacy", RuleKind.ACCEPT, "team/*", "non-root")));

        assertThat(rules.judge(WEB, ROOT, END.minusNanos(1)))
                .isEqualTo(
                        new PostureCheck("non-root", false, "…", Severity.MEDIUM, "legacy", END));
        assertThat(rules.judge(WEB, ROOT, END)).isEqualTo(ROOT);
        assertThat(rules.ends()).containsExactly(END);
    }

    @Test
    void onlyFailedChecksOfTheNamedImagesAreLivedWith() {
        var rules = CheckRules.of(List.of(rule("legacy", RuleKind.ACCEPT, "team/*", "non-root")));
        var elsewhere =
                new ImageRef("registry.example.com", "other/web", "1.0", "sha256:1", "p", "1.x");

        assertThat(rules.judge(elsewhere, ROOT, NOW)).isEqualTo(ROOT);
        for (var check :
                List.of(
                        check("no-secrets", false),
                        check("non-root", true),
                        check("non-root", null))) {
            assertThat(rules.judge(WEB, check, NOW)).isEqualTo(check);
        }
    }

    @Test
    void whatMustNeverBeLivedWithIsNot() {
        var rules =
                CheckRules.of(
                        List.of(
                                rule("a", RuleKind.ACCEPT, "team/*", "non-root", "no-secrets"),
                                rule("b", RuleKind.NEVER, null, "no-secrets")));

        assertThat(rules.judge(WEB, check("no-secrets", false), NOW).getRule()).isNull();
        assertThat(rules.judge(WEB, ROOT, NOW).getRule()).isEqualTo("a");
    }

    @Test
    void aRuleThatNamesNoImageOrDoesNotHoldAcceptsNothing() {
        var refused =
                RuleChanged.newBuilder(rule("x", RuleKind.ACCEPT, "team/*", "non-root"))
                        .setState(RuleState.REFUSED)
                        .build();

        assertThat(
                        CheckRules.of(List.of(refused, rule("y", RuleKind.ACCEPT, null, "non-root")))
                                .judge(WEB, ROOT, NOW))
                .isEqualTo(ROOT);
    }

    private static PostureCheck check(String id, @Nullable Boolean passed) {
        return new PostureCheck(id, passed, "…", Severity.MEDIUM, null, null);
    }

    private static RuleChanged rule(
            String id, RuleKind kind, @Nullable String image, String... checks) {
        return RuleChanged.newBuilder()
                .setId(id)
                .setState(RuleState.ACTIVE)
                .setKind(kind)
                .setScope(
                        RuleScope.newBuilder()
                                .setImages(image == null ? List.of() : List.of(image))
                                .setChecks(List.of(checks))
                                .build())
                .setGuards(RuleGuards.newBuilder().build())
                .setReason("A legacy image that is replaced.")
                .setOwner("ann@example.com")
                .setUntil(kind == RuleKind.NEVER ? null : END)
                .setBy("ann")
                .setOrigin("rules/legacy.yaml")
                .setAt(NOW)
                .build();
    }
}
