package dev.plimsoll.analysis.index;

import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.RemovalPlan;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.event.Stage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Events of one imaginary installation, for the tests of this package and of the pages. */
public final class SampleEvents {

    public static final Instant NOW = Instant.parse("2026-11-03T08:30:00Z");

    public static final String BASE =
            "registry.example.com/base/python:3.13@sha256:" + "b".repeat(64);

    private SampleEvents() {}

    public static ImageRef web(String tag) {
        return ImageRef.newBuilder()
                .setRegistry("registry.example.com")
                .setRepository("team/web")
                .setTag(tag)
                .setDigest("sha256:" + hash(tag, 64))
                .setPlatform("linux/amd64")
                .setLine("1.x")
                .build();
    }

    public static Finding finding(ImageRef image, String vulnerability, String component) {
        return openssl(image, vulnerability, component).build();
    }

    /** An open finding of high severity in the base image, with a fix. */
    public static Finding.Builder openssl(ImageRef image, String vulnerability, String component) {
        return Finding.newBuilder()
                .setId(hash(image.getTag() + vulnerability + component, 32))
                .setTrackingId(hash(image.getLine() + vulnerability + component, 32))
                .setImage(image)
                .setVulnerability(vulnerability)
                .setAliases(List.of("GHSA-2222-3333-4444"))
                .setSummary("Buffer overflow when reading a certificate")
                .setEcosystem("Debian:12")
                .setPackage$(component)
                .setVersion("3.0.11-1~deb12u1")
                .setPackages(List.of("lib" + component, component))
                .setPurls(
                        List.of(
                                "pkg:deb/debian/"
                                        + component
                                        + "@3.0.11-1~deb12u1?distro=debian-12"))
                .setFixedVersion("3.0.11-1~deb12u2")
                .setFixState(FixState.FIXED)
                .setSeverity(Severity.HIGH)
                .setSeveritySource("nvd")
                .setScore(8.1)
                .setRatings(
                        List.of(
                                Rating.newBuilder()
                                        .setSource("nvd")
                                        .setSeverity(Severity.HIGH)
                                        .setScore(8.1)
                                        .setValue("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H")
                                        .build()))
                .setLayer(LayerOrigin.BASE)
                .setLayerDigest("sha256:" + "1".repeat(64))
                .setBaseImage(BASE)
                .setRole(Role.SYSTEM_LIBRARY)
                .setKev(false)
                .setEpss(0.02)
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(Instant.parse("2026-10-03T06:00:00Z"))
                .setFixStateSince(Instant.parse("2026-10-20T06:00:00Z"))
                .setClearedBy(List.of("rebuild"))
                .setAdvisories(List.of("DEBIAN-" + vulnerability))
                .setEvidence(
                        List.of(
                                "3.0.11-1~deb12u1 is before 3.0.11-1~deb12u2, where Debian:12 is fixed",
                                "layer 1 of 4 belongs to the base image"));
    }

    public static FindingChange change(ChangeKind kind, Finding finding) {
        return FindingChange.newBuilder()
                .setId(hash(kind + finding.getId() + finding.getDecision(), 32))
                .setKind(kind)
                .setFinding(finding)
                .build();
    }

    public static FindingsChanged changes(ImageRef image, long revision, FindingChange... changes) {
        return changes(image, revision, List.of(changes));
    }

    public static FindingsChanged changes(
            ImageRef image, long revision, List<FindingChange> changes) {
        return FindingsChanged.newBuilder()
                .setAssessmentId(hash(image.getTag() + revision, 32))
                .setImage(image)
                .setCause(Cause.PUSH)
                .setCauseDetail("push of " + image.getTag())
                .setBaseline(false)
                .setRevision(revision)
                .setAt(NOW)
                .setOpen(counts(0, changes.size(), 0, 0))
                .setChanges(changes)
                .build();
    }

    public static SeverityCounts counts(int critical, int high, int medium, int low) {
        return SeverityCounts.newBuilder()
                .setCritical(critical)
                .setHigh(high)
                .setMedium(medium)
                .setLow(low)
                .build();
    }

