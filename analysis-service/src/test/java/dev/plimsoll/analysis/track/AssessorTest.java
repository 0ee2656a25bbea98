package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.match.ListedAdvisories;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssessorTest {

    /** The old branch has a fix, the new one has none. */
    @Test
    void tellsOfTheVersionWithoutAFixWhereTwoAreInstalled() {
        var record =
                AdvisoryChanged.newBuilder()
                        .setId("GHSA-1")
                        .setModified(Instant.EPOCH)
                        .setAffected(
                                List.of(
                                        minimist(
                                                new RangeEvent(RangeBoundary.INTRODUCED, "0"),
                                                new RangeEvent(RangeBoundary.FIXED, "0.2.1")),
                                        minimist(
                                                new RangeEvent(RangeBoundary.INTRODUCED, "1.0.0"))))
                        .setFeed("test.jsonl")
                        .build();

        var found = assess(record, "0.0.8", "1.2.0");

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getVersion()).isEqualTo("1.2.0");
        assertThat(found.getFirst().getFixState()).isEqualTo(FixState.NOT_FIXED);
        assertThat(found.getFirst().getFixedVersion()).isNull();
        assertThat(found.getFirst().getPaths()).hasSize(2);
    }

    private static List<Finding> assess(AdvisoryChanged record, String... versions) {
        var advisories = ListedAdvisories.of(List.of(record));
        var assessor =
                new Assessor(advisories, AcceptancePolicy.of(List.of(), List.of()), Instant.EPOCH);
        var image =
                ImageRef.newBuilder()
                        .setRegistry("registry.example")
                        .setRepository("app")
                        .setTag("1")
                        .setDigest("sha256:" + "0".repeat(64))
                        .setPlatform("linux/amd64")
                        .setLine("1")
                        .build();
        return assessor.assess(image, inventory(versions), null).found().values().stream()
                .map(Judged::finding)
                .toList();
    }

    private static Inventory inventory(String... versions) {
        return Inventory.newBuilder()
                .setDistribution(Distribution.newBuilder().setId("").build())
                .setComponents(List.of(versions).stream().map(AssessorTest::component).toList())
                .setLayers(List.of())
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }

    private static Component component(String version) {
        return Component.newBuilder()
                .setPurl("pkg:npm/minimist@" + version)
                .setType("npm")
                .setName("minimist")
                .setVersion(version)
                .setSourceName("minimist")
                .setSourceVersion(version)
                .setPath("app/" + version + "/node_modules/minimist/package.json")
                .build();
    }

    private static Affected minimist(RangeEvent... events) {
        return Affected.newBuilder()
                .setEcosystem("npm")
                .setPackage$("minimist")
                .setRanges(List.of(new AffectedRange("SEMVER", List.of(events))))
                .build();
    }
}
