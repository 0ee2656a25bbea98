package dev.plimsoll.bench;

import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Assessments of images that nobody has. Every finding is new and of medium severity: that makes
 * two documents each (the finding, and its history) and no alert.
 */
final class FindingEvents {

    /** Findings of one assessment. */
    static final int CHANGES = 200;

    private static final String REGISTRY = "registry.example.com";
    private static final Instant AT = Instant.parse("2026-01-15T08:30:00Z");

    private FindingEvents() {}

    static String key(FindingsChanged event) {
        return event.getImage().getRegistry() + "/" + event.getImage().getRepository();
    }

    /**
     * @param group tells images of one call from those of others
     */
    static List<FindingsChanged> of(String group, int findings) {
        return IntStream.range(0, findings / CHANGES)
                .mapToObj(i -> assessment("bench/%s-%d".formatted(group, i)))
                .toList();
    }

    private static FindingsChanged assessment(String repository) {
        var image =
                ImageRef.newBuilder()
                        .setRegistry(REGISTRY)
                        .setRepository(repository)
                        .setTag("1.4.2")
                        .setDigest(Ids.digest(repository))
                        .setPlatform("linux/amd64")
                        .setLine("1.x")
                        .build();
        return FindingsChanged.newBuilder()
                .setAssessmentId(Ids.of("assessment", repository))
                .setImage(image)
                .setCause(Cause.PUSH)
                .setCauseDetail("push of 1.4.2")
                .setBaseline(false)
                .setRevision(1)
                .setAt(AT)
                .setOpen(SeverityCounts.newBuilder().setMedium(CHANGES).build())
                .setChanges(IntStream.range(0, CHANGES).mapToObj(i -> change(image, i)).toList())
                .build();
    }

    private static FindingChange change(ImageRef image, int i) {
        var finding = finding(image, i);
        return FindingChange.newBuilder()
                .setId(Ids.of("opened", finding.getId()))
                .setKind(ChangeKind.OPENED)
                .setFinding(finding)
                .build();
    }

    private static Finding finding(ImageRef image, int i) {
        var vulnerability = "CVE-2025-%d".formatted(10_000 + i);
        var source = "sample-source-%d".formatted(i % 40);
        return Finding.newBuilder()
                .setId(Ids.of(image.getRepository(), vulnerability, source))
                .setTrackingId(Ids.of(image.getRepository(), "1.x", vulnerability, source))
                .setImage(image)
                .setVulnerability(vulnerability)
                .setAliases(List.of("GHSA-2222-3333-%04d".formatted(i)))
                .setSummary("A length that is read from the input is not checked before it is used")
                .setEcosystem("Debian:12")
                .setPackage$(source)
                .setVersion("3.0.%d-1~deb12u1".formatted(i))
                .setPackages(List.of("lib" + source, source))
                .setPurls(
                        List.of(
                                "pkg:deb/debian/lib%s@3.0.%d-1~deb12u1?arch=amd64&distro=debian-12"
                                        .formatted(source, i),
                                "pkg:deb/debian/%s@3.0.%d-1~deb12u1?arch=amd64&distro=debian-12"
                                        .formatted(source, i)))
                .setFixedVersion("3.0.%d-1~deb12u2".formatted(i))
                .setFixState(FixState.FIXED)
                .setSeverity(Severity.MEDIUM)
                .setSeveritySource("nvd")
                .setScore(5.9)
                .setRatings(
                        List.of(
                                Rating.newBuilder()
                                        .setSource("nvd")
                                        .setSeverity(Severity.MEDIUM)
                                        .setScore(5.9)
                                        .setValue("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H")
                                        .build()))
                .setLayer(LayerOrigin.BASE)
                .setLayerDigest(Ids.digest("layer", i % 5))
                .setBaseImage(REGISTRY + "/base/debian:12@" + Ids.digest("base"))
                .setRole(Role.SYSTEM_LIBRARY)
                .setKev(false)
                .setEpss(0.02)
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(AT)
                .setAdvisories(List.of("DEBIAN-" + vulnerability))
                .setEvidence(
                        List.of(
                                "DEBIAN-%s: 3.0.%d-1~deb12u1 is before 3.0.%d-1~deb12u2"
                                        .formatted(vulnerability, i, i),
                                "layer 1 of 4 belongs to the base image",
                                "section libs, priority optional"))
                .build();
    }
}
