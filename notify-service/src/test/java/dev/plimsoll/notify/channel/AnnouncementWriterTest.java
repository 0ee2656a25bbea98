package dev.plimsoll.notify.channel;

import static dev.plimsoll.notify.Samples.IMAGE;
import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementWriterTest {

    private final AnnouncementWriter writer = new AnnouncementWriter(null);

    @Test
    void countsWhatIsNewBySeverity() {
        var alert =
                planned(
                        "a1",
                        item("CVE-2026-0001", Severity.CRITICAL),
                        item("CVE-2026-0002", Severity.HIGH),
                        item("CVE-2026-0003", Severity.HIGH));

        assertThat(writer.write(alert).title())
                .isEqualTo("registry.example.com/team/web:1.5.0 — 1 critical, 2 high new");
    }

    @Test
    void tellsWhatIsNewFromWhatIsOpenAgain() {
        var lapsed =
                AlertItem.newBuilder(item("CVE-2026-0001", Severity.HIGH))
                        .setChange(ChangeKind.ACCEPTANCE_LAPSED)
                        .setDetail("rule base-packages ended")
                        .build();
        var alert = planned("a1", item("CVE-2026-0002", Severity.HIGH), lapsed);

        var announcement = writer.write(alert);

        assertThat(announcement.title()).endsWith("— 2 high new or open again");
        assertThat(announcement.entries().getLast().note())
                .isEqualTo("acceptance ended: rule base-packages ended");
    }

    @Test
    void namesAnImageWithoutTagByItsDigest() {
        var image = ImageRef.newBuilder(IMAGE).setTag(null).build();
        var alert = AlertRecorded.newBuilder(planned("a1")).setImage(image).build();

        assertThat(writer.write(alert).title())
                .startsWith("registry.example.com/team/web@sha256:abababababab —");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, '1 critical, 2 high open'",
        "0, 0, 5, nothing critical or high open",
        "0, 0, 0, nothing open",
    })
    void summarisesAFirstScan(int critical, int high, int unknown, String summary) {
        var alert =
                AlertRecorded.newBuilder(planned("a1"))
                        .setKind(AlertKind.BASELINE)
                        .setOpen(new SeverityCounts(critical, high, 0, 0, 0, unknown))
                        .build();

        assertThat(writer.write(alert).title())
                .isEqualTo("registry.example.com/team/web:1.5.0 — first scan of 1.x: " + summary);
    }

    @ParameterizedTest
    @CsvSource({
        "OWN, 3.0.2, upgrade to openssl 3.0.2 in the image's own build",
        "OWN, , 'no fixed version yet; do without the package, or wait'",
        "BASE, 3.0.2, rebuild on a newer base image base/debian:12 with openssl 3.0.2",
        "BASE, , no fixed version yet; it comes from base image base/debian:12",
        "UNDETERMINED, 3.0.2,"
                + " upgrade to openssl 3.0.2 (the image does not tell which layer brought it in)",
        "UNDETERMINED, , no fixed version yet",
    })
    void saysWhatWouldRemoveAFinding(LayerOrigin layer, String fixed, String remedy) {
        var item =
                AlertItem.newBuilder(item("CVE-2026-0001", Severity.HIGH))
                        .setLayer(layer)
                        .setFixedVersion(fixed)
                        .setBaseImage(layer == LayerOrigin.BASE ? "base/debian:12" : null)
                        .build();

        assertThat(Remedy.of(item)).isEqualTo(remedy);
    }

    @Test
    void countsUnknownSeveritiesInEveryMessage() {
        assertThat(writer.write(planned("a1")).open())
                .isEqualTo("1 critical, 2 high, 3 medium, 4 of unknown severity");
    }

    @Test
    void cutsAndCleansTextOfOthers() {
        assertThat(Line.of("a\r\nBcc: x\u0000\u202ey", 100)).isEqualTo("a  Bcc: x  y");
        assertThat(Line.of("\ud83d\udea2".repeat(10), 10)).isEqualTo("\ud83d\udea2".repeat(10));
        assertThat(Line.of("\ud83d\udea2".repeat(11), 10))
                .isEqualTo("\ud83d\udea2".repeat(9) + "…");
        assertThat(Line.of("\ud83d broken", 100)).isEqualTo("  broken");
    }
}
