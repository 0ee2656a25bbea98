package dev.plimsoll.ingest.scan.attestation;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A signed text: DSSE (https://github.com/secure-systems-lab/dsse/blob/master/envelope.md), by
 * itself or in a sigstore bundle.
 *
 * @param type of the payload
 * @param signatures the first few; nothing else of them is believed, not even which key made them
 */
record Envelope(String type, byte[] payload, List<byte[]> signatures) {

    static final String IN_TOTO = "application/vnd.in-toto+json";

    private static final int MOST_SIGNATURES = 10;

    /**
     * @throws ImageRefusedException MANIFEST_INVALID
     */
    static Envelope parse(byte[] document) {
        var root = UntrustedJson.object(document, Reason.MANIFEST_INVALID, "the envelope");
        var bundled = root.get("dsseEnvelope");
        var envelope = bundled == null ? root : bundled;
        var signatures = new ArrayList<byte[]>();
        if (envelope.get("signatures") instanceof JsonNode all && all.isArray()) {
            for (var signature : all.values()) {
                if (signatures.size() < MOST_SIGNATURES) {
                    signatures.add(decoded(signature, "sig"));
                }
            }
        }
        return new Envelope(
                text(envelope, "payloadType"), decoded(envelope, "payload"), signatures);
    }

    /** What signatures are made of: the "pre-authentication encoding". */
    byte[] signed() {
        var typeBytes = type.getBytes(StandardCharsets.UTF_8);
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(
                "DSSEv1 %d ".formatted(typeBytes.length).getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(typeBytes);
        signed.writeBytes(" %d ".formatted(payload.length).getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(payload);
        return signed.toByteArray();
    }

    private static byte[] decoded(JsonNode node, String field) {
        var text = text(node, field);
        try {
            // Both alphabets are allowed.
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            throw new ImageRefusedException(
                    Reason.MANIFEST_INVALID, "the envelope's '%s' is no Base64".formatted(field));
        }
    }

    private static String text(JsonNode node, String field) {
        var value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