    public static ImageAssessed.Builder assessed(ImageRef image, long revision) {
        return ImageAssessed.newBuilder()
                .setId(hash(image.getRepository() + image.getTag() + image.getPlatform(), 32))
                .setAssessmentId(hash(image.getTag() + revision, 32))
                .setImage(image)
                .setHead(true)
                .setStatus(ImageStatus.AFFECTED)
                .setCause(Cause.PUSH)
                .setCauseDetail("push of " + image.getTag())
                .setOpen(counts(1, 2, 3, 4))
                .setAccepted(counts(0, 1, 0, 0))
                .setSetAside(2)
                .setFixable(5)
                .setOpened(2)
                .setClosed(1)
                .setComponents(187)
                .setDistribution("Debian GNU/Linux 12 (bookworm)")
                .setEcosystem("Debian:12")
                .setBaseImage(BASE)
                .setPosture(
                        List.of(
                                check("non-root", true, "user 'app'"),
                                check("healthcheck", false, "no HEALTHCHECK in the configuration"),
                                check("pinned-base", null, "the image does not name its base")))
                .setPlans(
                        List.of(
                                RemovalPlan.newBuilder()
                                        .setOption("multi-stage")
                                        .setPackages(List.of("binutils", "gcc-12"))
                                        .setBytes(180_355_072)
                                        .build()))
                .setPredictions(
                        List.of(
                                PredictionCheck.newBuilder()
                                        .setOption("rebuild")
                                        .setPredictedFor("sha256:" + "a".repeat(64))
                                        .setPredicted(counts(1, 3, 0, 0))
                                        .setCleared(counts(1, 2, 0, 0))
                                        .setUnforeseen(1)
                                        .setRemaining(List.of("CVE-2026-0009 in zlib"))
                                        .build()))
                .setSize(52_428_800)
                .setScanId(hash("scan" + image.getTag() + revision, 32))
                .setEngine("builtin")
                .setCreated(Instant.parse("2026-11-03T08:00:00Z"))
                .setPushedAt(Instant.parse("2026-11-03T08:29:50Z"))
                .setScannedAt(Instant.parse("2026-11-03T08:29:58Z"))
                .setAssessedAt(NOW)
                .setRevision(revision);
    }

    public static PostureCheck check(String id, Boolean passed, String evidence) {
        return PostureCheck.newBuilder().setId(id).setPassed(passed).setEvidence(evidence).build();
    }

    static ScanReported.Builder scan(ImageRef image) {
        return ScanReported.newBuilder()
                .setScanId(hash("scan" + image.getTag(), 32))
                .setEventId(hash("event" + image.getTag(), 32))
                .setPushOffset(41)
                .setRegistry(image.getRegistry())
                .setRepository(image.getRepository())
                .setTag(image.getTag())
                .setDigest(image.getDigest())
                .setPlatform(image.getPlatform())
                .setEngine("builtin")
                .setEngineVersion("0.1.0")
                .setOccurredAt(NOW.minusMillis(900))
                .setStartedAt(NOW.minusMillis(600))
                .setFinishedAt(NOW)
                .setStages(
                        List.of(
                                Stage.newBuilder()
                                        .setName("manifest")
                                        .setStartedAt(NOW.minusMillis(600))
                                        .setDurationMicros(12_000)
                                        .build()))
                .setBlobBytes(31_000_000)
                .setOutcome(
                        Inventory.newBuilder()
                                .setDistribution(
                                        Distribution.newBuilder()
                                                .setId("debian")
                                                .setVersionId("12")
                                                .setName("Debian GNU/Linux 12 (bookworm)")
                                                .build())
                                .setComponents(
                                        List.of(
                                                Component.newBuilder()
                                                        .setPurl("pkg:deb/debian/libssl3@3.0.11-1")
                                                        .setType("deb")
                                                        .setName("libssl3")
                                                        .setVersion("3.0.11-1")
                                                        .setSourceName("openssl")
                                                        .setSourceVersion("3.0.11-1")
                                                        .setPath("var/lib/dpkg/status")
                                                        .build()))
                                .setLayers(
                                        List.of(
                                                Layer.newBuilder()
                                                        .setDigest("sha256:" + "1".repeat(64))
                                                        .setSize(31_000_000)
                                                        .build()))
                                .setConfig(ImageConfig.newBuilder().build())
                                .build());
    }

    static ScanFailure failure() {
        return ScanFailure.newBuilder()
                .setKind(ScanFailureKind.UNSUPPORTED)
                .setReason("PKGDB_MISSING")
                .setMessage("no package database in 3 layers")
                .build();
    }

    public static String hash(String text, int digits) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
