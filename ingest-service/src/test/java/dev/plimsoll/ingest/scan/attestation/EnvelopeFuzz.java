package dev.plimsoll.ingest.scan.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Envelopes and statements: refused, or read; nothing is signed by nobody. */
class EnvelopeFuzz {

    private static final PublicKeys NONE = PublicKeys.read(Map.of());

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.texts(
                        "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30\",\"signatures\":[{\"sig\":\"_-8=\"}]}",
                        "{\"dsseEnvelope\":{\"payload\":\"e30=\",\"signatures\":{}}}",
                        "{\"subject\":[{\"digest\":{\"sha256\":\"00\"}}],\"predicateType\":\"x\",\"predicate\":{}}"),
                Seeds.documents());
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] data) {
        try {
            var envelope = Envelope.parse(data);
            assertThat(NONE.signer(envelope.signed(), envelope.signatures())).isNull();
            InTotoStatement.parse(envelope.payload());
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
        try {
            InTotoStatement.parse(data);
        } catch (ImageRefusedException _) {
            // A refusal is an answer.
        }
    }
}
