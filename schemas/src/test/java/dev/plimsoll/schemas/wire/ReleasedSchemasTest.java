package dev.plimsoll.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.schemas.wire.ReleasedSchemas.Released;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSchemasTest {

    private static final int SAMPLES = 20;

    /** An event whose schema is not released could not be read by anybody after the next change. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void theSchemaOfEveryEventIsReleased(Schema event) throws IOException {
        var releases = releases(event.getName()).toList();
        var candidate =
                Path.of("target", "released", event.getName(), (releases.size() + 1) + ".avsc");
        Files.createDirectories(candidate.getParent());
        Files.writeString(candidate, event.toString(true) + "\n");

        var newest = releases.isEmpty() ? null : releases.getLast().schema();

        assertThat(newest == null ? null : SchemaNormalization.toParsingForm(newest))
                .as(
                        "%s changed; when it is final, copy schemas/%s to src/main/resources/released"
                                .formatted(event.getName(), candidate))
                .isEqualTo(SchemaNormalization.toParsingForm(event));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("released")
    void todaysCodeReadsWhatEveryReleaseWrote(Released released) throws IOException {
        assertReadable(released.schema(), ReleasedSchemas.current(fullName(released)));
    }

    /** While an upgrade rolls through, yesterday's code meets today's records. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("released")
    void everyReleaseReadsWhatTodaysCodeWrites(Released released) throws IOException {
        assertReadable(ReleasedSchemas.current(fullName(released)), released.schema());
    }

    private static void assertReadable(Schema writer, Schema reader) throws IOException {
        for (var datum : new RandomData(writer, SAMPLES, 20261121L)) {
            var bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(writer).write(datum, encoder);
            encoder.flush();

            var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
            var read = new GenericDatumReader<>(writer, reader).read(null, decoder);

            assertThat(read).isNotNull();
            assertThat(decoder.isEnd()).isTrue();
        }
    }

    private static String fullName(Released released) {
        return released.schema().getFullName();
    }

    private static List<Schema> events() {
        return ReleasedSchemas.current();
    }

    private static Stream<Released> released() {
        return ReleasedSchemas.all().stream();
    }

    private static Stream<Released> releases(String event) {
        return released().filter(released -> released.event().equals(event));
    }
}
