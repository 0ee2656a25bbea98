package dev.plimsoll.notify.ledger;

import static dev.plimsoll.notify.Samples.in;
import static dev.plimsoll.notify.Samples.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.notify.ledger.LedgerPartition.Step;
import org.junit.jupiter.api.Test;

class LedgerPartitionTest {

    private static final AlertRecorded PLANNED = planned("a1");
    private static final AlertRecorded SENDING = in(AlertState.SENDING, PLANNED);
    private static final AlertRecorded SENT = in(AlertState.SENT, PLANNED);
    private static final AlertRecorded FAILED = in(AlertState.FAILED, PLANNED);
    private static final String KEY = "a1|team-chat";

    private final LedgerPartition partition = new LedgerPartition(10);

    @Test
    void deliversWhatIsPlannedAndNotSettledOnceEverythingIsRead() {
        assertThat(partition.add(KEY, PLANNED)).isEmpty();
        assertThat(partition.add("b2|team-chat", planned("b2"))).isEmpty();
        assertThat(partition.add("b2|team-chat", in(AlertState.SENT, planned("b2")))).isEmpty();

        partition.open();

        assertThat(partition.unsettled()).containsExactly(PLANNED);
    }

    @Test
    void takesUpAnInterruptedAttempt() {
        partition.add(KEY, PLANNED);
        partition.add(KEY, SENDING);

        assertThat(partition.unsettled()).containsExactly(SENDING);
    }

    @Test
    void deliversAnAlertThatIsPlannedLater() {
        partition.open();

        assertThat(partition.add(KEY, PLANNED)).contains(new Step.Deliver(PLANNED));
    }

    @Test
    void deliversARepetitionNotAgainWhileTheAlertIsOnItsWay() {
        partition.open();
        partition.add(KEY, PLANNED);

        assertThat(partition.add(KEY, PLANNED)).isEmpty();
        assertThat(partition.add(KEY, SENDING)).isEmpty();
        assertThat(partition.add(KEY, PLANNED)).isEmpty();
        assertThat(partition.unsettled()).containsExactly(SENDING);
    }

    @Test
    void writesTheSettlementAgainWhenARepetitionHidesIt() {
        partition.open();
        partition.add(KEY, SENT);

        assertThat(partition.add(KEY, PLANNED)).contains(new Step.WriteAgain(SENT));
        assertThat(partition.add(KEY, SENDING)).contains(new Step.WriteAgain(SENT));
        assertThat(partition.add(KEY, SENT)).isEmpty();
        assertThat(partition.unsettled()).isEmpty();
    }

    @Test
    void keepsTheReasonOfAFailureThatIsWrittenAgain() {
        var failed = AlertRecorded.newBuilder(FAILED).setLastError("HTTP 404").build();
        partition.open();
        partition.add(KEY, failed);

        assertThat(partition.add(KEY, PLANNED)).contains(new Step.WriteAgain(failed));
    }

    @Test
    void writesNothingAgainThatWasWrittenAgainBefore() {
        partition.add(KEY, SENT);
        partition.add(KEY, PLANNED);
        assertThat(partition.contradicted()).containsExactly(SENT);

        partition.add(KEY, SENT);

        assertThat(partition.contradicted()).isEmpty();
    }

    @Test
    void forgetsAnAlertThatSomebodyElseSettled() {
        partition.open();
        partition.add(KEY, PLANNED);

        assertThat(partition.add(KEY, SENT)).contains(new Step.Forget(KEY));
    }

    @Test
    void plansAnAlertAnewAfterATombstone() {
        partition.open();
        partition.add(KEY, FAILED);

        assertThat(partition.add(KEY, null)).isEmpty();
        assertThat(partition.add(KEY, PLANNED)).contains(new Step.Deliver(PLANNED));
        assertThat(partition.add(KEY, null)).contains(new Step.Forget(KEY));
    }

    @Test
    void isReadWhenTheEndAtTheAssignmentIsReached() {
        assertThat(partition.reached(9)).isFalse();
        assertThat(partition.reached(10)).isTrue();
        assertThat(new LedgerPartition(0).reached(0)).isTrue();
    }
}
