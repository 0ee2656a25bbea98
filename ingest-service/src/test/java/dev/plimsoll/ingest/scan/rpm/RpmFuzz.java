package dev.plimsoll.ingest.scan.rpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Four kinds of database; the first byte says which one the rest is taken for. */
class RpmFuzz {

    static Stream<byte[]> seeds() {
        return Stream.of(
                new byte[] {
                    0, 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0
                },
                new byte[] {1, 'R', 'p', 'm', 'P', 0, 0, 0, 0},
                new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x61, 0x15, 0x06, 0},
                Seeds.texts("\3bash\t5.1\t1\t2\tx\t(none)\tx86_64\t0\tbash-5.1-1.src.rpm\n")
                        .findFirst()
                        .orElseThrow());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var format = RpmFormat.values()[(data[0] & 0xFF) % RpmFormat.values().length];
        try {
            RpmDatabase.read(
                            "var/lib/rpm/x",
                            format,
                            Arrays.copyOfRange(data, 1, data.length),
                            new byte[0])
                    .packages()
                    .forEach(found -> found.files().forEach(_ -> {}));
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
