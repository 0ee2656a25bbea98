package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.List;

/** A finding that tests change where it matters to them. */
final class PolicySamples {

    static final String DIGEST = "sha256:" + "0".repeat(64);

    private PolicySamples() {}

    static Finding.Builder finding() {
        return Finding.newBuilder()
                .setId("0")
                .setTrackingId("0")
                .setImage(
                        new ImageRef(
                                "r.example.com", "team/web", "1.4.2", DIGEST, "linux/amd64", "1.x"))
                .setVulnerability("CVE-2026-1")
                .setAliases(List.of("GHSA-aaaa-bbbb-cccc"))
                .setEcosystem("Debian:12")
                .setPackage$("openssl")
                .setVersion("3.0.11-1")
                .setPackages(List.of("libssl3", "openssl"))
                .setPurls(
                        List.of(
                                "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12",
                                "pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12"))
                .setFixState(FixState.NOT_FIXED)
                .setSeverity(Severity.HIGH)
                .setSeveritySource("nvd")
                .setScore(7.5)
                .setLayer(LayerOrigin.BASE)
                .setRole(Role.SYSTEM_LIBRARY)
                .setKev(false)
                .setEpss(0.01)
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(Instant.EPOCH);
    }
}
