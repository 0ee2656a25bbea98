package dev.plimsoll.notify;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
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
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Events to test with. */
public final class Samples {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    public static final ImageRef IMAGE =
            ImageRef.newBuilder()
                    .setRegistry("registry.example.com")
                    .setRepository("team/web")
                    .setTag("1.5.0")
                    .setDigest("sha256:" + "ab".repeat(32))
                    .setPlatform("linux/amd64")
                    .setLine("1.x")
                    .build();

    private Samples() {}

    public static FindingChange opened(String vulnerability, Severity severity) {
        return change(ChangeKind.OPENED, Decision.OPEN, vulnerability, severity);
    }

    public static FindingChange change(
            ChangeKind kind, Decision decision, String vulnerability, Severity severity) {
        var finding =
                Finding.newBuilder()
                        .setId("id-" + vulnerability)
                        .setTrackingId("tracking-" + vulnerability)
                        .setImage(IMAGE)
                        .setVulnerability(vulnerability)
                        .setEcosystem("Debian:12")
                        .setPackage$("openssl")
                        .setVersion("3.0.1")
                        .setFixedVersion("3.0.2")
                        .setFixState(FixState.FIXED)
                        .setSeverity(severity)
                        .setSeveritySource("debian")
                        .setLayer(LayerOrigin.OWN)
                        .setRole(Role.SYSTEM_LIBRARY)
                        .setPresence(Presence.PRESENT)
                        .setDecision(decision)
                        .setFirstSeen(NOON)
                        .build();
        return FindingChange.newBuilder()
                .setId("change-" + kind + "-" + vulnerability)
                .setKind(kind)
                .setFinding(finding)
                .build();
    }

    /** An assessment that is no baseline and has one part. */
    public static FindingsChanged changed(FindingChange... changes) {
        return FindingsChanged.newBuilder()
                .setAssessmentId("assessment-1")
                .setImage(IMAGE)
                .setCause(Cause.PUSH)
                .setCauseDetail("push of 1.5.0")
                .setBaseline(false)
                .setRevision(2)
                .setAt(NOON)
                .setOpen(new SeverityCounts(1, 2, 3, 0, 0, 4))
                .setChanges(List.of(changes))
                .build();
    }

    public static AlertItem item(String vulnerability, Severity severity) {
        return AlertItem.newBuilder()
                .setVulnerability(vulnerability)
                .setPackage$("openssl")
                .setVersion("3.0.1")
                .setFixedVersion("3.0.2")
                .setSeverity(severity)
                .setChange(ChangeKind.OPENED)
                .setLayer(LayerOrigin.OWN)
                .build();
    }

    /** Planned at noon for team-chat, with one high finding. */
    public static AlertRecorded planned(String alertId) {
        return planned(alertId, item("CVE-2026-0001", Severity.HIGH));
    }

    public static AlertRecorded planned(String alertId, AlertItem... items) {
        return AlertRecorded.newBuilder()
                .setAlertId(alertId)
                .setDestination("team-chat")
                .setState(AlertState.PLANNED)
                .setKind(AlertKind.ALERT)
                .setImage(IMAGE)
                .setCauseDetail("push of 1.5.0")
                .setOpen(new SeverityCounts(1, 2, 3, 0, 0, 4))
                .setItems(List.of(items))
                .setPlannedAt(NOON)
                .setUpdatedAt(NOON)
                .build();
    }

    /** Rules of platform@example.com. */
    public static ReviewDue review(ReviewStage stage, ReviewItem... items) {
        return ReviewDue.newBuilder()
                .setId("review-1")
                .setOwner("platform@example.com")
                .setStage(stage)
                .setItems(List.of(items))
                .setAt(NOON)
                .build();
    }

    /** A rule that accepts one high finding of one image, until 30 January. */
    public static ReviewItem ruleDue(String rule, String date) {
        return ReviewItem.newBuilder()
                .setRule(rule)
                .setReason("Rebuilt monthly.")
                .setReview(LocalDate.parse(date))
                .setUntil(Instant.parse("2027-01-31T00:00:00Z"))
                .setFindings(new SeverityCounts(0, 1, 0, 0, 0, 0))
                .setImages(1)
                .build();
    }

    /** Planned at noon for team-chat. */
    public static AlertRecorded planned(ReviewDue review) {
        return AlertRecorded.newBuilder(planned(review.getId()))
                .setKind(AlertKind.REVIEW)
                .setImage(new ImageRef("", "", null, "", "", ""))
                .setCauseDetail("")
                .setOpen(new SeverityCounts(0, 0, 0, 0, 0, 0))
                .setItems(List.of())
                .setReview(review)
                .build();
    }

    public static AlertRecorded in(AlertState state, AlertRecorded alert) {
        return AlertRecorded.newBuilder(alert).setState(state).setAttempts(1).build();
    }
}
