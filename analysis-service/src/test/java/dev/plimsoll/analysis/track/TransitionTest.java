package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionTest {

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"NOT_AFFECTED", "NOT_APPLICABLE", "NEGLIGIBLE", "UNDETERMINED"})
    void whatWasSetAsideAndBecomesOpenIsOpenedLikeAnyNewOne(Decision before) {
        var tracked = new Tracked(finding(before), null, 0, null, null);

        var transition = Transition.between(tracked, judged(Decision.OPEN));

        assertThat(transition).isEqualTo(new Transition(ChangeKind.OPENED, null, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"NOT_APPLICABLE", "NEGLIGIBLE", "UNDETERMINED"})
    void whatIsSetAsideIsToldToNobody(Decision now) {
        assertThat(Transition.between(null, judged(now))).isNull();
        assertThat(
                        Transition.between(
                                new Tracked(
                                        finding(Decision.OPEN),
                                        Severity.HIGH,
                                        1,
                                        ChangeKind.OPENED,
                                        Samples.START),
                                judged(now)))
                .isNull();
    }

    @Test
    void whatWasToldBeforeItWasSetAsideIsReopened() {
        var tracked =
                new Tracked(
                        finding(Decision.UNDETERMINED),
                        Severity.HIGH,
                        1,
                        ChangeKind.OPENED,
                        Samples.START);

        var transition = Transition.between(tracked, judged(Decision.OPEN));

        assertThat(transition).isEqualTo(new Transition(ChangeKind.REOPENED, null, null));
    }

    private static Judged judged(Decision decision) {
        return new Judged(finding(decision), new Verdict.Open());
    }

    private static Finding finding(Decision decision) {
        return Finding.newBuilder()
                .setId("1")
                .setTrackingId("2")
                .setImage(
                        new ImageRef(
                                Samples.REGISTRY, "web", "main", "sha256:1", "linux/amd64", "main"))
                .setVulnerability("CVE-2026-0001")
                .setEcosystem("Debian:12")
                .setPackage$("openssl")
                .setVersion("3.0.1")
                .setFixState(FixState.NOT_FIXED)
                .setSeverity(Severity.HIGH)
                .setSeveritySource("nvd")
                .setLayer(LayerOrigin.OWN)
                .setRole(Role.SYSTEM_LIBRARY)
                .setPresence(Presence.PRESENT)
                .setDecision(decision)
                .setFirstSeen(Samples.START)
                .build();
    }
}
