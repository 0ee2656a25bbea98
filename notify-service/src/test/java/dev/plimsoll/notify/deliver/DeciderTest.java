package dev.plimsoll.notify.deliver;

import static dev.plimsoll.notify.Samples.NOON;
import static dev.plimsoll.notify.Samples.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.deliver.Decider.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeciderTest {

    private static final DeliveryPolicy POLICY =
            new DeliveryPolicy(
                    Duration.ofDays(7),
                    Duration.ofHours(24),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    100);
    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final TopicPartition PARTITION = new TopicPartition("alerts.ledger", 0);

    private final Decider forgetful = new Decider(POLICY, false, NO_JITTER);
    private final Decider remembering = new Decider(POLICY, true, NO_JITTER);
    private final Delivery begun = Delivery.of(PARTITION, planned("a1")).begun(NOON);

    @Test
    void recordsTheAttemptBeforeItIsMade() {
        assertThat(begun.alert())
                .isEqualTo(
                        AlertRecorded.newBuilder(planned("a1"))
                                .setState(AlertState.SENDING)
                                .setAttempts(1)
                                .build());
    }

    @Test
    void settlesWhatWasDelivered() {
        var later = NOON.plusSeconds(1);

        assertThat(forgetful.after(begun, new Outcome.Delivered(), later))
                .isEqualTo(
                        new Decision.Sent(
                                AlertRecorded.newBuilder(begun.alert())
                                        .setState(AlertState.SENT)
                                        .setUpdatedAt(later)
                                        .build()));
    }

    @Test
    void givesUpWhatIsRefused() {
        assertThat(failure(forgetful, begun, new Outcome.Refused("HTTP 404"), NOON))
                .isEqualTo("HTTP 404");
    }

    @Test
    void triesAgainWhatWasNotTakenAndSaysWhyAndWhen() {
        var again = again(forgetful, begun, new Outcome.Unavailable("HTTP 503", null), NOON);

        assertThat(again.notBefore()).isEqualTo(NOON.plusSeconds(2));
        assertThat(again.alert())
                .isEqualTo(
                        AlertRecorded.newBuilder(begun.alert())
                                .setLastError("HTTP 503")
                                .setNextAttemptAt(NOON.plusSeconds(2))
                                .build());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "5, 32", "8, 256", "9, 300", "60, 300"})
    void waitsLongerAfterEveryFailure(int failures, long seconds) {
        assertThat(forgetful.pause(failures, null)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "30, 30", "100000, 3600"})
    void honoursWhatTheReceiverAskedForWithinReason(long asked, long seconds) {
        assertThat(forgetful.pause(1, Duration.ofSeconds(asked)))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void givesUpAfterTheConfiguredTime() {
        var unavailable = new Outcome.Unavailable("HTTP 503", null);
        var shortlyBefore = NOON.plus(Duration.ofHours(24)).minusSeconds(1);
        var last = again(forgetful, begun, unavailable, shortlyBefore);

        assertThat(last.notBefore()).isEqualTo(NOON.plus(Duration.ofHours(24)));
        assertThat(failure(forgetful, last, unavailable, last.notBefore()))
                .isEqualTo("HTTP 503; given up after PT24H");
    }

    @Test
    void repeatsWhatMayHaveArrivedOnlyOnce() {
        var unknown = new Outcome.Unknown("no answer within PT10S");
        var once = again(forgetful, begun, unknown, NOON).begun(NOON);

        assertThat(failure(forgetful, once, unknown, NOON))
                .isEqualTo("no answer within PT10S; it may have arrived, and was repeated once");
    }

    @Test
    void repeatsAnInterruptedAttemptOnlyOnce() {
        var interrupted = Delivery.of(PARTITION, begun.alert()).begun(NOON);

        assertThat(failure(forgetful, interrupted, new Outcome.Unknown("EOF"), NOON))
                .contains("may have arrived");
    }

    @Test
    void repeatsToAReceiverThatRecognisesIt() {
        var unknown = new Outcome.Unknown("no answer within PT10S");
        var once = again(remembering, begun, unknown, NOON).begun(NOON);

        assertThat(again(remembering, once, unknown, NOON).notBefore()).isAfter(NOON);
    }

    @Test
    void sendsNothingThatIsTooOld() {
        var delivery = Delivery.of(PARTITION, planned("a1"));

        assertThat(forgetful.refuse(delivery, NOON.plus(Duration.ofDays(7)))).isEmpty();
        assertThat(forgetful.refuse(delivery, NOON.plus(Duration.ofDays(7)).plusMillis(1)))
                .hasValueSatisfying(
                        failed ->
                                assertThat(failed.alert().getLastError())
                                        .isEqualTo("too old: planned more than PT168H ago"));
    }

    private static Delivery again(
            Decider decider, Delivery delivery, Outcome outcome, Instant now) {
        return ((Decision.Again) decider.after(delivery, outcome, now)).delivery();
    }

    private static String failure(
            Decider decider, Delivery delivery, Outcome outcome, Instant now) {
        var failed = ((Decision.Failed) decider.after(delivery, outcome, now)).alert();
        assertThat(failed.getState()).isEqualTo(AlertState.FAILED);
        return failed.getLastError();
    }
}
