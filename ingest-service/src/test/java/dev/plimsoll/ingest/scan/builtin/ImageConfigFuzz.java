package dev.plimsoll.ingest.scan.builtin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Platform;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration is refused, or names a platform that we can name, too. */
class ImageConfigFuzz {

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        """
                        {"os":"linux","architecture":"arm","variant":"v7","created":"2026-03-01T10:00:00Z",
                         "config":{"User":"1","Env":["A=b"],"Labels":{"a":"b"},"ExposedPorts":{"80/tcp":{}},
                         "Entrypoint":["/a"],"Cmd":null,"Healthcheck":{"Test":["NONE"]}},
                         "rootfs":{"type":"layers","diff_ids":["sha256:00"]},
                         "history":[{"created_by":"RUN |1 A=b /bin/sh -c x","empty_layer":true},{}]}
                        """,
                        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":[],\"history\":{}}"),
                Seeds.documents());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        try {
            Platform.parse(ImageDescription.parse(data).platform());
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
