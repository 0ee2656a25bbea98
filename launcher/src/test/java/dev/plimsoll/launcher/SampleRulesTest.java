package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRulesTest {

    private static final LocalDate TODAY = LocalDate.of(2031, 5, 1);

    @TempDir Path folder;

    @Test
    void areDecidedTodayAndEndWithinNinetyDays() throws Exception {
        SampleRules.copy(Path.of("../deploy/rules"), folder, TODAY);

        assertThat(folder.resolve("base-image.yaml"))
                .content()
                .contains("decided: 2031-05-01", "review: 2031-05-31", "until: 2031-07-26")
                .doesNotContain("2026-");
    }

    @Test
    void keepTheirDatesUntilTheyHaveLapsed() throws Exception {
        SampleRules.copy(Path.of("../deploy/rules"), folder, TODAY);
        var first = Files.readString(folder.resolve("base-image.yaml"));

        SampleRules.copy(Path.of("../deploy/rules"), folder, TODAY.plusDays(80));
        assertThat(folder.resolve("base-image.yaml")).hasContent(first);

        SampleRules.copy(Path.of("../deploy/rules"), folder, TODAY.plusDays(90));
        assertThat(folder.resolve("base-image.yaml")).content().contains("decided: 2031-07-30");
    }
}
