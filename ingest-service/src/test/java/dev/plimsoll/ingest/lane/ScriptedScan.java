package dev.plimsoll.ingest.lane;

import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A scanner that behaves as the repository is called. Not marked: the service would scan it in. */
class ScriptedScan {

    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    int attempts(String repository) {
        return attempts.getOrDefault(repository, 0);
    }

    @Bean
    @Primary
    Scan scripted() {
        return this::scan;
    }

    private List<ScanReported> scan(ImagePushed push, long pushOffset) {
        int attempt = attempts.merge(push.getRepository(), 1, Integer::sum);
        switch (push.getRepository()) {
            case "down" ->
                    throw new RegistryUnavailableException(
                            "registry.example.com answered 503", null, Duration.ofMillis(20));
            case "flaky" -> {
                if (attempt < 8) { // more than an image's own failures would be given
                    throw new RegistryUnavailableException("connection refused", null, null);
                }
            }
            case "broken" -> throw new IllegalStateException("canary: nobody's business");
            case "huge" -> {
                return List.of(reported(push, pushOffset, "x".repeat(17 << 20)));
            }
            default -> {}
        }
        return List.of(reported(push, pushOffset, "debian"));
    }

    static ScanReported reported(ImagePushed push, long pushOffset, String distribution) {
        return ScanReported.newBuilder()
                .setScanId(EventId.of(push.getEventId()))
                .setEventId(push.getEventId())
                .setTrigger(push.getTrigger())
                .setPushOffset(pushOffset)
                .setRegistry(push.getRegistry())
                .setRepository(push.getRepository())
                .setTag(push.getTag())
                .setDigest(DIGEST)
                .setPlatform("linux/amd64")
                .setEngine("scripted")
                .setEngineVersion("1")
                .setOccurredAt(push.getOccurredAt())
                .setStartedAt(Instant.EPOCH)
                .setFinishedAt(Instant.EPOCH)
                .setOutcome(
                        Inventory.newBuilder()
                                .setDistribution(
                                        Distribution.newBuilder().setId(distribution).build())
                                .setComponents(List.of())
                                .setLayers(List.of())
                                .setConfig(ImageConfig.newBuilder().build())
                                .build())
                .build();
    }
}
