package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.check;
import static dev.plimsoll.analysis.index.SampleEvents.counts;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;

import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.SampleDocuments;
import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Pages over an image like those people keep by hand: a Debian base, a compiler left in. */
final class SamplePages {

    static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");

    private SamplePages() {}

    static KnownIssues knownIssues() {
        var findings = findings();
        var opened =
                changes(
                        web("1.4.2"),
                        4,
                        findings.stream()
                                .map(finding -> change(ChangeKind.CARRIED, finding))
                                .toList());
        return KnownIssues.of(
                image(),
                SampleDocuments.findings(opened),
                history(),
                SampleDocuments.history(decisions(findings)),
                NOW.plus(Duration.ofDays(1)));
    }

    static KnownIssues unreadable() {
        var image =
                SampleDocuments.image(
                        assessed(web("2.0"), 1)
                                .setStatus(ImageStatus.UNSUPPORTED)
                                .setReason("PKGDB_MISSING")
                                .setMessage("no package database in 3 layers")
                                .setOpen(counts(0, 0, 0, 0))
                                .setAccepted(counts(0, 0, 0, 0))
                                .setSetAside(0)
                                .setFixable(0)
                                .setComponents(0)
                                .setBaseImage(null)
                                .setPosture(List.of())
                                .build());
        return KnownIssues.of(image, List.of(), List.of(image), List.of(), NOW);
    }

    static ImageDocument image() {
        return SampleDocuments.image(
                assessed(web("1.4.2"), 4)
                        .setOpen(counts(1, 3, 2, 1))
                        .setAccepted(counts(0, 2, 0, 0))
                        .setSetAside(2)
                        .setFixable(4)
                        .setPosture(
                                List.of(
                                        check("non-root", true, "user 'app' (1000)"),
                                        check(
                                                "healthcheck",
                                                false,
                                                "no HEALTHCHECK in the configuration"),
                                        check("specific-tag", true, "tag '1.4.2'"),
                                        check(
                                                "no-secrets",
                                                true,
                                                "7 environment variables, no name looks like a secret"),
                                        check(
                                                "pinned-base",
                                                null,
                                                "the image does not name its base")))
                        .build());
    }

    static List<ImageDocument> images() {
        return List.of(
                image(),
                SampleDocuments.image(
                        assessed(web("1.3.0"), 1)
                                .setHead(false)
                                .setOpen(counts(0, 1, 6, 14))
                                .setFixable(11)
                                .build()),
                SampleDocuments.image(
                        assessed(web("2.0"), 1)
                                .setStatus(ImageStatus.UNSUPPORTED)
                                .setReason("PKGDB_MISSING")
                                .setOpen(counts(0, 0, 0, 0))
                                .setAccepted(counts(0, 0, 0, 0))
                                .setSetAside(0)
                                .build()),
                SampleDocuments.image(
                        assessed(web("3.1"), 1)
                                .setStatus(ImageStatus.STALE)
                                .setReason("ADVISORIES_TOO_OLD")
                                .setOpen(counts(0, 0, 3, 0))
                                .setAccepted(counts(0, 0, 0, 0))
                                .build()),
                SampleDocuments.image(
                        assessed(web("alpine"), 1)
                                .setStatus(ImageStatus.CLEAN)
                                .setOpen(counts(0, 0, 0, 0))
                                .setAccepted(counts(0, 0, 0, 0))
                                .setSetAside(0)
                                .setFixable(0)
                                .build()));
    }

    private static List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(
                of("CVE-2026-1001", "openssl")
                        .setSeverity(Severity.CRITICAL)
                        .setScore(9.8)
                        .setKev(true)
                        .build());
        findings.add(of("CVE-2026-1002", "openssl").build());
        findings.add(
                of("CVE-2026-1101", "binutils")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.BUILD_TOOL)
                        .setSummary("Out-of-bounds read in the linker")
                        .setVersion("2.40-2")
                        .setFixState(FixState.NOT_FIXED)
                        .setFixedVersion(null)
                        .build());
        findings.add(
                of("CVE-2026-1102", "gcc-12")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.BUILD_TOOL)
                        .setVersion("12.2.0-14")
                        .setSummary(null)
                        .setFixState(FixState.NOT_FIXED)
                        .setFixedVersion(null)
                        .build());
        findings.add(
                of("CVE-2026-1201", "glib2.0")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.RUNTIME_DEPENDENCY)
                        .setSeverity(Severity.MEDIUM)
                        .setScore(5.9)
                        .build());
        findings.add(
                of("CVE-2026-1202", "curl")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.RUNTIME_DEPENDENCY)
                        .setSeverity(Severity.MEDIUM)
                        .setFixState(FixState.WONT_FIX)
                        .setFixedVersion(null)
                        .build());
        findings.add(
                of("CVE-2026-1301", "tar")
                        .setRole(Role.BASE_OS)
                        .setSeverity(Severity.LOW)
                        .setScore(null)
                        .setSeveritySource("debian")
                        .build());
        findings.add(accepted("CVE-2026-1401", "glibc"));
        findings.add(accepted("CVE-2026-1402", "systemd"));
        findings.add(
                of("CVE-2026-1501", "linux")
                        .setRole(Role.BASE_OS)
                        .setDecision(Decision.NOT_APPLICABLE)
                        .build());
        findings.add(
                of("CVE-2026-1502", "util-linux")
                        .setRole(Role.BASE_OS)
                        .setSeverity(Severity.NEGLIGIBLE)
                        .setDecision(Decision.NEGLIGIBLE)
                        .build());
        return findings;
    }

    private static Finding accepted(String vulnerability, String component) {
        return of(vulnerability, component)
                .setRole(Role.BASE_OS)
                .setFixState(FixState.NOT_FIXED)
                .setFixedVersion(null)
                .setDecision(Decision.ACCEPTED)
                .setRule("python-base-awaiting-upstream")
                .setDecisionReason(
                        "Packages of the upstream base image; rebuilt monthly with security updates.")
                .setDecisionOwner("devops@example.com")
                .setAcceptedUntil(UNTIL)
                .build();
    }

    private static Finding.Builder of(String vulnerability, String component) {
        return openssl(web("1.4.2"), vulnerability, component);
    }

    private static FindingsChanged decisions(List<Finding> findings) {
        List<FindingChange> changes =
                findings.stream()
                        .filter(finding -> finding.getDecision() == Decision.ACCEPTED)
                        .map(finding -> change(ChangeKind.ACCEPTED, finding))
                        .toList();
        return changes(web("1.4.2"), 3, changes);
    }

    private static List<ImageDocument> history() {
        var history = new ArrayList<ImageDocument>();
        history.add(image());
        history.add(entry("1.4.1", 3, "advisory DEBIAN-CVE-2026-1001 changed", 7));
        history.add(entry("1.4.1", 2, "push of 1.4.1", 6));
        history.add(entry("1.4.0", 1, "push of 1.4.0", 9));
        return history;
    }

    private static ImageDocument entry(String tag, long revision, String what, int high) {
        return SampleDocuments.image(
                assessed(web(tag), revision)
                        .setCause(Cause.PUSH)
                        .setCauseDetail(what)
                        .setOpen(counts(0, high, 2, 1))
                        .setAssessedAt(NOW.minus(Duration.ofDays(30 - revision * 7)))
                        .build());
    }
}
