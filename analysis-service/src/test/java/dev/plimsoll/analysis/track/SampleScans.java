package dev.plimsoll.analysis.track;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Scans for tests of other packages. */
public final class SampleScans {

    public static final String REGISTRY = Samples.REGISTRY;

    private SampleScans() {}

    /** An image with CVE-2026-0001 (high), -0002 and -0003 (medium), by keys of their topics. */
    public static Map<String, SpecificRecord> threeFindings(String repository) {
        var events = new LinkedHashMap<String, SpecificRecord>();
        events.put(
                "feed:debian",
                FeedLoaded.newBuilder(Samples.feed(false)).setLoadedAt(Instant.now()).build());
        events.put(
                "DEBIAN-CVE-2026-0001",
                Samples.advisory("CVE-2026-0001", Severity.HIGH, "openssl", null));
        events.put(
                "DEBIAN-CVE-2026-0002",
                Samples.advisory("CVE-2026-0002", Severity.MEDIUM, "zlib", null));
        events.put(
                "DEBIAN-CVE-2026-0003",
                Samples.advisory("CVE-2026-0003", Severity.MEDIUM, "curl", null));
        events.put(
                REGISTRY + "/" + repository,
                Samples.scan(
                        repository,
                        "main",
                        1,
                        Samples.inventory("openssl=3.0.1", "zlib=1.2.1", "curl=7.1")));
        return events;
    }

    public static String topic(SpecificRecord event) {
        return switch (event) {
            case ScanReported _ -> "scans.reported";
            case FeedLoaded _ -> "advisories.changed";
            case AdvisoryChanged _ -> "advisories.changed";
            default -> throw new IllegalArgumentException(event.getSchema().getName());
        };
    }
}
