package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.posture.Posture;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CheckRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Instant END = NOW.plusSeconds(3_600);

    private static final ImageRef WEB =
            new ImageRef(
                    "registry.example.com", "team/web", "1.0", "sha256:1", "linux/amd64", "1.x");

    private static final PostureCheck ROOT = check("non-root", false);

    @Test
    void aFailedCheckIsLivedWithUntilTheRuleEnds() {
        var rules = policy(rule("legacy", RuleKind.ACCEPT, "team/*", "non-root"));

        assertThat(judged(rules, WEB, ROOT, END.minusNanos(1)))
                .isEqualTo(
                        new PostureCheck("non-root", false, "…", Severity.MEDIUM, "legacy", END));
        assertThat(judged(rules, WEB, ROOT, END)).isEqualTo(ROOT);
        assertThat(rules.nextEnd(NOW)).contains(END);
    }

    @Test
    void onlyFailedChecksOfTheNamedImagesAreLivedWith() {
        var rules = policy(rule("legacy", RuleKind.ACCEPT, "team/*", "non-root"));
        var elsewhere =
                new ImageRef("registry.example.com", "other/web", "1.0", "sha256:1", "p", "1.x");

        assertThat(judged(rules, elsewhere, ROOT, NOW)).isEqualTo(ROOT);
        for (var check :
                List.of(
                        check("no-secrets", false),
                        check("non-root", true),
                        check("non-root", null))) {
            assertThat(judged(rules, WEB, check, NOW)).isEqualTo(check);
        }
    }

    @Test
    void whatMustNeverBeLivedWithIsNot() {
        var rules =
                policy(
                        rule("a", RuleKind.ACCEPT, "team/*", "non-root", "no-secrets"),
                        rule("b", RuleKind.NEVER, null, "no-secrets"));

        assertThat(judged(rules, WEB, check("no-secrets", false), NOW).getRule()).isNull();
        assertThat(judged(rules, WEB, ROOT, NOW).getRule()).isEqualTo("a");
    }

    @Test
    void aRuleThatNamesNoImageOrDoesNotHoldAcceptsNothing() {
        var refused =
                RuleChanged.newBuilder(rule("x", RuleKind.ACCEPT, "team/*", "non-root"))
                        .setState(RuleState.REFUSED)
                        .build();

        assertThat(
                        judged(
                                policy(refused, rule("y", RuleKind.ACCEPT, null, "non-root")),
                                WEB,
                                ROOT,
                                NOW))
                .isEqualTo(ROOT);
    }

    @Test
    void theSchemaForEditorsNamesEveryCheckAndNoOther() throws IOException {
        try (var schema =
                CheckRulesTest.class.getResourceAsStream("/acceptance-rules.schema.json")) {
            var named =
                    JsonMapper.shared()
                            .readTree(schema)
                            .at("/$defs/checkIds/anyOf/0/pattern")
                            .stringValue()
                            .replaceAll("[\\^$()]|\\\\s\\*", "");

            assertThat(named.split("[|]")).containsExactlyInAnyOrderElementsOf(Posture.IDS);
        }
    }

    private static AcceptancePolicy policy(RuleChanged... rules) {
        return AcceptancePolicy.of(List.of(rules), List.of());
    }

    private static PostureCheck judged(
            AcceptancePolicy rules, ImageRef image, PostureCheck check, Instant at) {
        return rules.judge(image, List.of(check), at).getFirst();
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
