package dev.plimsoll.launcher;

import dev.plimsoll.event.ScanReported;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An image that was published, or asked for, and has to be scanned and assessed. */
sealed interface Expected {

    /** Whether the report is about this image, and not of an earlier time. */
    boolean isMetBy(ScanReported report);

    /** For people. */
    String label();

    record Published(String registry, ImageName name, String digest, Instant at)
            implements Expected {

        @Override
        public boolean isMetBy(ScanReported report) {
            return report.getRegistry().equals(registry)
                    && report.getRepository().equals(name.repository())
                    && name.tag().equals(report.getTag())
                    && (digest.equals(report.getDigest()) || digest.equals(report.getIndexDigest()))
                    && !report.getFinishedAt().isBefore(at.truncatedTo(ChronoUnit.MILLIS));
        }

        @Override
        public String label() {
            return name.toString();
        }
    }

    /** {@code eventId} is what ingest-service answered with. */
    record Requested(String reference, String eventId) implements Expected {

        @Override
        public boolean isMetBy(ScanReported report) {
            return report.getEventId().equals(eventId);
        }

        @Override
        public String label() {
            return reference;
        }
    }
}
