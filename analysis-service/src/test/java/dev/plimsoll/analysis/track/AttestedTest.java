package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Attestation;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supplier signed about an image, through the fold. */
class AttestedTest {

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis =
                new Analysis(folder)
                        .feed(feed(true))
                        .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                        .advisory(advisory("CVE-2026-0002", Severity.HIGH, "openssl", null));
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    @Test
    void whatASupplierSignedAsNotAffectedIsSetAside() {
        analysis.scan(attested(scan("web", "main", 1, inventory("openssl=3.0.1")), "supplier", ""));

        assertThat(decisions())
                .isEqualTo(
                        Map.of(
                                "CVE-2026-0001", Decision.NOT_AFFECTED,
                                "CVE-2026-0002", Decision.OPEN));
        assertThat(finding("CVE-2026-0001").getJustification())
                .isEqualTo("vulnerable_code_not_in_execute_path");
        assertThat(finding("CVE-2026-0001").getDecisionReason()).isNotBlank();
        assertThat(analysis.lastImage().getOpen().getHigh()).isEqualTo(1);
        assertThat(analysis.lastImage().getSetAside()).isEqualTo(1);
    }

    @Test
    void whatAnybodyMayHaveWrittenDecidesNothing() {
        analysis.scan(attested(scan("web", "main", 1, inventory("openssl=3.0.1")), null, ""));

        assertThat(decisions()).containsOnlyKeys("CVE-2026-0001", "CVE-2026-0002");
        assertThat(decisions().values()).containsOnly(Decision.OPEN);
    }

    @Test
    void whatWasSignedAboutAnotherImageDecidesNothing() {
        var other = ",\"products\":[{\"@id\":\"pkg:oci/web@sha256%%3A%s\"}]";
        var scan = scan("web", "main", 1, inventory("openssl=3.0.1"));

        analysis.scan(attested(scan, "supplier", other.formatted("f".repeat(64))));

        assertThat(decisions().values()).containsOnly(Decision.OPEN);
    }

    @Test
    void whatIsSaidOfOneImageIsNotSaidOfAnother() {
        analysis.scan(attested(scan("web", "1.0", 1, inventory("openssl=3.0.1")), "supplier", ""));
        analysis.scan(scan("api", "1.0", 2, inventory("openssl=3.0.1")));

        assertThat(
                        analysis.presentDocuments().values().stream()
                                .filter(each -> each.getImage().getRepository().equals("api"))
                                .map(Finding::getDecision))
                .containsOnly(Decision.OPEN);
    }

    @Test
    void itCountsForAsLongAsItsScanDoes() {
        var scan = scan("web", "main", 1, inventory("openssl=3.0.1"));
        analysis.scan(attested(scan, "supplier", ""));

        analysis.advisory(advisory("CVE-2026-0001", Severity.CRITICAL, "openssl", null)).settle();
        var afterAdvisory = decisions();
        analysis.scan(scan("web", "main", 2, scan.getDigest(), scan.getOutcome()));

        assertThat(afterAdvisory.get("CVE-2026-0001")).isEqualTo(Decision.NOT_AFFECTED);
        assertThat(decisions().get("CVE-2026-0001")).isEqualTo(Decision.OPEN);
    }

    private Map<String, Decision> decisions() {
        return analysis.presentDocuments().values().stream()
                .collect(Collectors.toMap(Finding::getVulnerability, Finding::getDecision));
    }

    private Finding finding(String vulnerability) {
        return analysis.presentDocuments().values().stream()
                .filter(finding -> finding.getVulnerability().equals(vulnerability))
                .findFirst()
                .orElseThrow();
    }

    private static ScanReported attested(
            ScanReported scan, @Nullable String signedBy, String products) {
        var predicate =
                """
                {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex-1",
                 "author":"Supplier","timestamp":"%s","version":1,
                 "statements":[{"vulnerability":{"name":"CVE-2026-0001"},"status":"not_affected",
                  "justification":"vulnerable_code_not_in_execute_path"%s}]}
                """
                        .formatted(START, products);
        return ScanReported.newBuilder(scan)
                .setAttestations(
                        List.of(
                                new Attestation(
                                        "https://openvex.dev/ns/v0.2.0",
                                        "sha256:" + "a".repeat(64),
                                        predicate,
                                        signedBy)))
                .build();
    }
}
