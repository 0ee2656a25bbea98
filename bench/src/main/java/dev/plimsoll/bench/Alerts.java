package dev.plimsoll.bench;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.launcher.Installation;
import dev.plimsoll.schemas.topic.Topic;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;

/**
 * From the report of a scan to the arrival of the signed alert, one at a time. Each repository has
 * had a first, silent scan; the second brings a finding of high severity.
 */
final class Alerts {

    private static final int WARM_UP = 20;
    private static final int COMPONENTS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REGISTRY = "registry.example.com";
    private static final String PACKAGE = "plimsoll-sample";
    private static final String VULNERABILITY = "CVE-2099-10001";

    /** Goes into the folder of feeds. */
    static final String ADVISORY =
            """
            {"schema_version": "1.7.3", "id": "DEBIAN-%s", "modified": "2026-01-01T00:00:00Z", \
            "upstream": ["%s"], "summary": "A sample that no package has", \
            "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}], \
            "affected": [{"package": {"ecosystem": "Debian:12", "name": "%s"}, \
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0-1"}]}]}]}
            """
                    .formatted(VULNERABILITY, VULNERABILITY, PACKAGE);

    private final Installation installation;
    private final Topics topics;
    private final PrintStream out;

    Alerts(Installation installation, Topics topics, PrintStream out) {
        this.installation = installation;
        this.topics = topics;
        this.out = out;
    }

    Table measure(int samples) {
        var firsts = new ArrayList<ScanReported>();
        for (var i = 0; i < WARM_UP + samples; i++) {
            var first = scan(i, 1, "2.0-1");
            firsts.add(first);
            topics.send(record(first));
        }
        firsts.forEach(installation::awaitAssessment);
        installation.awaitQuiet();
        out.printf("  %d lines have their baseline%n", firsts.size());

        var times = new ArrayList<Duration>();
        for (var i = 0; i < WARM_UP + samples; i++) {
            var time = alert(i);
            if (i >= WARM_UP) {
                times.add(time);
            }
        }
        var latencies = new Latencies(times);
        var table =
                new Table(
                        "From scan report to signed alert, one at a time",
                        "samples",
                        "p50",
                        "p90",
                        "p99",
                        "longest");
        table.row(
                String.valueOf(samples),
                milliseconds(latencies.percentile(50)),
                milliseconds(latencies.percentile(90)),
                milliseconds(latencies.percentile(99)),
                milliseconds(latencies.percentile(100)));
        return table;
    }

    private Duration alert(int i) {
        var second = record(scan(i, 2, "1.0-1"));
        var start = System.nanoTime();
        topics.send(second);
        var alert = installation.awaitAlert(candidate -> isOf(i, candidate), PATIENCE);
        var time = Duration.ofNanos(System.nanoTime() - start);
        if (alert.isEmpty()) {
            throw new IllegalStateException(
                    "no alert of %s within %s".formatted(repository(i), PATIENCE));
        }
        return time;
    }

    private static boolean isOf(int i, JsonNode alert) {
        return alert.path("type").asString("").equals("image.alert")
                && alert.at("/data/image/repository").asString("").equals(repository(i));
    }

    static String milliseconds(Duration time) {
        return "%.1f ms".formatted(time.toNanos() / 1e6);
    }

    private ProducerRecord<String, byte[]> record(ScanReported scan) {
        return topics.record(
                Topic.SCANS_REPORTED, scan.getRegistry() + "/" + scan.getRepository(), scan);
    }

    private static String repository(int i) {
        return "bench/alerts-%d".formatted(i);
    }

    private static ScanReported scan(int i, long push, String version) {
        var now = Instant.now();
        return ScanReported.newBuilder()
                .setScanId(Ids.of("scan", i, push))
                .setEventId(Ids.of("event", i, push))
                .setPushOffset(push)
                .setRegistry(REGISTRY)
                .setRepository(repository(i))
                .setTag("1.0.0")
                .setDigest(Ids.digest("image", i, push))
                .setPlatform("linux/amd64")
                .setEngine("builtin")
                .setEngineVersion("bench")
                .setOccurredAt(now)
                .setStartedAt(now)
                .setFinishedAt(now)
                .setStages(List.of())
                .setOutcome(inventory(i, version))
                .build();
    }

    private static Inventory inventory(int i, String version) {
        var components = new ArrayList<Component>();
        components.add(component(PACKAGE, version));
        for (var other = 1; other < COMPONENTS; other++) {
            components.add(component("plimsoll-harmless-" + other, "1.0-1"));
        }
        return Inventory.newBuilder()
                .setDistribution(
                        new Distribution(
                                "debian", "12", "bookworm", "Debian GNU/Linux 12 (bookworm)"))
                .setComponents(components)
                .setLayers(List.of(new Layer(Ids.digest("layer", i, version), null, 1000L, null)))
                .setConfig(
                        ImageConfig.newBuilder()
                                .setExposedPorts(List.of())
                                .setEnvironmentNames(List.of())
                                .setLabels(Map.of())
                                .build())
                .setGaps(List.of())
                .build();
    }

    private static Component component(String name, String version) {
        return Component.newBuilder()
                .setPurl(
                        "pkg:deb/debian/%s@%s?arch=amd64&distro=debian-12".formatted(name, version))
                .setType("deb")
                .setName(name)
                .setVersion(version)
                .setSourceName(name)
                .setSourceVersion(version)
                .setArchitecture("amd64")
                .setLayer(0)
                .setPath("var/lib/dpkg/status")
                .setSection("libs")
                .setPriority("optional")
                .setDepends(List.of())
                .setProvides(List.of())
                .build();
    }
}
