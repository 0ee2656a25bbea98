package dev.plimsoll.analysis.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApkOrderTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, <, 1.1",
        "1.9-r0, <, 1.10-r0",
        "1.2.3-r4, <, 1.2.3-r10",
        "1.2.3, <, 1.2.3-r0",
        "1.0, <, 1.0.0",
        "1.0, <, 1.0a",
        "1.0a, <, 1.0b",
        "1.0a, <, 1.0.1",
        "1.1.1g-r0, <, 1.1.1i-r0",
        "1.0_alpha, <, 1.0_beta",
        "1.0_rc1, <, 1.0_rc2",
        "1.0_rc, <, 1.0_rc1",
        "1.0_rc9, <, 1.0",
        "1.0_rc9-r3, <, 1.0-r0",
        "1.0, <, 1.0_p1",
        "1.0-r9, <, 1.0_p1",
        "1.0_p1, <, 1.0_p2",
        "1.0_p1, <, 1.0.1",
        "1.0_p1, <, 1.0a",
        "1.0_p1_alpha2, <, 1.0_p1",
        "9.3_p1-r2, <, 9.3_p2-r0",
        "1.05, <, 1.5",
        "1.05, >, 1.045",
        "1.10, >, 1.010",
        "01.2, =, 1.2",
        "1.0-r01, =, 1.0-r1",
        "1.0~0a1b2c, <, 1.0~0a1b2d",
        "1.0, <, 1.0~0a1b2c",
        "0.0.20200317203138, <, 0.0.20210101000000",
        "1.99999999999999999999, <, 1.100000000000000000000",
        "1.0-r99999999999, >, 1.0-r1",
        "20230506-r0, >, 20191127-r5",
    })
    void a7OrdersAsApkDoes(String left, String sign, String right) {
        assertThat(sign(ApkOrder.compare(left, right))).isEqualTo(sign);
        assertThat(sign(ApkOrder.compare(right, left))).isEqualTo(sign(-ordinal(sign)));
    }

    @Test
    void a7OrdersSuffixes() {
        var ascending =
                List.of(
                        "1.0_alpha",
                        "1.0_beta",
                        "1.0_pre",
                        "1.0_rc",
                        "1.0",
                        "1.0_cvs",
                        "1.0_svn",
                        "1.0_git",
                        "1.0_hg",
                        "1.0_p");

        assertThat(ascending).isSortedAccordingTo(ApkOrder::compare);
        assertThat(ascending.reversed())
                .isSortedAccordingTo((one, other) -> ApkOrder.compare(other, one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1.0-foo",
                "1.0-0",
                "1.0.r1",
                "1.0_patch1",
                "1.0-r",
                "1.0-r1-r2",
                "1.0-r1_p1",
                "1.0ab",
                "6.6.2p1-r0",
                "1.0~xyz",
                "1:1.0",
                "1.0 "
            })
    void d17RefusesToOrderWhatIsNoVersion(String version) {
        assertThat(ApkOrder.isVersion(version)).isFalse();
        assertThatExceptionOfType(UncomparableVersionException.class)
                .isThrownBy(() -> ApkOrder.compare(version, version))
                .withMessageContaining("'" + version + "'");
    }

    @Test
    void decidesAtTheFirstDifferenceWhateverFollows() {
        assertThat(ApkOrder.compare("9.3_p1-r2", "6.6.2p1-r0")).isPositive();
        assertThat(ApkOrder.compare("10.0.10-r1", "10.0.11-0")).isNegative();
    }

    private static String sign(int comparison) {
        return comparison < 0 ? "<" : comparison > 0 ? ">" : "=";
    }

    private static int ordinal(String sign) {
        return sign.equals("<") ? -1 : sign.equals(">") ? 1 : 0;
    }
}
