package dev.plimsoll.ingest.scan.builtin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that are refused or read, without an end of memory or of time. */
class ZstdFuzz {

    static Stream<byte[]> seeds() {
        var layer = Layer.builder().file("etc/os-release", "ID=debian\n").build().tar();
        return Stream.of(
                Zstd.compress(layer),
                Zstd.compress(layer, 19),
                new byte[] {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4},
                new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xF8});
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        try {
            LayerReader.read(
                    new ByteArrayInputStream(data),
                    LayerEncoding.ZSTD,
                    ImageContents.WANTED,
                    ScanLimits.USUAL,
                    new Semaphore(1),
                    Deadline.in(Duration.ofMinutes(1)));
        } catch (ImageRefusedException _) {
            // As it should be for almost every input.
        }
    }
}
