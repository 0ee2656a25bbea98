package dev.plimsoll.notify.ledger;

import static dev.plimsoll.notify.Samples.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import dev.plimsoll.schemas.wire.EventDeserializer;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OldRecordsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsAndTellsWhatAnEarlierVersionPlanned(int version) throws IOException {
        var before = planned("a1");
        var bytes = new BinaryMessageEncoder<AlertRecorded>(SpecificData.get(), released(version));

        var read =
                new EventDeserializer<AlertRecorded>()
                        .deserialize("", bytes.encode(before).array());

        assertThat(read).isEqualTo(before);
        assertThat(new AnnouncementWriter(null).write(read).title())
                .isEqualTo("registry.example.com/team/web:1.5.0 — 1 high new");
    }

    private static Schema released(int version) throws IOException {
        var file = "/released/AlertRecorded/%d.avsc".formatted(version);
        try (var text = AlertRecorded.class.getResourceAsStream(file)) {
            return new Schema.Parser().parse(text);
        }
    }
}
