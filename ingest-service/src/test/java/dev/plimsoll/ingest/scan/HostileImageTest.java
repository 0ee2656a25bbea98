package dev.plimsoll.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.registry.ScriptedRegistry;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Manifests and configurations made to mislead. Numbers are the rows of the list of hostile inputs.
 */
@Contained
class HostileImageTest {

    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final String REPOSITORY = "team/web";

    private static final byte[] BASE = debian("bash");

    private ScriptedRegistry registry;
    private ImageScanner scanner;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
        scanner =
                new ImageScanner(
                        Registries.of(
                                List.of(
                                        RegistryAccess.anonymous(
                                                registry.host(), registry.address())),
                                Clock.systemUTC()),
                        List.of(Platform.parse("linux/amd64")),
                        ScanLimits.USUAL,
                        AttestationProperties.DISABLED.attestations(),
                        Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void row05ACorruptLayerIsAReportNotARetry() {
        var layer = registry.blob(REPOSITORY, TAR + "+gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0});

        assertThat(reason(image(config(layer), layer))).isEqualTo("CORRUPT_GZIP");
    }

    @Test
    void row09ArtifactsAreUnsupported() {
        var config =
                registry.blob(REPOSITORY, "application/vnd.cncf.helm.config.v1+json", bytes("{}"));
        var signature =
                registry.blob(
                        REPOSITORY,
                        "application/vnd.dev.cosign.simplesigning.v1+json",
                        bytes("{}"));

        assertThat(reason(image(config))).isEqualTo("UNSUPPORTED_ARTIFACT");
        assertThat(reason(image(config(signature), signature))).isEqualTo("UNSUPPORTED_ARTIFACT");
    }

    @Test
    void row27ALayerListThatDoesNotFitTheConfigurationIsPartial() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);
        var shorter = config("[]");
        var longer = config("[\"%s\",\"%s\"]".formatted(layer.digest(), layer.digest()));

        for (var config : List.of(shorter, longer)) {
            var inventory = inventory(image(config, layer));

            assertThat(inventory.getComponents()).hasSize(1);
            assertThat(inventory.getGaps())
                    .extracting(Gap::getReason)
                    .containsExactly("CONFIG_MISMATCH");
        }
    }

