package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.BASE;
import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.check;
import static dev.plimsoll.analysis.index.SampleEvents.counts;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;

import dev.plimsoll.analysis.index.AcceptancesToReview;
import dev.plimsoll.analysis.index.AdviceRecord;
import dev.plimsoll.analysis.index.AwaitingUpstream;
import dev.plimsoll.analysis.index.BasesInUse;
import dev.plimsoll.analysis.index.BasesToRebuild;
import dev.plimsoll.analysis.index.CheckTotals;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.FixWaits;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.OldestSerious;
import dev.plimsoll.analysis.index.OptionTotals;
import dev.plimsoll.analysis.index.SampleDocuments;
import dev.plimsoll.analysis.index.WeeklyChanges;
import dev.plimsoll.analysis.track.FeedAges;
import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages over an image like those people keep by hand: a Debian base, a compiler left in. */
final class SamplePages {

    static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");
    static final LocalDate REVIEW = LocalDate.of(2026, 12, 1);

    private static final String OLD_BASE =
            "registry.example.com/base/python:3.12@sha256:" + "c".repeat(64);

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
                new KnownIssues.Sources(
                        SampleDocuments.findings(opened),
                        history(),
                        SampleDocuments.history(decisions(findings)),
                        Bases.UNKNOWN,
                        null),
                null,
                NOW.plus(Duration.ofDays(1)));
    }

    /**
     * The same beside bases that were scanned.
     *
     * @param option whose effect is shown; null for what is there now
     */
    static KnownIssues compared(String option) {
        var findings =
                SampleDocuments.findings(
                        changes(
                                web("1.4.2"),
                                4,
                                findings().stream()
                                        .map(finding -> change(ChangeKind.CARRIED, finding))
                                        .toList()));
        return KnownIssues.of(
                image(),
                new KnownIssues.Sources(
                        findings,
                        history(),
                        SampleDocuments.history(decisions(findings())),
                        bases(),
                        new FixWaits.Waits("Debian:12", 41, 23L)),
                option,
                NOW.plus(Duration.ofDays(1)));
    }

    private static Bases bases() {
        var newer = base("3.13", "d", "Debian:12", 51_000_000);
        var slim = base("3.13-slim", "e", "Debian:12", 44_000_000);
        var alpine = base("3.13-alpine", "f", "Alpine:v3.22", 19_000_000);
        var used = base("3.13-2026-10", "b", "Debian:12", 52_000_000);
        return Bases.of(image(), List.of(newer, slim, alpine, used))
                .with(
                        Map.of(
                                newer.plimsoll().image().key(),
                                on("3.13", "CVE-2026-1401", "glibc"),
                                slim.plimsoll().image().key(),
                                on("3.13-slim", "CVE-2026-1401", "glibc"),
                                alpine.plimsoll().image().key(),
                                on("3.13-alpine", "CVE-2026-1901", "busybox")));
    }

    private static ImageRef baseName(String tag, String digest) {
        return ImageRef.newBuilder(web(tag))
                .setRepository("base/python")
                .setDigest("sha256:" + digest.repeat(64))
                .build();
    }

    private static ImageDocument base(String tag, String digest, String ecosystem, long size) {
        return SampleDocuments.image(
                assessed(baseName(tag, digest), 1)
                        .setBaseImage(null)
                        .setEcosystem(ecosystem)
                        .setDistribution(
                                ecosystem.startsWith("Alpine")
                                        ? "Alpine Linux v3.22"
                                        : "Debian GNU/Linux 12 (bookworm)")
                        .setSize(size)
                        .setOpen(counts(0, 1, 0, 0))
                        .setAccepted(counts(0, 0, 0, 0))
                        .build());
    }

    private static List<FindingDocument> on(String tag, String vulnerability, String component) {
        return SampleDocuments.findings(
                changes(
                        baseName(tag, "0"),
                        1,
                        change(
                                ChangeKind.CARRIED,
                                openssl(baseName(tag, "0"), vulnerability, component).build())));
    }

    static Organisation organisation() {
        return Organisation.of(
                new Organisation.Sources(
                        SampleDocuments.page(image(), images().get(1)),
                        new OptionTotals.Totals(
                                total(4, 60, 220, 800, 120),
                                Map.of(
                                        "rebuild", total(3, 31, 60, 190, 96),
                                        "multi-stage", total(0, 14, 80, 260, 41),
                                        "drop-packages", total(0, 2, 11, 40, 18)),
                                total(3, 44, 139, 455, 110),
                                total(1, 9, 70, 300, 101),
                                total(0, 6, 10, 34, 22)),
                        new AdviceRecord.Sums(9_400_000_000L, 640_000_000L, 12, 140, 131),
                        newestBases(),
                        List.of(
                                new BasesToRebuild.Base(
                                        BASE,
                                        counted(2, 21, 40, 96),
                                        31,
                                        57,
                                        List.of("team/web", "team/api", "voice/agent")),
                                new BasesToRebuild.Base(
                                        OLD_BASE,
                                        counted(1, 4, 9, 12),
                                        12,
                                        11,
                                        List.of("fax/backend"))),
                        List.of(
                                new OldestSerious.Open(
                                        "CVE-2026-1001",
                                        NOW.minus(Duration.ofDays(140)),
                                        "critical",
                                        List.of("openssl"),
                                        12,
                                        12,
                                        12),
                                new OldestSerious.Open(
                                        "CVE-2026-1401",
                                        NOW.minus(Duration.ofDays(90)),
                                        "high",
                                        List.of("glibc"),
                                        88,
                                        88,
                                        0)),
                        new AwaitingUpstream.Awaited(
                                counted(1, 9, 70, 300),
                                44,
                                101,
                                NOW.minus(Duration.ofDays(210)),
                                List.of(
                                        new AwaitingUpstream.OfPackage(
                                                "glibc",
                                                "Debian:12",
                                                120,
                                                3,
                                                88,
                                                NOW.minus(Duration.ofDays(90))))),
                        List.of(
                                new AcceptancesToReview.Acceptance(
                                        "python-base-awaiting-upstream",
                                        "devops@example.com",
                                        NOW.minus(Duration.ofDays(2)),
                                        UNTIL,
                                        counted(0, 2, 0, 30),
                                        22),
                                new AcceptancesToReview.Acceptance(
                                        "legacy-fax", null, null, UNTIL, counted(0, 4, 10, 4), 3)),
                        List.of(
                                new CheckTotals.Check("healthcheck", 40, 71, 3, 6),
                                new CheckTotals.Check("non-root", 88, 30, 2, 0)),
                        weeks()),
                NOW);
    }

    /** One build behind the newest one, one that is the newest, one of a base nobody scanned. */
    static NewestBases newestBases() {
        var bases =
                List.of(
                        new BasesInUse.Base(BASE, "linux/amd64", counted(1, 12, 4, 0), 4),
                        new BasesInUse.Base(
                                BASE.substring(0, BASE.indexOf(':', BASE.indexOf('@')) + 1)
                                        + "d".repeat(64),
                                "linux/amd64",
                                counted(0, 1, 0, 0),
                                7),
                        new BasesInUse.Base(OLD_BASE, "linux/amd64", counted(0, 5, 0, 0), 2));
        var newest = base("3.13", "d", "Debian:12", 51_000_000);
        return NewestBases.of(bases, Map.of(newest.plimsoll().image().key(), newest));
    }

    private static List<WeeklyChanges.Week> weeks() {
        var weeks = new ArrayList<WeeklyChanges.Week>();
        for (int i = 12; i > 0; i--) {
            weeks.add(
                    new WeeklyChanges.Week(
                            NOW.minus(Duration.ofDays(7L * i)), 10 + i * 7 % 23, 14 + i * 5 % 17));
        }
        return weeks;
    }

    private static OptionTotals.Total total(
            int critical, int high, int medium, int low, long images) {
        return new OptionTotals.Total(counted(critical, high, medium, low), images);
    }

    private static ImageDocument.BySeverity counted(int critical, int high, int medium, int low) {
        return new ImageDocument.BySeverity(
                critical, high, medium, low, 0, 0, critical + high + medium + low);
    }

    static Overview overview() {
        return Overview.of(
                SampleDocuments.page(images().toArray(new ImageDocument[0])),
                Overview.Request.of(null, null, null),
                List.of("base.yaml: rule 'base', field 'owner': is missing"),
                List.of(
                        new FeedAges.Age(
                                "Debian/all.zip", NOW, "900 of its 1000 advisories are gone")));
    }

    private static Explained explained() {
        return new Explained(
                "0".repeat(32),
                "registry.example.com/team/web:1.4.2",
                "CVE-2026-1001",
                null,
                List.of(
                        new Explained.One(
                                "fixed",
                                "No finding: the installed version has the fix.",
                                "CVE-2026-1001",
                                "Debian:12",
                                "openssl",
                                "3.0.2",
                                List.of("libssl3"),
                                null,
                                null,
                                null,
                                null,
                                List.of("D15: source version 3.0.2 >= fixed 3.0.2"))));
    }

    /** Every kind of page as HTML, by the name of a file. */
    static Map<String, String> rendered() {
        var pages = new Pages();
        var rendered = new LinkedHashMap<String, String>();
        rendered.put("overview", pages.overview(overview()));
        rendered.put("organisation", pages.organisation(organisation()));
        rendered.put("known-issues", pages.knownIssues(compared(null)));
        rendered.put("after-multi-stage", pages.knownIssues(compared("multi-stage")));
        rendered.put("explained", pages.explained(explained()));
        rendered.put("unreadable", pages.knownIssues(unreadable()));
        rendered.put("trouble", pages.trouble("Elasticsearch does not answer", "It comes back."));
        return rendered;
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
        return KnownIssues.of(
                image,
                new KnownIssues.Sources(List.of(), List.of(image), List.of(), Bases.UNKNOWN, null),
                null,
                NOW);
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
                                        check("pinned-tag", true, "tag '1.4.2'"),
                                        check(
                                                "no-secrets",
                                                true,
                                                "7 environment variables, no name looks like a secret"),
                                        check(
                                                "base-pinned",
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
                        .setClearedBy(List.of("multi-stage"))
                        .setSummary("Out-of-bounds read in the linker")
                        .setVersion("2.40-2")
                        .setFixState(FixState.NOT_FIXED)
                        .setFixStateSince(null)
                        .setFixedVersion(null)
                        .build());
        findings.add(
                of("CVE-2026-1102", "gcc-12")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.BUILD_TOOL)
                        .setClearedBy(List.of("multi-stage"))
                        .setVersion("12.2.0-14")
                        .setSummary(null)
                        .setFixState(FixState.NOT_FIXED)
                        .setFixStateSince(null)
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
                        .setClearedBy(List.of())
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
                .setFixStateSince(null)
                .setClearedBy(List.of())
                .setReview(REVIEW)
                .setTicket("SEC-17")
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
                        .setBaseImage(OLD_BASE)
                        .setPredictions(List.of())
                        .setCauseDetail(what)
                        .setOpen(counts(0, high, 2, 1))
                        .setAssessedAt(NOW.minus(Duration.ofDays(30 - revision * 7)))
                        .build());
    }
}
