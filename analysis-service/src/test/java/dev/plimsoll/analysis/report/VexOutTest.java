package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plimsoll.analysis.accept.VexReader;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.SampleDocuments;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VexOutTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ImageDocument IMAGE =
            SampleDocuments.image(assessed(web("1.4.2"), 1).build());
    private static final List<FindingDocument> FINDINGS =
            SampleDocuments.findings(
                    changes(
                            web("1.4.2"),
                            1,
                            of("CVE-2026-1").setFixedVersion("3.0.12").build(),
                            of("CVE-2026-2")
                                    .setDecision(Decision.ACCEPTED)
                                    .setRule("base")
                                    .setDecisionReason("rebuilt monthly")
                                    .setDecisionOwner("ops@example.com")
                                    .setAcceptedUntil(Instant.parse("2026-12-31T00:00:00Z"))
                                    .build(),
                            of("CVE-2026-3")
                                    .setDecision(Decision.NOT_AFFECTED)
                                    .setJustification("vulnerable_code_not_present")
                                    .setDecisionReason("built without it")
                                    .build(),
                            of("CVE-2026-4").setDecision(Decision.UNDETERMINED).build()));

    @Test
    void openVexSaysWhatIsKnownAndDecided() {
        var document = json(OpenVexDocument.of(IMAGE, FINDINGS));

        assertThat(document.path("@context").asString()).isEqualTo("https://openvex.dev/ns/v0.2.0");
        assertThat(document.path("statements").values())
                .extracting(
                        stated -> stated.path("vulnerability").path("name").asString(),
                        stated -> stated.path("status").asString(),
                        stated -> stated.path("justification").asString(null),
                        stated ->
                                stated.path("action_statement")
                                        .asString(stated.path("impact_statement").asString(null)))
                .containsExactlyInAnyOrder(
                        tuple("CVE-2026-1", "affected", null, "Update openssl to 3.0.12."),
                        tuple(
                                "CVE-2026-2",
                                "affected",
                                null,
                                "Accepted by ops@example.com until 2026-12-31T00:00:00Z (rule"
                                        + " base): rebuilt monthly"),
                        tuple(
                                "CVE-2026-3",
                                "not_affected",
                                "vulnerable_code_not_present",
                                "built without it"),
                        tuple("CVE-2026-4", "under_investigation", null, null));
    }

    @Test
    void whatIsWrittenAsOpenVexIsRead() {
        checkRoundTrip(read(JSON.writeValueAsString(OpenVexDocument.of(IMAGE, FINDINGS))));
    }

    @Test
    void whatIsWrittenAsCycloneDxIsRead() {
        checkRoundTrip(read(JSON.writeValueAsString(CycloneDxDocument.of(IMAGE, FINDINGS))));
    }

    @Test
    void cycloneDxRefersToNothingThatIsNotThere() {
        var document = json(CycloneDxDocument.of(IMAGE, FINDINGS));
        var refs =
                document.path("components").values().stream()
                        .map(component -> component.path("bom-ref").asString())
                        .toList();

        assertThat(document.path("serialNumber").asString())
                .matches("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(refs).doesNotHaveDuplicates();
        for (var vulnerability : document.path("vulnerabilities").values()) {
            for (var affected : vulnerability.path("affects").values()) {
                assertThat(refs).contains(affected.path("ref").asString());
            }
        }
    }

    private static void checkRoundTrip(List<VexStated> statements) {
        assertThat(statements)
                .extracting(VexStated::getRefusal)
                .as("every statement is understood")
                .containsOnlyNulls();
        assertThat(statements)
                .extracting(stated -> stated.getVulnerabilities().getFirst(), VexStated::getStatus)
                .containsExactlyInAnyOrder(
                        tuple("CVE-2026-1", VexStatus.AFFECTED),
                        tuple("CVE-2026-2", VexStatus.AFFECTED),
                        tuple("CVE-2026-3", VexStatus.NOT_AFFECTED),
                        tuple("CVE-2026-4", VexStatus.UNDER_INVESTIGATION));
        var image = web("1.4.2");
        assertThat(statements)
                .allSatisfy(
                        stated -> {
                            assertThat(stated.getState()).isEqualTo(RuleState.ACTIVE);
                            assertThat(stated.getImages())
                                    .containsExactly(
                                            "%s/%s@%s"
                                                    .formatted(
                                                            image.getRegistry(),
                                                            image.getRepository(),
                                                            image.getDigest()));
                            assertThat(stated.getComponents())
                                    .containsExactlyElementsOf(
                                            of(stated.getVulnerabilities().getFirst()).getPurls());
                        });
        assertThat(statements)
                .filteredOn(stated -> stated.getStatus() == VexStatus.NOT_AFFECTED)
                .extracting(VexStated::getJustification, VexStated::getStatement)
                .containsExactly(tuple("vulnerable_code_not_present", "built without it"));
    }

    private static List<VexStated> read(String json) {
        return VexReader.file(json, "out.json", "file", NOW);
    }

    private static JsonNode json(Object document) {
        return JSON.readTree(JSON.writeValueAsString(document));
    }

    private static Finding.Builder of(String vulnerability) {
        return openssl(web("1.4.2"), vulnerability, "openssl");
    }

    private static dev.plimsoll.event.FindingsChanged changes(
            dev.plimsoll.event.ImageRef image, long revision, Finding... findings) {
        return dev.plimsoll.analysis.index.SampleEvents.changes(
                image,
                revision,
                java.util.Arrays.stream(findings)
                        .map(finding -> change(ChangeKind.CARRIED, finding))
                        .toList());
    }
}
