package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small inventories and advisories. */
final class Samples {

    private Samples() {}

    static Distribution debian(String versionId) {
        return Distribution.newBuilder().setId("debian").setVersionId(versionId).build();
    }

    static Distribution alpine(String versionId) {
        return Distribution.newBuilder().setId("alpine").setVersionId(versionId).build();
    }

    static Component deb(String name, String version, String source, String sourceVersion) {
        return component("deb", name, version, source, sourceVersion);
    }

    static Component apk(String name, String version, String origin) {
        return component("apk", name, version, origin, version);
    }

    static Distribution distribution(String id, String versionId) {
        return Distribution.newBuilder().setId(id).setVersionId(versionId).build();
    }

    static Distribution nothing() {
        return Distribution.newBuilder().setId("").build();
    }

    /**
     * @param source name and "version-release", as an rpm tells of its source
     */
    static Component rpm(String name, String version, String source, String sourceVersion) {
        return component("rpm", name, version, source, sourceVersion);
    }

    static Component language(String type, String name, String version) {
        return component(type, name, version, name, version);
    }

    /** The cases of a test: an image without an operating system, a package in it. */
    static Inventory only(Component... components) {
        return inventory(nothing(), components);
    }

    static Inventory inventory(Distribution distribution, Component... components) {
        return inventory(distribution, List.of(components));
    }

    static Inventory inventory(Distribution distribution, List<Component> components) {
        return Inventory.newBuilder()
                .setDistribution(distribution)
                .setComponents(List.copyOf(components))
                .setLayers(List.of())
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }

    static AdvisoryChanged advisory(String id, Affected... affected) {
        return AdvisoryChanged.newBuilder()
                .setId(id)
                .setModified(Instant.EPOCH)
                .setAffected(List.of(affected))
                .setFeed("test.jsonl")
                .build();
    }

    static Affected affected(
            String ecosystem, String name, @Nullable String urgency, AffectedRange... ranges) {
        return Affected.newBuilder()
                .setEcosystem(ecosystem)
                .setPackage$(name)
                .setRanges(List.of(ranges))
                .setUrgency(urgency)
                .build();
    }

    static Affected upTo(String ecosystem, String name, String fixed) {
        return affected(ecosystem, name, null, upTo(fixed));
    }

    static Affected unfixed(String ecosystem, String name) {
        return affected(ecosystem, name, null, range(introduced("0")));
    }

    static AffectedRange upTo(String fixed) {
        return range(introduced("0"), fixed(fixed));
    }

    static AffectedRange range(RangeEvent... events) {
        return new AffectedRange("ECOSYSTEM", List.of(events));
    }

    static RangeEvent introduced(String version) {
        return new RangeEvent(RangeBoundary.INTRODUCED, version);
    }

    static RangeEvent fixed(String version) {
        return new RangeEvent(RangeBoundary.FIXED, version);
    }

    static RangeEvent lastAffected(String version) {
        return new RangeEvent(RangeBoundary.LAST_AFFECTED, version);
    }

    static PublishedSeverity cvss(String vector) {
        return new PublishedSeverity("CVSS", vector);
    }

    private static Component component(
            String type, String name, String version, String source, String sourceVersion) {
        return Component.newBuilder()
                .setPurl("pkg:%s/%s@%s".formatted(type, name, version))
                .setType(type)
                .setName(name)
                .setVersion(version)
                .setSourceName(source)
                .setSourceVersion(sourceVersion)
                .setPath("var/lib/dpkg/status")
                .build();
    }
}
