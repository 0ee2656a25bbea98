package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.RuleChanged;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WrittenRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"id": "a", "accept": {"images": ["reg.example.com/voice/*", "team/web:1.*"], "layer": "base",
                 "role": ["build-tool"], "severity": ["high", "medium"], "fix": "awaiting-upstream",
                 "packages": ["openssl"], "vulnerabilities": ["CVE-2026-0001"], "kev": false},
                 "while": {"kev": false, "epss-below": 0.1}, "reason": "Rebuilt monthly.",
                 "owner": "devops@example.com", "ticket": "SEC-1", "decided": "2026-11-02",
                 "review": "2026-12-02", "until": "2027-01-30"}
                """,
                """
                {"never": {"kev": true}, "reason": "Exploited.", "owner": "sec@example.com"}
                """,
                """
                {"accept": {"images": ["team/web"], "checks": ["non-root"]}, "reason": "r", "owner": "o", "until": "2026-12-01"}
                """,
                """
                {"accept": {"images": ["team/web"]}, "when": "severity == 'low'", "while": {"fix-available": false},
                 "reason": "r", "owner": "o", "until": "2026-12-01"}
                """,
                """
                {"accept": {"images": "team/web"}, "reason": "r", "owner": "o", "until": "2026-12-01T12:30:00Z"}
                """
            })
    void isReadAsTheSameRuleAgain(String text) throws RuleRefusedException {
        var rule = read(text);

        var again = read(JsonMapper.shared().writeValueAsString(WrittenRule.of(rule)));

        assertThat(plain(again)).isEqualTo(plain(rule));
    }

    private static RuleChanged read(String text) throws RuleRefusedException {
        return TestReader.of(null).rule("a", text, "anna", "test", NOW);
    }

    private static RuleChanged plain(RuleChanged rule) {
        return RuleChanged.newBuilder(rule).setLine(null).build();
    }
}
