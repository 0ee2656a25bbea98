package dev.plimsoll.ingest.scan.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeTest {

    /**
     * The example of the specification
     * (https://github.com/secure-systems-lab/dsse/blob/master/protocol.md#test-vectors).
     */
    private static final String EXAMPLE =
            "{\"payload\":\"aGVsbG8gd29ybGQ=\",\"payloadType\":\"http://example.com/HelloWorld\",\"signatures\":[{\"keyid\":\"66301bbf\",\"sig\":\"A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==\"}]}";

    private static final String KEY_OF_EXAMPLE =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMrCrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==";

    @TempDir Path folder;

    @Test
    void theExampleOfTheSpecificationIsSignedAsItSays() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("example.pem"),
                        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                                .formatted(KEY_OF_EXAMPLE));
        var keys = PublicKeys.read(Map.of("example", file));

        var envelope = Envelope.parse(EXAMPLE.getBytes(UTF_8));
        var changed = Envelope.parse(EXAMPLE.replace("HelloWorld", "HelloMoon").getBytes(UTF_8));

        assertThat(new String(envelope.signed(), UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
        assertThat(keys.signer(envelope.signed(), envelope.signatures())).isEqualTo("example");
        assertThat(keys.signer(changed.signed(), changed.signatures())).isNull();
    }
}
