package dev.plimsoll.analysis.track;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Events to test with: images of Debian 12 in one registry, and advisories for it. */
final class Samples {

    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    static final String REGISTRY = "registry.test:5000";
    static final String PLATFORM = "linux/amd64";

    private Samples() {}

    /** An installed package, as {@code name=version}; its source package has the same name. */
    static Component component(String nameAndVersion) {
        var parts = nameAndVersion.split("=", 2);
        return Component.newBuilder()
                .setPurl(
                        "pkg:deb/debian/%s@%s?arch=amd64&distro=debian-12"
                                .formatted(parts[0], parts[1]))
                .setType("deb")
                .setName(parts[0])
                .setVersion(parts[1])
                .setSourceName(parts[0])
                .setSourceVersion(parts[1])
                .setArchitecture("amd64")
                .setLayer(0)
                .setPath("var/lib/dpkg/status")
                .setDepends(List.of())
                .setProvides(List.of())
                .build();
    }

    static Inventory inventory(String... components) {
        return inventory(List.of("sha256:layer-of-nobody"), List.of(), components);
    }

    static Inventory inventory(List<String> layers, List<Gap> gaps, String... components) {
        return Inventory.newBuilder()
                .setDistribution(
                        new Distribution(
                                "debian", "12", "bookworm", "Debian GNU/Linux 12 (bookworm)"))
                .setComponents(Arrays.stream(components).map(Samples::component).toList())
                .setLayers(
                        layers.stream()
                                .map(digest -> new Layer(digest, null, 1000L, null))
                                .toList())
                .setConfig(
                        ImageConfig.newBuilder()
                                .setExposedPorts(List.of())
                                .setEnvironmentNames(List.of())
                                .setLabels(Map.of())
                                .build())
                .setGaps(gaps)
                .build();
    }

    /** A scan of a push; the offset orders pushes and makes the times. */
    static ScanReported scan(String repository, String tag, long offset, Object outcome) {
        return scan(repository, tag, offset, digest(repository, tag, offset), outcome);
    }

    static ScanReported scan(
            String repository, String tag, long offset, String digest, Object outcome) {
        return ScanReported.newBuilder()
                .setScanId(Ids.of("scan", repository, tag, offset, digest))
                .setEventId(Ids.of("event", repository, tag, offset))
                .setTrigger(offset < 0 ? Trigger.MANUAL : Trigger.PUSH)
                .setPushOffset(offset)
                .setRegistry(REGISTRY)
                .setRepository(repository)
                .setTag(tag)
                .setDigest(digest)
                .setPlatform(PLATFORM)
                .setEngine("builtin")
                .setEngineVersion("1")
                .setOccurredAt(START.plusSeconds(offset))
                .setStartedAt(START.plusSeconds(offset))
                .setFinishedAt(START.plusSeconds(offset + 1))
                .setStages(List.of())
                .setOutcome(outcome)
                .build();
    }

    static String digest(String repository, String tag, long offset) {
        return "sha256:" + Ids.of(repository, tag, offset) + Ids.of(offset);
    }

    static ScanFailure failure(String reason) {
        return new ScanFailure(ScanFailureKind.FAILED, reason, "it broke", List.of());
    }

    static Gap gap(String reason) {
        return new Gap(reason, "one entry could not be read");
    }

    static ImageDeleted deletion(String repository, String tag, String digest) {
        return ImageDeleted.newBuilder()
                .setEventId(Ids.of("deletion", repository, tag, digest))
                .setSource("test")
                .setRegistry(REGISTRY)
                .setRepository(repository)
                .setTag(tag)
                .setDigest(digest)
                .setOccurredAt(START)
                .setReceivedAt(START)
                .build();
    }

    /** Says that every version of a source package below {@code fixed} has the vulnerability. */
    static AdvisoryChanged advisory(String cve, Severity severity, String source, String fixed) {
        var events = new ArrayList<RangeEvent>();
        events.add(new RangeEvent(RangeBoundary.INTRODUCED, "0"));
        if (fixed != null) {
            events.add(new RangeEvent(RangeBoundary.FIXED, fixed));
        }
        return AdvisoryChanged.newBuilder()
                .setId("DEBIAN-" + cve)
                .setModified(START)
                .setAliases(List.of())
                .setUpstream(List.of(cve))
                .setSeverity(List.of(new PublishedSeverity("CVSS_V3", vector(severity))))
                .setAffected(
                        List.of(
                                Affected.newBuilder()
                                        .setEcosystem("Debian:12")
                                        .setPackage$(source)
                                        .setVersions(List.of())
                                        .setRanges(List.of(new AffectedRange("ECOSYSTEM", events)))
                                        .setSeverity(List.of())
                                        .build()))
                .setReferences(List.of())
                .setFeed("debian")
                .build();
    }

    private static String vector(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
            case HIGH -> "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
            case MEDIUM -> "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N";
            case LOW -> "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";
            case NEGLIGIBLE, UNKNOWN ->
                    throw new IllegalArgumentException("no vector is " + severity);
        };
    }

    static AdvisoryChanged withdrawn(AdvisoryChanged advisory) {
        return AdvisoryChanged.newBuilder(advisory).setWithdrawn(START).build();
    }

    static FeedLoaded feed(boolean kev) {
        return FeedLoaded.newBuilder()
                .setFeed("debian")
                .setLocation("/feeds/debian")
                .setRecords(1)
                .setEcosystems(List.of("Debian:12"))
                .setKev(kev)
                .setLoadedAt(START)
                .build();
    }

    /** Accepts one vulnerability until an instant. */
    static RuleChanged accepting(String id, String cve, Instant until, RuleGuards guards) {
        return RuleChanged.newBuilder()
                .setId(id)
                .setState(RuleState.ACTIVE)
                .setKind(RuleKind.ACCEPT)
                .setScope(
                        RuleScope.newBuilder()
                                .setImages(List.of())
                                .setLayers(List.of())
                                .setRoles(List.of())
                                .setSeverities(List.of())
                                .setFixStates(List.of())
                                .setPackages(List.of())
                                .setVulnerabilities(List.of(cve))
                                .build())
                .setGuards(guards)
                .setReason("not reachable")
                .setOwner("team@example.com")
                .setUntil(until)
                .setBy("test")
                .setOrigin("rules/test.yaml")
                .setAt(START)
                .build();
    }

    static RuleChanged accepting(String id, String cve, Instant until) {
        return accepting(id, cve, until, RuleGuards.newBuilder().build());
    }
}
