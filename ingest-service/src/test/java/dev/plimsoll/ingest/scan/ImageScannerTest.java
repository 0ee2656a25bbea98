package dev.plimsoll.ingest.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.embedded.image.Blob;
import dev.plimsoll.embedded.image.Compression;
import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.Attestation;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.SecretFound;
import dev.plimsoll.event.Stage;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageScannerTest {

    private static final String BASH =
            """
            Package: bash
            Status: install ok installed
            Priority: required
            Section: shells
            Essential: yes
            Installed-Size: 7164
            Maintainer: Ann <ann@example.com>
            Architecture: amd64
            Source: bash (5.2.15-2)
            Version: 5.2.15-2+b7
            Provides: sh
            Pre-Depends: libc6 (>= 2.36), libtinfo6 (>= 6)
            Depends: base-files (>= 2.1.12), debianutils | dash:any

            """;

    private static final String CURL =
            """
            Package: curl
            Status: install ok installed
            Architecture: amd64
            Version: 1:7.88.1-10+deb12u5

            """;

    private static final Layer BASE =
            Layer.builder()
                    .directory("etc")
                    .file(
                            "usr/lib/os-release",
                            "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
                    .symlink("etc/os-release", "../usr/lib/os-release")
                    .file("var/lib/dpkg/status", BASH)
                    .build();

    private static final Layer APPLICATION =
            Layer.builder().file("var/lib/dpkg/status", BASH + CURL).build();

    @TempDir Path storage;

    private EmbeddedRegistry registry;
    private RegistryClient client;
    private ImageScanner scanner;

    @BeforeEach
    void start() {
        registry =
                EmbeddedRegistry.start(
                        RegistryOptions.in(storage).withCredentials("ann", "secret"));
        client = RegistryClient.basic(address(), "ann", "secret");
        scanner = scanner("linux/amd64");
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Test
    void row65SecretsInTheImageAreFoundAndNoneIsInTheReport() throws IOException {
        var token = "ghp_" + "aB3dE6gH9j".repeat(4).substring(4);
        var password = "Tr0ub4dor-3";
        client.push(
                ImageBuilder.of(Format.OCI)
                        .layer(BASE, "ADD rootfs.tar / # buildkit")
                        .instruction("ENV DB_PASSWORD=" + password)
                        .layer(
                                APPLICATION,
                                "RUN /bin/sh -c git clone https://x:%s@example.com && DB_PASSWORD=%s make"
                                        .formatted(token, password))
                        .environment("DB_PASSWORD", password)
                        .environment("CI", token)
                        .label("clone", "https://x:%s@example.com".formatted(password))
                        .build(),
                "team/leaky",
                "1.0");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/leaky", "1.0"), 1));

        var inventory = (Inventory) report.getOutcome();
        assertThat(inventory.getConfig().getSecrets())
                .extracting(SecretFound::getPlace, SecretFound::getPattern)
                .containsExactlyInAnyOrder(
                        tuple("environment variable DB_PASSWORD", "password"),
                        tuple("environment variable CI", "github-token"),
                        tuple("label clone", "password-in-url"),
                        tuple("instruction 2", "password"),
                        tuple("instruction 3", "github-token"),
                        tuple("instruction 3", "password"),
                        tuple("instruction 3", "password-in-url"));
        assertThat(inventory.getLayers().getLast().getCreatedBy())
                .isEqualTo(
                        "RUN /bin/sh -c git clone https://x:***@example.com && DB_PASSWORD=*** make");
        assertThat(new String(ScanReported.getEncoder().encode(report).array(), ISO_8859_1))
                .doesNotContain(token)
                .doesNotContain(password);
        assertThat(report.toString()).doesNotContain(token).doesNotContain(password);
    }

    /** As a client does where the registry keeps no list of referrers: under a tag. */
    @Test
    void whatASupplierSignedBesideTheImageIsInTheReport() throws Exception {
        var image = debian();
        client.push(image, "team/web", "1");
        var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var vex = "{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"statements\":[]}";
        var statement =
                "{\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}],\"predicateType\":\"https://openvex.dev/ns/v0.2.0\",\"predicate\":%s}"
                        .formatted(image.digest().value().substring("sha256:".length()), vex);
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(
                "DSSEv1 28 application/vnd.in-toto+json %d %s"
                        .formatted(statement.length(), statement)
                        .getBytes(ISO_8859_1));
        var bundle = "application/vnd.dev.sigstore.bundle.v0.3+json";
        var blob =
                Blob.of(
                        bundle,
                        "{\"dsseEnvelope\":{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}}"
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(statement.getBytes(ISO_8859_1)),
                                        Base64.getEncoder().encodeToString(signer.sign()))
                                .getBytes(ISO_8859_1));
        var empty = Blob.of("application/vnd.oci.empty.v1+json", "{}".getBytes(ISO_8859_1));
        var artifact =
                new Publishable.Image(
                        image.mediaType(),
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"%s\",\"config\":%s,\"layers\":[%s],\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}}"
                                .formatted(
                                        image.mediaType(),
                                        bundle,
                                        descriptor(empty),
                                        descriptor(blob),
                                        image.mediaType(),
                                        image.digest(),
                                        image.manifest().length)
                                .getBytes(ISO_8859_1),
                        List.of(empty, blob));
        var indexType = "application/vnd.oci.image.index.v1+json";
        client.push(
                new Publishable.Index(
                        indexType,
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"%s\"}]}"
                                .formatted(
                                        indexType,
                                        artifact.mediaType(),
                                        artifact.digest(),
                                        artifact.manifest().length,
                                        bundle)
                                .getBytes(ISO_8859_1),
                        List.of(artifact)),
                "team/web",
                image.digest().value().replace(':', '-'));
        var file =
                Files.writeString(
                        storage.resolve("supplier.pem"),
                        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(key.getPublic().getEncoded())));

        var report =
                one(
                        scanner(
                                        ScanLimits.USUAL,
                                        new AttestationProperties(true, Map.of("supplier", file)),
                                        "linux/amd64")
                                .scan(Pushes.tag(registry.host(), "team/web", "1"), 1));

        assertThat(report.getAttestations())
                .containsExactly(
                        new Attestation(
                                "https://openvex.dev/ns/v0.2.0",
                                blob.digest().value(),
                                vex,
                                "supplier"));
        assertThat(report.getStages().getLast().getName()).isEqualTo("attestations");
        assertThat(report.getStages().getLast().getDetail())
                .isEqualTo("1 found, 1 signed by a known key, 5 requests");
    }

    private static String descriptor(Blob blob) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(blob.mediaType(), blob.digest(), blob.size());
    }

    @Test
    void tellsWhatIsInstalledAndWhichLayerBroughtIt() throws IOException {
        var image =
                ImageBuilder.of(Format.OCI)
                        .layer(BASE, "ADD rootfs.tar / # buildkit")
                        .instruction("ENV TOKEN=hidden")
                        .layer(APPLICATION, "RUN |1 TOKEN=hidden /bin/sh -c apt-get install curl")
                        .created(Instant.parse("2026-02-03T04:05:06Z"))
                        .environment("TOKEN", "hidden")
                        .user("1000")
                        .healthcheck("curl -f http://127.0.0.1/")
                        .exposedPort("8080/tcp")
                        .label("team", "voice")
                        .build();
        client.push(image, "team/web", "1.0");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1.0"), 42));

        assertThat(report.getDigest()).isEqualTo(image.digest().value());
        assertThat(report.getIndexDigest()).isNull();
        assertThat(report.getPlatform()).isEqualTo("linux/amd64");
        assertThat(report.getPushOffset()).isEqualTo(42);
        assertThat(report.getEngine()).isEqualTo("builtin");
        assertThat(report.getScanId()).matches("[0-9a-f]{32}");
        assertThat(report.getStages())
                .extracting(Stage::getName)
                .startsWith("resolve", "config")
                .contains("layer 0", "layer 1")
                .endsWith("inventory");
        var inventory = (Inventory) report.getOutcome();
        assertThat(inventory.getGaps()).isEmpty();
        assertThat(inventory.getDistribution())
                .isEqualTo(
                        new Distribution(
                                "debian", "12", "bookworm", "Debian GNU/Linux 12 (bookworm)"));
        assertThat(inventory.getComponents())
                .containsExactly(
                        new Component(
                                "pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64&distro=debian-12",
                                "deb",
                                "bash",
                                "5.2.15-2+b7",
                                "bash",
                                "5.2.15-2",
                                "amd64",
                                0,
                                "var/lib/dpkg/status",
                                "shells",
                                "required",
                                true,
                                List.of("libc6", "libtinfo6", "base-files", "debianutils|dash"),
                                List.of("sh"),
                                "Ann <ann@example.com>",
                                7164L * 1024,
                                null,
                                null,
                                null),
                        new Component(
                                "pkg:deb/debian/curl@1%3A7.88.1-10%2Bdeb12u5?arch=amd64&distro=debian-12",
                                "deb",
                                "curl",
                                "1:7.88.1-10+deb12u5",
                                "curl",
                                "1:7.88.1-10+deb12u5",
                                "amd64",
                                1,
                                "var/lib/dpkg/status",
                                null,
                                null,
                                false,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(inventory.getLayers())
                .extracting(
                        dev.plimsoll.event.Layer::getDiffId, dev.plimsoll.event.Layer::getCreatedBy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                BASE.diffId().value(), "ADD rootfs.tar / # buildkit"),
                        org.assertj.core.groups.Tuple.tuple(
                                APPLICATION.diffId().value(),
                                "RUN /bin/sh -c apt-get install curl"));
        assertThat(inventory.getConfig())
                .isEqualTo(
                        new ImageConfig(
                                "1000",
                                true,
                                List.of("8080/tcp"),
                                List.of("TOKEN"),
                                Map.of("team", "voice"),
                                Instant.parse("2026-02-03T04:05:06Z"),
                                "linux",
                                "amd64",
                                List.of(),
                                null));
        assertThat(report.toString().replace("\"secrets\"", ""))
                .doesNotContain("hidden")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void readsEveryPacking(Compression compression) throws IOException {
        var image =
                ImageBuilder.of(Format.OCI)
                        .layer(BASE, "base", compression)
                        .layer(APPLICATION, "application", compression)
                        .build();
        client.push(image, "team/web", "1");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));

        assertThat(names(report)).containsExactly("bash", "curl");
    }

    @Test
    void equalDigestsAreFetchedOnce() throws IOException {
        var image = debian();
        client.push(image, "team/web", "1");
        client.push(image, "other/copy", "1");

        var first = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));
        var second = one(scanner.scan(Pushes.tag(registry.host(), "other/copy", "1"), 1));

        assertThat(first.getBlobBytes()).isPositive();
        assertThat(second.getBlobBytes()).isZero();
        assertThat(second.getStages()).extracting(Stage::getName).containsExactly("resolve");
        assertThat(second.getOutcome()).isEqualTo(first.getOutcome());
    }

    @Test
    void layersThatAreKnownAreNotFetchedAgain() throws IOException {
        client.push(debian(), "team/base", "1");
        client.push(
                ImageBuilder.of(Format.OCI).layer(BASE, "base").layer(APPLICATION, "app").build(),
                "team/web",
                "1");
        scanner.scan(Pushes.tag(registry.host(), "team/base", "1"), 0);

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 1));

        var inventory = (Inventory) report.getOutcome();
        assertThat(report.getBlobBytes()).isEqualTo(inventory.getLayers().getLast().getSize());
    }

    @Test
    void simultaneousPushesOfOneDigestAreReadOnce() throws Exception {
        client.push(debian(), "team/web", "1");
        var push = Pushes.tag(registry.host(), "team/web", "1");
        Callable<List<ScanReported>> scan = () -> scanner.scan(push, 0);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reports = new java.util.ArrayList<ScanReported>();
            for (var done : threads.invokeAll(java.util.Collections.nCopies(20, scan))) {
                reports.addAll(done.get());
            }

            assertThat(reports).hasSize(20);
            assertThat(reports.stream().filter(report -> report.getBlobBytes() > 0)).hasSize(1);
            assertThat(reports.stream().map(ScanReported::getScanId).distinct()).hasSize(1);
        }
    }

    @Test
    void anIndexGivesAReportPerConfiguredPlatform() throws IOException {
        var platforms = new TreeMap<String, Publishable.Image>();
        platforms.put("linux/amd64", debian());
        platforms.put(
                "linux/arm64",
                ImageBuilder.of(Format.OCI).architecture("arm64").layer(BASE, "base").build());
        platforms.put(
                "unknown/unknown", ImageBuilder.of(Format.OCI).layer(BASE, "attestation").build());
        var index = ImageBuilder.index(Format.OCI, platforms);
        client.push(index, "team/web", "1");

        var reports =
                scanner("linux/arm64", "linux/amd64")
                        .scan(
                                Pushes.digest(registry.host(), "team/web", index.digest().value()),
                                0);

        assertThat(reports)
                .extracting(ScanReported::getPlatform)
                .containsExactly("linux/arm64", "linux/amd64");
        assertThat(reports)
                .extracting(ScanReported::getDigest)
                .containsExactly(
                        platforms.get("linux/arm64").digest().value(),
                        platforms.get("linux/amd64").digest().value());
        assertThat(reports)
                .extracting(ScanReported::getIndexDigest)
                .containsOnly(index.digest().value());
    }

    @Test
    void row34AnIndexWithoutAConfiguredPlatformIsUnsupported() throws IOException {
        var index =
                ImageBuilder.index(
                        Format.OCI,
                        Map.of(
                                "unknown/unknown",
                                ImageBuilder.of(Format.OCI).layer(BASE, "attestation").build()));
        client.push(index, "team/web", "1");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));

        assertFailed(report, ScanFailureKind.UNSUPPORTED, "PLATFORM_MISSING");
        assertThat(report.getDigest()).isEqualTo(index.digest().value());
    }

    @Test
    void row34AnIndexThatLiesAboutAPlatformIsPartial() throws IOException {
        var index =
                ImageBuilder.index(
                        Format.OCI,
                        Map.of(
                                "linux/amd64",
                                ImageBuilder.of(Format.OCI)
                                        .architecture("arm64")
                                        .layer(BASE, "base")
                                        .build()));
        client.push(index, "team/web", "1");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));

        assertThat(((Inventory) report.getOutcome()).getGaps())
                .extracting(Gap::getReason)
                .containsExactly("CONFIG_MISMATCH");
    }

    @Test
    void row24AnImageWithoutLayersIsEmptyNotClean() throws IOException {
        client.push(ImageBuilder.of(Format.OCI).build(), "team/web", "1");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));

        assertFailed(report, ScanFailureKind.UNSUPPORTED, "EMPTY_IMAGE");
    }

    @Test
    void row41WhatWasDeletedMeanwhileIsGone() throws IOException {
        var image = debian();
        client.push(image, "team/web", "1");
        client.delete("team/web", image.digest());

        assertFailed(
                one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0)),
                ScanFailureKind.FAILED,
                "GONE");
        assertFailed(
                one(
                        scanner.scan(
                                Pushes.digest(registry.host(), "team/web", image.digest().value()),
                                0)),
                ScanFailureKind.FAILED,
                "GONE");
    }

    @Test
    void row41TheDigestOfTheEventIsScannedWhateverTheTagIsNow() throws IOException {
        var old = debian();
        client.push(old, "team/web", "1");
        client.push(
                ImageBuilder.of(Format.OCI).layer(APPLICATION, "something else").build(),
                "team/web",
                "1");

        var report =
                one(
                        scanner.scan(
                                Pushes.digest(registry.host(), "team/web", old.digest().value()),
                                0));

        assertThat(names(report)).containsExactly("bash");
    }

    @Test
    void aRegistryThatIsNotConfiguredIsNeverContacted() {
        assertFailed(
                one(scanner.scan(Pushes.tag("169.254.169.254", "team/web", "1"), 0)),
                ScanFailureKind.FAILED,
                "REGISTRY_NOT_ALLOWED");
    }

    @Test
    void aRegistryThatIsDownIsTriedLater() {
        registry.close();

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));
    }

    @Test
    void aBrokenStanzaLeavesTheOthers() throws IOException {
        var layer =
                Layer.builder()
                        .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                        .file(
                                "var/lib/dpkg/status",
                                BASH
                                        + "Package: odd\nStatus: install ok installed\nVersion: %s\n\n"
                                        + CURL)
                        .build();
        client.push(ImageBuilder.of(Format.OCI).layer(layer, "odd").build(), "team/web", "1");

        var report = one(scanner.scan(Pushes.tag(registry.host(), "team/web", "1"), 0));

        assertThat(names(report)).containsExactly("bash", "curl");
        assertThat(((Inventory) report.getOutcome()).getGaps())
                .containsExactly(
                        new Gap(
                                "CORRUPT_STANZA",
                                "stanza 'odd' in var/lib/dpkg/status: '%s' is no version"));
    }

    @Test
    void aScanThatTakesTooLongIsAReportAndTheNextOneIsNew() throws IOException {
        client.push(debian(), "team/web", "1");
        var push = Pushes.tag(registry.host(), "team/web", "1");
        var hurried = scanner(ScanLimits.USUAL.withDeadline(Duration.ofNanos(1)), "linux/amd64");

        assertFailed(one(hurried.scan(push, 0)), ScanFailureKind.FAILED, "LIMIT_TIME");
        assertFailed(one(hurried.scan(push, 0)), ScanFailureKind.FAILED, "LIMIT_TIME");
        assertThat(names(one(scanner.scan(push, 0)))).containsExactly("bash");
    }

    @Test
    void anImageWhoseLayersAreTooMuchTogetherIsRefusedItsLayersAreNot() throws IOException {
        client.push(debian(), "team/base", "1");
        client.push(
                ImageBuilder.of(Format.OCI).layer(BASE, "base").layer(APPLICATION, "app").build(),
                "team/web",
                "1");
        var usual = ScanLimits.USUAL;
        var small =
                scanner(
                        new ScanLimits(
                                usual.layer(),
                                usual.language(),
                                usual.packages(),
                                usual.databaseBytes(),
                                usual.layerBytes(),
                                usual.freeLayerBytes(),
                                usual.imageBytes(),
                                BASE.tar().length,
                                usual.imageEntries(),
                                usual.deadline()),
                        "linux/amd64");

        assertFailed(
                one(small.scan(Pushes.tag(registry.host(), "team/web", "1"), 0)),
                ScanFailureKind.FAILED,
                "LIMIT_UNCOMPRESSED");
        assertThat(names(one(small.scan(Pushes.tag(registry.host(), "team/base", "1"), 0))))
                .containsExactly("bash");
    }

    private static Publishable.Image debian() {
        return ImageBuilder.of(Format.OCI).layer(BASE, "base").build();
    }

    private ImageScanner scanner(String... platforms) {
        return scanner(ScanLimits.USUAL, platforms);
    }

    private ImageScanner scanner(ScanLimits limits, String... platforms) {
        return scanner(limits, AttestationProperties.DISABLED, platforms);
    }

    private ImageScanner scanner(
            ScanLimits limits, AttestationProperties attestations, String... platforms) {
        return new ImageScanner(
                Registries.of(
                        List.of(
                                new RegistryAccess(
                                        registry.host(),
                                        address(),
                                        "ann",
                                        "secret",
                                        List.of(),
                                        List.of(),
                                        null)),
                        Clock.systemUTC()),
                java.util.Arrays.stream(platforms).map(Platform::parse).toList(),
                limits,
                attestations.attestations(),
                Clock.systemUTC());
    }

    private URI address() {
        return URI.create("http://" + registry.host());
    }

    private static ScanReported one(List<ScanReported> reports) {
        assertThat(reports).hasSize(1);
        return reports.getFirst();
    }

    private static List<String> names(ScanReported report) {
        return ((Inventory) report.getOutcome())
                .getComponents().stream().map(Component::getName).toList();
    }

    private static void assertFailed(ScanReported report, ScanFailureKind kind, String reason) {
        assertThat(report.getOutcome())
                .isInstanceOfSatisfying(
                        ScanFailure.class,
                        failure -> {
                            assertThat(failure.getReason()).isEqualTo(reason);
                            assertThat(failure.getKind()).isEqualTo(kind);
                        });
    }
}