    @Test
    void row27FiveThousandLayersAreRefused() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);
        var layers = Collections.nCopies(5_000, layer).toArray(Descriptor[]::new);

        assertThat(reason(image(config("[]"), layers))).isEqualTo("LIMIT_LAYERS");
    }

    @Test
    void row28AClaimedDiffIdPoisonsNoOtherImage() {
        var real = registry.blob(REPOSITORY, TAR, BASE);
        var empty = registry.blob(REPOSITORY, TAR, new byte[1024]);
        var claimsBase = config("[\"%s\"]".formatted(real.digest()));
        var claimsEmpty = config("[\"%s\"]".formatted(empty.digest()));

        assertThat(reason(image(claimsBase, empty))).isEqualTo("EMPTY_IMAGE");
        assertThat(inventory(image(claimsEmpty, real)).getComponents()).hasSize(1);
        var honest = inventory(image(claimsBase, real));
        assertThat(honest.getComponents()).hasSize(1);
        assertThat(honest.getGaps()).isEmpty();
        assertThat(reason(image(claimsEmpty, empty))).isEqualTo("EMPTY_IMAGE");
    }

    @Test
    void row31AConfigurationThatIsNoConfigurationIsRefused() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);

        for (var document :
                List.of("[]", "{\"os\":\"linux\"}", "{\"os\":\"../\",\"architecture\":\"a\"}")) {
            assertThat(reason(image(registry.blob(REPOSITORY, OCI_CONFIG, bytes(document)), layer)))
                    .isEqualTo("CONFIG_INVALID");
        }
    }

    @Test
    void row33ABlobThatIsNotItsDigestIsRefusedAndNotRemembered() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);
        var path = "/v2/" + REPOSITORY + "/blobs/" + layer.digest();
        var other = BASE.clone();
        other[0] ^= 1;
        registry.on(path, ScriptedRegistry.bytes(200, "", other));
        var image = image(config(layer), layer);
        assertThat(reason(image)).isEqualTo("DIGEST_MISMATCH");

        registry.on(path, ScriptedRegistry.bytes(200, "", BASE));

        assertThat(inventory(image).getComponents()).hasSize(1);
    }

    @Test
    void row34IndexesWithinIndexesAreFollowedThreeDeep() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);
        var image = image(config(layer), layer);
        var one = index(child(image, OCI_MANIFEST));
        var two = index(child(one, OCI_INDEX));
        var three = index(child(two, OCI_INDEX));
        var four = index(child(three, OCI_INDEX));

        assertThat(inventory(three).getComponents()).hasSize(1);
        assertThat(reason(four)).isEqualTo("INDEX_LIMIT");
        assertThat(reason(index(child(one, OCI_INDEX), child(one, OCI_INDEX))))
                .isEqualTo("INDEX_LIMIT");
    }

    @Test
    void row34TenThousandPlatformsAreRefused() {
        var child = child(Digest.ofText("x"), OCI_MANIFEST);

        assertThat(reason(index(Collections.nCopies(10_000, child).toArray(String[]::new))))
                .isEqualTo("INDEX_LIMIT");
    }

    @Test
    void row34AMissingChildIsGone() {
        assertThat(reason(index(child(Digest.ofText("nowhere"), OCI_MANIFEST)))).isEqualTo("GONE");
    }

    @Test
    void row35ForeignLayersAreNotFetchedAndMakeTheImagePartial() throws IOException {
        try (var trap = new ScriptedRegistry()) {
            var layer = registry.blob(REPOSITORY, TAR, BASE);
            var foreign = Digest.ofText("foreign");
            var digest =
                    registry.manifest(
                            REPOSITORY,
                            "foreign",
                            "",
                            """
                            {"schemaVersion":2,"config":%s,"layers":[
                              {"mediaType":"%s","digest":"%s","size":%d,"urls":["%s/stolen"]},
                              {"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                               "digest":"%s","size":7,"urls":["%s/x","http://169.254.169.254/"]}]}
                            """
                                    .formatted(
                                            descriptor(
                                                    config(
                                                            "[\"%s\",\"%s\"]"
                                                                    .formatted(
                                                                            layer.digest(),
                                                                            foreign))),
                                            TAR,
                                            layer.digest(),
                                            layer.size(),
                                            trap.address(),
                                            foreign,
                                            trap.address()));

            var inventory = inventory(digest);

            assertThat(inventory.getComponents()).hasSize(1);
            assertThat(inventory.getGaps())
                    .extracting(Gap::getReason)
                    .containsExactly("FOREIGN_LAYER_SKIPPED");
            assertThat(trap.asked()).isEmpty();
            assertThat(registry.asked()).noneMatch(asked -> asked.path().contains(foreign.value()));
        }
    }

    @Test
    void row32ADigestOutsideTheGrammarIsAReport() {
        var report =
                one(scanner.scan(Pushes.digest(registry.host(), REPOSITORY, "sha256:../../x"), 0));

        assertThat(((ScanFailure) report.getOutcome()).getReason()).isEqualTo("DIGEST_INVALID");
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void theBaseThatAnImageDeclaresIsAClaimOfItsAnnotations() {
        var layer = registry.blob(REPOSITORY, TAR, BASE);
        var base = Digest.ofText("base");
        var digest =
                registry.manifest(
                        REPOSITORY,
                        "annotated",
                        OCI_MANIFEST,
                        """
                        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],"annotations":{
                          "org.opencontainers.image.base.name":"docker.io/library/debian:12",
                          "org.opencontainers.image.base.digest":"%s",
                          "number":1,"long":"%s"}}
                        """
                                .formatted(
                                        OCI_MANIFEST,
                                        descriptor(config(layer)),
                                        descriptor(layer),
                                        base,
                                        "x".repeat(100_000)));

        assertThat(inventory(digest).getDeclaredBase())
                .isEqualTo(new DeclaredBase("docker.io/library/debian:12", base.value()));
    }

    @Test
    void row24AnImageOfLibrariesAloneIsAnInventory() {
        var layer =
                registry.blob(
                        REPOSITORY,
                        TAR,
                        Layer.builder()
                                .file(
                                        "app/x.dist-info/METADATA",
                                        "Metadata-Version: 2.1\nName: x\nVersion: 1\n")
                                .build()
                                .tar());

        var inventory = inventory(image(config(layer), layer));

        assertThat(inventory.getDistribution().getId()).isEmpty();
        assertThat(inventory.getGaps()).isEmpty();
        assertThat(inventory.getComponents()).hasSize(1);
    }

    private Digest image(Descriptor config, Descriptor... layers) {
        var list =
                Arrays.stream(layers)
                        .map(HostileImageTest::descriptor)
                        .collect(Collectors.joining(","));
        return registry.manifest(
                REPOSITORY,
                "image",
                OCI_MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(OCI_MANIFEST, descriptor(config), list));
    }

    private Digest index(String... children) {
        return registry.manifest(
                REPOSITORY,
                "index",
                OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(OCI_INDEX, String.join(",", children)));
    }

    private static String child(Digest digest, String mediaType) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}"
                .formatted(mediaType, digest);
    }

    private Descriptor config(Descriptor... plainLayers) {
        return config(
                IntStream.range(0, plainLayers.length)
                        .mapToObj(i -> "\"" + plainLayers[i].digest() + "\"")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private Descriptor config(String diffIds) {
        return registry.blob(
                REPOSITORY,
                OCI_CONFIG,
                bytes(
                        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":%s}}"
                                .formatted(diffIds)));
    }

    private static String descriptor(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private Inventory inventory(Digest digest) {
        return (Inventory)
                one(scanner.scan(Pushes.digest(registry.host(), REPOSITORY, digest.value()), 0))
                        .getOutcome();
    }

    private String reason(Digest digest) {
        return ((ScanFailure)
                        one(scanner.scan(
                                        Pushes.digest(registry.host(), REPOSITORY, digest.value()),
                                        0))
                                .getOutcome())
                .getReason();
    }

    private static ScanReported one(List<ScanReported> reports) {
        assertThat(reports).hasSize(1);
        return reports.getFirst();
    }

    private static byte[] debian(String name) {
        return Layer.builder()
                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file(
                        "var/lib/dpkg/status",
                        "Package: %s\nStatus: install ok installed\nVersion: 1\n".formatted(name))
                .build()
                .tar();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
