package dev.plimsoll.ingest.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.registry.ScriptedRegistry;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a whole scan asks of a registry that changes its mind, or that multiplies itself. */
@Contained
class HostileConversationTest {

    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final String WEB = "team/web";

    private ScriptedRegistry registry;
    private ImageScanner scanner;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
        scanner = scanner(AttestationProperties.DISABLED);
    }

    private ImageScanner scanner(AttestationProperties attestations) {
        return new ImageScanner(
                Registries.of(
                        List.of(RegistryAccess.anonymous(registry.host(), registry.address())),
                        Clock.systemUTC()),
                List.of(Platform.parse("linux/amd64")),
                ScanLimits.USUAL,
                attestations.attestations(),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aWarmScanIsOneRequestAndNoBlob() {
        var image = image("1", "bash");

        outcome(digest(image));
        var cold = registry.asked().size();
        outcome(digest(image));

        assertThat(cold).isEqualTo(3);
        assertThat(registry.asked())
                .extracting(ScriptedRegistry.Asked::path)
                .endsWith("/v2/team/web/manifests/" + image)
                .hasSize(4);
    }

    @Test
    void lookingBesideAnImageCostsAFewRequestsAndFailsNothing() {
        var image = image("1", "bash");
        registry.on(
                "/v2/team/web/referrers/" + image,
                ScriptedRegistry.bytes(500, "text/plain", new byte[] {'x'}));
        var looking = scanner(new AttestationProperties(true, Map.of()));

        looking.scan(digest(image), 0);
        var cold = registry.asked().size();
        var report = looking.scan(digest(image), 0).getFirst();

        assertThat(report.getOutcome()).isInstanceOf(Inventory.class);
        assertThat(report.getAttestations()).isEmpty();
        assertThat(report.getBlobBytes()).isZero();
        assertThat(report.getStages())
                .filteredOn(stage -> stage.getName().equals("attestations"))
                .singleElement()
                .satisfies(
                        stage ->
                                assertThat(stage.getDetail())
                                        .startsWith(
                                                "0 found, 0 signed by a known key, 3 requests; not now: ")
                                        .endsWith(" answered 500"));
        assertThat(registry.asked().subList(cold, registry.asked().size()))
                .extracting(ScriptedRegistry.Asked::path)
                .containsExactly(
                        "/v2/team/web/manifests/" + image,
                        "/v2/team/web/referrers/" + image,
                        "/v2/team/web/manifests/" + image.value().replace(':', '-'),
                        "/v2/team/web/manifests/" + image.value().replace(':', '-') + ".att");
    }

    @Test
    void row34IndexesThatMultiplyAreRefusedBeforeTheRegistryIsFlooded() {
        var children = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            children.add(
                    child(
                            registry.manifest(
                                    WEB,
                                    "i" + i,
                                    INDEX,
                                    "{\"manifests\":[],\"annotations\":{\"n\":\"%d\"}}"
                                            .formatted(i))));
        }
        var top =
                registry.manifest(
                        WEB,
                        "top",
                        INDEX,
                        "{\"manifests\":[%s]}".formatted(String.join(",", children)));

        assertThat(reason(digest(top))).isEqualTo("INDEX_LIMIT");
        assertThat(registry.asked()).hasSizeLessThanOrEqualTo(51);
    }

    @Test
    void row34AnIndexThatClaimsToListItselfIsRefused() {
        var elsewhere = Digest.ofText("itself");
        var document = "{\"manifests\":[%s]}".formatted(child(elsewhere));
        var index = registry.manifest(WEB, "loop", INDEX, document);
        registry.on(
                "/v2/team/web/manifests/" + elsewhere,
                ScriptedRegistry.bytes(200, INDEX, document.getBytes(UTF_8)));

        assertThat(reason(digest(index))).isEqualTo("DIGEST_MISMATCH");
    }

    @Test
    void row41ATagThatMovesDuringTheScanMixesNoImages() {
        var first = image("1", "bash");
        var path = "/v2/team/web/manifests/1";
        var served = answer("bash");
        registry.on(
                path,
                exchange -> {
                    // The next one who asks for the tag gets another image.
                    image("1", "curl");
                    served.to(exchange);
                });

        var report = scanner.scan(Pushes.tag(registry.host(), WEB, "1"), 0).getFirst();

        assertThat(report.getDigest()).isEqualTo(first.value());
        assertThat(((Inventory) report.getOutcome()).getComponents())
                .extracting(component -> component.getName())
                .containsExactly("bash");
    }

    @Test
    void row41ADigestOfAnotherRepositoryIsGone() {
        var image = image("1", "bash");
        outcome(digest(image));

        var push = Pushes.digest(registry.host(), "team/other", image.value());

        assertThat(reason(push)).isEqualTo("GONE");
    }

    private ImagePushed digest(Digest digest) {
        return Pushes.digest(registry.host(), WEB, digest.value());
    }

    private Object outcome(ImagePushed push) {
        var reports = scanner.scan(push, 0);
        assertThat(reports).hasSize(1);
        return reports.getFirst().getOutcome();
    }

    private String reason(ImagePushed push) {
        return ((ScanFailure) outcome(push)).getReason();
    }

    /** Under its digest and a tag. */
    private Digest image(String tag, String installed) {
        return registry.manifest(WEB, tag, "", manifest(installed));
    }

    private ScriptedRegistry.Answer answer(String installed) {
        return ScriptedRegistry.bytes(200, "", manifest(installed).getBytes(UTF_8));
    }

    private String manifest(String installed) {
        var layer =
                registry.blob(
                        WEB,
                        TAR,
                        Layer.builder()
                                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                                .file(
                                        "var/lib/dpkg/status",
                                        "Package: %s\nStatus: install ok installed\nVersion: 1\n"
                                                .formatted(installed))
                                .build()
                                .tar());
        var config =
                registry.blob(
                        WEB,
                        CONFIG,
                        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"%s\"]}}"
                                .formatted(layer.digest())
                                .getBytes(UTF_8));
        return "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(descriptor(config), descriptor(layer));
    }

    private static String descriptor(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private static String child(Digest digest) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}".formatted(INDEX, digest);
    }
}
