package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetOfImagesTest {

    private final KeyValueStore<String, byte[]> rows =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(KnownImages.STORE),
                            Serdes.String(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();

    @BeforeEach
    void open() {
        rows.init(new MockProcessorContext<>().getStateStoreContext(), rows);
    }

    @AfterEach
    void close() {
        rows.close();
    }

    @Test
    void knowsWhatItsImagesHaveAndWhatTheyLack() {
        FleetOfImages.take(rows, image("Debian:12", List.of("PyPI", "npm"), null));
        FleetOfImages.take(rows, image("Debian:12", List.of(), null));
        FleetOfImages.take(
                rows,
                image(
                        null,
                        List.of(),
                        "no feed with advisories for 'Alpine:v3.19' has been loaded yet"));

        assertThat(new FleetOfImages(() -> rows).ecosystems())
                .containsExactlyInAnyOrder("Debian:12", "PyPI", "npm", "Alpine:v3.19");
    }

    @Test
    void knowsNothingWhileTheImagesAreNotThereYet() {
        var fleet =
                new FleetOfImages(
                        () -> {
                            throw new InvalidStateStoreException("not running");
                        });

        assertThat(fleet.ecosystems()).isEmpty();
    }

    private static ImageAssessed image(
            @Nullable String ecosystem, List<String> languages, @Nullable String message) {
        return ImageAssessed.newBuilder()
                .setId("0")
                .setAssessmentId("1")
                .setImage(new ImageRef("registry.test", "web", "1", "sha256:1", "linux/amd64", "1"))
                .setHead(true)
                .setStatus(message == null ? ImageStatus.CLEAN : ImageStatus.STALE)
                .setReason(message == null ? null : "ADVISORIES_MISSING")
                .setMessage(message)
                .setCause(Cause.PUSH)
                .setCauseDetail("push")
                .setOpen(SeverityCounts.newBuilder().build())
                .setAccepted(SeverityCounts.newBuilder().build())
                .setEcosystem(ecosystem)
                .setLanguageEcosystems(languages)
                .setPosture(List.of())
                .setScanId("2")
                .setEngine("builtin")
                .setPushedAt(Instant.EPOCH)
                .setScannedAt(Instant.EPOCH)
                .setAssessedAt(Instant.EPOCH)
                .setRevision(1)
                .build();
    }
}
