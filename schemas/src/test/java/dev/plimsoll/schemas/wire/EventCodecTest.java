package dev.plimsoll.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.event.Stage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final EventCodec codec = new EventCodec();

    private final ImagePushed pushed =
            ImagePushed.newBuilder()
                    .setEventId("e1")
                    .setSource("acme")
                    .setRegistry("registry.example.com:5000")
                    .setRepository("team/web")
                    .setTag("1.4.2")
                    .setOccurredAt(NOON)
                    .setReceivedAt(NOON)
                    .build();

    @Test
    void anEventComesBackAsItWas() {
        assertThat(codec.decode(codec.encode(pushed))).isEqualTo(pushed);
    }

    @Test
    void anEventWithTimesInAnArrayComesBackAsItWas() {
        var due =
                ReviewDue.newBuilder()
                        .setId("r1")
                        .setOwner("team@example.com")
                        .setStage(ReviewStage.UPCOMING)
                        .setItems(List.of(item(NOON)))
                        .setAt(NOON)
                        .build();

        var decoded = codec.decode(codec.encode(due));

        assertThat(decoded).isEqualTo(due).isEqualTo(codec.decode(codec.encode(due)));
        assertThat(decoded)
                .isNotEqualTo(
                        ReviewDue.newBuilder(due)
                                .setItems(List.of(item(NOON.plusSeconds(1))))
                                .build());
    }

    private static ReviewItem item(Instant until) {
        return ReviewItem.newBuilder()
                .setRule("rule")
                .setReason("reason")
                .setReview(LocalDate.EPOCH)
                .setUntil(until)
                .setFindings(new SeverityCounts())
                .build();
    }

    @Test
    void eventsOfSeveralTypesShareATopic() {
        var deleted =
                ImageDeleted.newBuilder()
                        .setEventId("e2")
                        .setSource("acme")
                        .setRegistry("registry.example.com:5000")
                        .setRepository("team/web")
                        .setOccurredAt(NOON)
                        .setReceivedAt(NOON)
                        .build();

        assertThat(codec.decode(codec.encode(deleted))).isEqualTo(deleted);
    }

    @Test
    void aRecordThatIsNoEventIsNotWritten() {
        var stage = new Stage("manifest", NOON, 1L, null);

        assertThatThrownBy(() -> codec.encode(stage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dev.plimsoll.event.Stage' is not an event of Plimsoll");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c301", "00", "7b2261223a317d7b2261223a317d"})
    void bytesThatAreNoEventAreNamed(String hex) {
        assertThatThrownBy(() -> codec.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("not an event: %d bytes".formatted(hex.length() / 2));
    }

    @Test
    void aNewerReleasesEventIsNamedByItsFingerprint() {
        var bytes = codec.encode(pushed);
        Arrays.fill(bytes, 2, 10, (byte) 0x11);

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("unknown schema fingerprint '1111111111111111'");
    }

    @Test
    void aTruncatedEventIsNotHalfRead() {
        var bytes = codec.encode(pushed);

        for (int length = 10; length < bytes.length; length++) {
            var truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(truncated))
                    .isInstanceOf(UndecodableEventException.class);
        }
    }

    @Test
    void bytesBehindAnEventAreNotOverlooked() {
        var bytes = codec.encode(pushed);

        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("followed by bytes that do not belong to it");
    }

    /** A length of 2^31 - 1 in a record of a few bytes must not be allocated. */
    @Test
    void aLengthThatCannotBeTrueIsNotBelieved() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Arrays.copyOf(codec.encode(pushed), 10));
        bytes.writeBytes(HexFormat.of().parseHex("feffffff0f"));

        assertThatThrownBy(() -> codec.decode(bytes.toByteArray()))
                .isInstanceOf(UndecodableEventException.class);
    }
}
