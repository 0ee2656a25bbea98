package dev.plimsoll.ingest.scan.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PythonMetadataTest {

    private static final String PATH = "usr/lib/python3/Flask-3.0.0.dist-info/METADATA";

    @Test
    void readsNameAndVersionAndNothingOfTheDescription() throws IOException {
        var text =
                """
                Metadata-Version: 2.1
                Name: Flask
                Version: 3.0.0
                License: first line
                 Name: continued
                Name: Second

                Version: 9.9.9
                """;

        var reading = read(PATH, text);

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(flask("3.0.0", PATH)), List.of(), Program.NONE));
        assertThat(reading.packages().getFirst().purl()).isEqualTo("pkg:pypi/flask@3.0.0");
    }

    @Test
    void readsFilesWithCarriageReturnsAndOldEggs() throws IOException {
        var path = "usr/lib/python2.7/Flask-0.1.egg-info";

        assertThat(read(path, "name: Flask\r\nVERSION: 0.1\r\n\r\nText").packages())
                .containsExactly(flask("0.1", path));
    }

    @Test
    void reportsAFileWithoutVersion() throws IOException {
        assertThat(read(PATH, "Name: Flask\n\nVersion: 1\n"))
                .isEqualTo(
                        new LanguageReading(
                                List.of(),
                                List.of(gap("it has no Name or no Version")),
                                Program.NONE));
    }

    @Test
    void row26ReportsAVersionThatIsNone() throws IOException {
        var reading = read(PATH, "Name: Flask\nVersion: 1.0\u0007;${jndi:x}\n");

        assertThat(reading.packages()).isEmpty();
        assertThat(reading.gaps())
                .containsExactly(gap("'1.0\\u0007;${jndi:x}' is no version of Flask"));
    }

    private static LanguageReading read(String path, String text) throws IOException {
        var content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return LanguageFiles.read(path, 0644, text.length(), content, LanguageLimits.USUAL);
    }

    private static LanguagePackage flask(String version, String path) {
        return new LanguagePackage(LanguagePackage.Type.PYPI, "Flask", version, path);
    }

    private static Gap gap(String problem) {
        return new Gap(Reason.LANGUAGE_FILE_UNREADABLE.name(), PATH + ": " + problem);
    }
}
