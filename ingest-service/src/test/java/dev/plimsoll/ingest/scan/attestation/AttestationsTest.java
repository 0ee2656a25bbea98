package dev.plimsoll.ingest.scan.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.event.Attestation;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationsTest {

    private static final String WEB = "team/web";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
    private static final String OPENVEX = "https://openvex.dev/ns/v0.2.0";
    private static final String VEX =
            "{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"statements\":[]}";

    private static final Digest IMAGE = Digest.ofText("the image");
    private static final Digest INDEX_OF_IMAGE = Digest.ofText("its index");

    @TempDir Path folder;

    private ScriptedRegistry scripted;
    private Registry registry;

    @BeforeEach
    void start() throws IOException {
        scripted = new ScriptedRegistry();
        registry =
                Registries.of(
                                List.of(
                                        RegistryAccess.anonymous(
                                                scripted.host(), scripted.address())),
                                Clock.systemUTC())
                        .find(scripted.host())
                        .orElseThrow();
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @ParameterizedTest
    @CsvSource({"EC, SHA256withECDSA", "Ed25519, Ed25519", "RSA, SHA256withRSA"})
    void aSignatureOfAConfiguredKeyIsToldByItsName(String kind, String algorithm) throws Exception {
        var key = key(kind);
        var envelope = envelope(statement(IMAGE, OPENVEX, VEX), key, algorithm);
        referrer(IMAGE, BUNDLE, part(BUNDLE, "{\"dsseEnvelope\":%s}".formatted(envelope)));

        var found = look(Map.of("security", pem(key("Ed25519")), "vendor", pem(key)), null);

        assertThat(found.attestations())
                .extracting(
                        Attestation::getPredicateType,
                        Attestation::getPredicate,
                        Attestation::getSignedBy)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(OPENVEX, VEX, "vendor"));
        assertThat(found.detail()).startsWith("1 found, 1 signed by a known key, ");
    }

    @Test
    void whatNoConfiguredKeySignedIsUnsigned() throws Exception {
        var key = key("EC");
        var statement = statement(IMAGE, OPENVEX, VEX);
        var other = statement(IMAGE, OPENVEX, VEX.replace("[]", "[{}]"));
        var signed = envelope(statement, key("EC"), "SHA256withECDSA");
        var unsigned = "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[]}";
        var stolen =
                envelope(statement, key, "SHA256withECDSA")
                        .replace(base64(statement), base64(other));
        referrer(
                IMAGE,
                DSSE,
                part(DSSE, signed),
                part(DSSE, unsigned.formatted(Envelope.IN_TOTO, base64(statement))),
                part(DSSE, stolen),
                part(Envelope.IN_TOTO, statement),
                part("application/vnd.openvex+json", VEX));

        var found = look(Map.of("vendor", pem(key)), null);

        assertThat(found.attestations()).hasSize(5).allMatch(each -> each.getSignedBy() == null);
    }

    @Test
    void whatDoesNotNameTheImageDoesNotCount() throws Exception {
        var key = key("EC");
        referrer(
                IMAGE,
                DSSE,
                part(
                        DSSE,
                        envelope(statement(INDEX_OF_IMAGE, OPENVEX, VEX), key, "SHA256withECDSA")));

        var alone = look(Map.of("vendor", pem(key)), null);
        var ofIndex = look(Map.of("vendor", pem(key)), INDEX_OF_IMAGE);

        assertThat(alone.attestations()).isEmpty();
        assertThat(alone.detail()).contains("does not name the image's digest");
        assertThat(ofIndex.attestations()).hasSize(1);
    }

    @Test
    void aListThatLiesAboutTheSubjectIsNotBelieved() throws Exception {
        var artifact = artifact(INDEX_OF_IMAGE, part("application/vnd.openvex+json", VEX));
        list("/v2/team/web/referrers/" + IMAGE, entry(artifact, "application/vnd.openvex+json"));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).isEmpty();
        assertThat(found.detail()).contains("but is about " + INDEX_OF_IMAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400, 405, 500, 503})
    void aRegistryWithoutReferrersIsAskedForTheTag(int status) throws Exception {
        scripted.on(
                "/v2/team/web/referrers/" + IMAGE, ScriptedRegistry.bytes(status, "", new byte[0]));
        var artifact = artifact(IMAGE, part("application/vnd.openvex+json", VEX));
        list(
                "/v2/team/web/manifests/sha256-" + IMAGE.hex(),
                entry(artifact, "application/vnd.openvex+json"));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).hasSize(1);
        if (status == 404) {
            assertThat(found.detail()).isEqualTo("1 found, 0 signed by a known key, 5 requests");
        }
    }

    @Test
    void cosignsTagIsRead() throws Exception {
        var key = key("EC");
        var envelope = envelope(statement(IMAGE, OPENVEX, VEX), key, "SHA256withECDSA");
        scripted.manifest(
                WEB,
                "sha256-" + IMAGE.hex() + ".att",
                MANIFEST,
                manifest(null, List.of(part(DSSE, envelope))));

        var found = look(Map.of("vendor", pem(key)), null);

        assertThat(found.attestations())
                .extracting(Attestation::getSignedBy)
                .containsExactly("vendor");
    }

    @Test
    void whatIsNoVexIsNotFetched() throws Exception {
        var sbom = part(DSSE, "no matter");
        referrer(IMAGE, "application/spdx+json", sbom);
        var provenance =
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"predicateType\":\"https://slsa.dev/provenance/v1\"}}"
                        .formatted(DSSE, sbom.digest(), sbom.size());
        scripted.manifest(
                WEB,
                "sha256-" + IMAGE.hex() + ".att",
                MANIFEST,
                "{\"schemaVersion\":2,\"layers\":[%s]}".formatted(provenance));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).isEmpty();
        assertThat(scripted.asked())
                .extracting(ScriptedRegistry.Asked::path)
                .noneMatch(path -> path.contains("/blobs/"));
    }

    @Test
    void aListOfComponentsIsNoStatement() throws Exception {
        var type = "https://cyclonedx.org/bom";
        referrer(
                IMAGE,
                Envelope.IN_TOTO,
                part(Envelope.IN_TOTO, statement(IMAGE, type, "{\"bomFormat\":\"CycloneDX\"}")),
                part(
                        Envelope.IN_TOTO,
                        statement(
                                IMAGE,
                                type,
                                "{\"bomFormat\":\"CycloneDX\",\"vulnerabilities\":[{\"id\":\"CVE-2026-1\"}]}")));

        assertThat(look(Map.of(), null).attestations())
                .extracting(Attestation::getPredicate)
                .singleElement()
                .asString()
                .contains("CVE-2026-1");
    }

    @Test
    void muchIsCut() throws Exception {
        var parts = new ArrayList<Descriptor>();
        for (int i = 0; i < 40; i++) {
            parts.add(part("application/vnd.openvex+json", "{\"n\":%d}".formatted(i)));
        }
        referrer(IMAGE, "application/vnd.openvex+json", parts.toArray(Descriptor[]::new));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).hasSize(20);
        assertThat(found.detail()).contains("20 more than a report may hold are left out");
    }

    @Test
    void theFirstToBeKeptAreTheSignedOnes() throws Exception {
        var key = key("EC");
        var parts = new ArrayList<Descriptor>();
        for (int i = 0; i < 30; i++) {
            parts.add(part("application/vnd.openvex+json", "{\"n\":%d}".formatted(i)));
        }
        parts.add(part(DSSE, envelope(statement(IMAGE, OPENVEX, VEX), key, "SHA256withECDSA")));
        referrer(IMAGE, "application/vnd.openvex+json", parts.toArray(Descriptor[]::new));

        assertThat(look(Map.of("vendor", pem(key)), null).attestations().getFirst().getSignedBy())
                .isEqualTo("vendor");
    }

    @Test
    void row30WhatIsTooLargeIsNotAskedForAndOthersAreRead() throws Exception {
        var large = "{\"x\":\"%s\"}".formatted("y".repeat(1024 * 1024));
        referrer(
                IMAGE,
                "application/vnd.openvex+json",
                part("application/vnd.openvex+json", large),
                part("application/vnd.openvex+json", VEX));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).hasSize(1);
        assertThat(found.detail()).contains("LIMIT_MANIFEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"payload\":1}",
                "{\"payload\":\"%%%\"}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\"}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"W10=\"}",
                "{\"payloadType\":\"text/plain\",\"payload\":\"e30=\"}",
                "{\"dsseEnvelope\":7}"
            })
    void row31NonsenseIsNotedAndLeftOut(String nonsense) throws Exception {
        referrer(
                IMAGE,
                DSSE,
                part(DSSE, nonsense),
                part(Envelope.IN_TOTO, nonsense),
                part("application/vnd.openvex+json", VEX));

        var found = look(Map.of(), null);

        assertThat(found.attestations()).hasSize(1);
    }

    @Test
    void row35ABlobWithAnotherDigestIsRefused() throws Exception {
        var part = part("application/vnd.openvex+json", VEX);
        scripted.on(
                "/v2/team/web/blobs/" + part.digest(),
                ScriptedRegistry.bytes(
                        200, "application/octet-stream", VEX.replace("ns", "sn").getBytes(UTF_8)));
        referrer(IMAGE, "application/vnd.openvex+json", part);

        var found = look(Map.of(), null);

        assertThat(found.attestations()).isEmpty();
        assertThat(found.detail()).contains("DIGEST_MISMATCH");
    }

    @Test
    void aRegistryThatIsGoneFailsNothing() throws Exception {
        scripted.close();

        var found = look(Map.of(), INDEX_OF_IMAGE);

        assertThat(found.attestations()).isEmpty();
        assertThat(found.detail()).contains("not now: ");
    }

    @Test
    void aKeyThatCannotBeUsedStopsTheStartByItsName() throws Exception {
        var curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp384r1"));
        var weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        for (var file :
                List.of(
                        folder.resolve("missing.pem"),
                        Files.writeString(folder.resolve("text.pem"), "hello"),
                        pem(curve.generateKeyPair()),
                        pem(weak.generateKeyPair()))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PublicKeys.read(Map.of("vendor", file)))
                    .withMessageStartingWith("ingest.attestations.keys.vendor: '" + file)
                    .withMessageContaining("is refused");
        }
    }

    private Attestations.Found look(Map<String, Path> keys, @Nullable Digest index) {
        return Attestations.of(true, keys).of(registry, new Repository(WEB), IMAGE, index);
    }

    private void referrer(Digest subject, String type, Descriptor... parts) {
        list("/v2/team/web/referrers/" + subject, entry(artifact(subject, parts), type));
    }

    private Digest artifact(Digest subject, Descriptor... parts) {
        return scripted.manifest(WEB, "unused", MANIFEST, manifest(subject, List.of(parts)));
    }

    private void list(String path, String entry) {
        scripted.on(
                path,
                ScriptedRegistry.bytes(
                        200,
                        INDEX,
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                                .formatted(INDEX, entry)
                                .getBytes(UTF_8)));
    }

    private static String entry(Digest artifact, String type) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"artifactType\":\"%s\"}"
                .formatted(MANIFEST, artifact, type);
    }

    private static String manifest(@Nullable Digest subject, List<Descriptor> parts) {
        return "{\"schemaVersion\":2,\"layers\":[%s]%s}"
                .formatted(
                        String.join(
                                ",",
                                parts.stream()
                                        .map(
                                                part ->
                                                        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                                                                .formatted(
                                                                        part.mediaType(),
                                                                        part.digest(),
                                                                        part.size()))
                                        .toList()),
                        subject == null
                                ? ""
                                : ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}"
                                        .formatted(MANIFEST, subject));
    }

    private Descriptor part(String mediaType, String content) {
        return scripted.blob(WEB, mediaType, content.getBytes(UTF_8));
    }

    private static String statement(Digest subject, String type, String predicate) {
        return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"x\",\"digest\":{\"sha256\":\"%s\"}}],\"predicateType\":\"%s\",\"predicate\":%s}"
                .formatted(subject.hex(), type, predicate);
    }

    private static String envelope(String statement, KeyPair key, String algorithm)
            throws GeneralSecurityException {
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key.getPrivate());
        // As the specification writes it.
        signer.update(
                "DSSEv1 28 application/vnd.in-toto+json %d %s"
                        .formatted(statement.length(), statement)
                        .getBytes(UTF_8));
        return "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"%s\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"%s\"}]}"
                .formatted(base64(statement), Base64.getEncoder().encodeToString(signer.sign()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static KeyPair key(String kind) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private Path pem(KeyPair key) throws IOException {
        var file = Files.createTempFile(folder, "key", ".pem");
        return Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(
                                Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
                                        .encodeToString(key.getPublic().getEncoded())));
    }
}
