package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDescriptionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RUN |2 TOKEN=se cret USER=x /bin/sh -c make; RUN /bin/sh -c make",
                "|1 TOKEN=secret /bin/sh -c make; /bin/sh -c make",
                "RUN |1 TOKEN=secret powershell make; RUN |1 ...",
                "RUN /bin/sh -c echo |1; RUN /bin/sh -c echo |1",
                "COPY . /app # buildkit; COPY . /app # buildkit"
            })
    void valuesOfBuildArgumentsAreLeftOut(String instruction, String shown) {
        assertThat(ImageDescription.withoutBuildArguments(instruction)).isEqualTo(shown);
    }
}
