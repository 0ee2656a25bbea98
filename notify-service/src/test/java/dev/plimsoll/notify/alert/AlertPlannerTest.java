package dev.plimsoll.notify.alert;

import static dev.plimsoll.notify.Samples.IMAGE;
import static dev.plimsoll.notify.Samples.NOON;
import static dev.plimsoll.notify.Samples.change;
import static dev.plimsoll.notify.Samples.changed;
import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.notify.alert.AlertPolicy.UnknownSeverity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertPlannerTest {

    private static final AlertPolicy HIGH = new AlertPolicy(Severity.HIGH, UnknownSeverity.QUIET);

    private final AlertPlanner planner = new AlertPlanner(HIGH, List.of("team-chat"));

    @Test
    void makesOneAlertOfAllSeriousChangesOfAnAssessmentWorstFirst() {
        var changed =
                changed(
                        opened("CVE-2026-0003", Severity.HIGH),
                        opened("CVE-2026-0002", Severity.MEDIUM),
                        opened("CVE-2026-0001", Severity.CRITICAL));

        var planned = planner.plan(changed);

        assertThat(planned)
                .containsExactly(
                        AlertRecorded.newBuilder()
                                .setAlertId(
                                        Identity.of(
                                                List.of(
                                                        "ALERT",
                                                        "change-OPENED-CVE-2026-0001",
                                                        "change-OPENED-CVE-2026-0003")))
                                .setDestination("team-chat")
                                .setState(AlertState.PLANNED)
                                .setKind(AlertKind.ALERT)
                                .setImage(IMAGE)
                                .setCauseDetail("push of 1.5.0")
                                .setOpen(new SeverityCounts(1, 2, 3, 0, 0, 4))
                                .setItems(
                                        List.of(
                                                item("CVE-2026-0001", Severity.CRITICAL),
                                                item("CVE-2026-0003", Severity.HIGH)))
                                .setPlannedAt(NOON)
                                .setUpdatedAt(NOON)
                                .build());
    }

    @Test
    void plansTheSameAlertAgainWhateverTheOrderOfTheChanges() {
        var one = opened("CVE-2026-0001", Severity.HIGH);
        var two = opened("CVE-2026-0002", Severity.HIGH);

        assertThat(planner.plan(changed(one, two))).isEqualTo(planner.plan(changed(two, one)));
    }

    @Test
    void tellsEveryDestinationTheSameAlert() {
        var planner = new AlertPlanner(HIGH, List.of("owners", "team-chat"));

        var planned = planner.plan(changed(opened("CVE-2026-0001", Severity.HIGH)));

        assertThat(planned)
                .extracting(AlertRecorded::getDestination)
                .containsExactly("owners", "team-chat");
        assertThat(planned).extracting(AlertRecorded::getAlertId).containsOnly(alertId(planned));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENED, OPEN, HIGH, true",
        "REOPENED, OPEN, CRITICAL, true",
        "SEVERITY_RAISED, OPEN, HIGH, true",
        "ACCEPTANCE_LAPSED, OPEN, HIGH, true",
        "GUARD_BROKEN, OPEN, HIGH, true",
        "OPENED, ACCEPTED, CRITICAL, false",
        "OPENED, NOT_APPLICABLE, CRITICAL, false",
        "SEVERITY_RAISED, NOT_AFFECTED, CRITICAL, false",
        "ACCEPTED, ACCEPTED, CRITICAL, false",
        "CLOSED, OPEN, CRITICAL, false",
        "CARRIED, OPEN, CRITICAL, false",
        "OPENED, OPEN, MEDIUM, false",
        "OPENED, OPEN, UNKNOWN, false",
    })
    void raisesAVoiceOnlyForWhatIsNewSeriousAndOpen(
            ChangeKind kind, Decision decision, Severity severity, boolean alerts) {
        var planned = planner.plan(changed(change(kind, decision, "CVE-2026-0001", severity)));

        assertThat(planned).hasSize(alerts ? 1 : 0);
    }

    @Test
    void alertsAboutUnknownSeveritiesWhereThePolicySaysSo() {
        var planner =
                new AlertPlanner(
                        new AlertPolicy(Severity.CRITICAL, UnknownSeverity.ALERT),
                        List.of("team-chat"));

        var planned =
                planner.plan(
                        changed(
                                opened("CVE-2026-0001", Severity.UNKNOWN),
                                opened("CVE-2026-0002", Severity.HIGH)));

        assertThat(planned)
                .flatExtracting(AlertRecorded::getItems)
                .containsExactly(item("CVE-2026-0001", Severity.UNKNOWN));
    }

    @Test
    void refusesUnknownAsAMinimum() {
        assertThatThrownBy(() -> new AlertPolicy(Severity.UNKNOWN, UnknownSeverity.QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown-severity");
    }

    @Test
    void summarisesAFirstScanOnceWithItsWorstFindings() {
        var changes =
                IntStream.range(0, 9)
                        .mapToObj(number -> opened("CVE-2026-000" + number, Severity.HIGH))
                        .toArray(FindingChange[]::new);
        var first = baseline(changed(changes), 1);
        var second = baseline(changed(changes), 2);

        assertThat(planner.plan(first))
                .singleElement()
                .satisfies(
                        alert -> {
                            assertThat(alert.getKind()).isEqualTo(AlertKind.BASELINE);
                            assertThat(alert.getAlertId())
                                    .isEqualTo(Identity.of(List.of("BASELINE", "assessment-1")));
                            assertThat(alert.getItems())
                                    .extracting(AlertItem::getVulnerability)
                                    .containsExactly(
                                            "CVE-2026-0000",
                                            "CVE-2026-0001",
                                            "CVE-2026-0002",
                                            "CVE-2026-0003",
                                            "CVE-2026-0004");
                        });
        assertThat(planner.plan(second)).isEmpty();
    }

    @Test
    void summarisesAFirstScanThatFoundNothingToo() {
        assertThat(planner.plan(baseline(changed(), 1))).hasSize(1);
    }

    @Test
    void namesThePartOfALargeAssessment() {
        var part =
                FindingsChanged.newBuilder(changed(opened("CVE-2026-0001", Severity.HIGH)))
                        .setPart(2)
                        .setParts(3)
                        .build();

        assertThat(planner.plan(part))
                .extracting(AlertRecorded::getCauseDetail)
                .containsExactly("push of 1.5.0 (part 2 of 3)");
    }

    @Test
    void computesIdentitiesAsTheOtherServicesDo() {
        // printf 'a\nb' | sha256sum | cut -c1-32
        assertThat(Identity.of(List.of("a", "b"))).isEqualTo("7e18f737311b2dc3b2f269dd78396b03");
    }

    private static FindingsChanged baseline(FindingsChanged changed, int part) {
        return FindingsChanged.newBuilder(changed)
                .setBaseline(true)
                .setPart(part)
                .setParts(2)
                .build();
    }

    private static String alertId(List<AlertRecorded> planned) {
        return planned.getFirst().getAlertId();
    }
}
