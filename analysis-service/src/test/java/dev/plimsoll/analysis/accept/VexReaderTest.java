package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VexReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final String HASH = "0".repeat(64);
    private static final String DIGEST = "sha256:" + HASH;
    private static final VexReader.Subject SUBJECT =
            new VexReader.Subject("r.example.com", "team/web", DIGEST);

    private static final String OPEN_VEX =
            """
            {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.com/vex/1",
             "author": "security@example.com", "timestamp": "2026-03-01T10:00:00+02:00", "version": 1,
             "statements": [%s]}
            """;

    @Test
    void readsAStatementOfOpenVex() {
        var statements =
                file(
                        """
                        {"vulnerability": {"name": "CVE-2026-1", "aliases": ["GHSA-a"]},
                         "products": [{"@id": "pkg:oci/web@sha256%%3A%s?repository_url=r.example.com/team/web",
                                       "subcomponents": [{"@id": "pkg:deb/debian/openssl@3.0"}]}],
                         "status": "not_affected", "justification": "vulnerable_code_not_present",
                         "impact_statement": "built without it", "timestamp": "2026-03-02T00:00:00Z"}
                        """
                                .formatted(HASH));

        assertThat(statements)
                .containsExactly(
                        new VexStated(
                                "vex:https://example.com/vex/1#1",
                                RuleState.ACTIVE,
                                List.of("CVE-2026-1", "GHSA-a"),
                                List.of("r.example.com/team/web@" + DIGEST),
                                List.of("pkg:deb/debian/openssl@3.0"),
                                VexStatus.NOT_AFFECTED,
                                "vulnerable_code_not_present",
                                "built without it",
                                "security@example.com",
                                Instant.parse("2026-03-02T00:00:00Z"),
                                null,
                                "file",
                                "vex.json",
                                NOW));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pkg:oci/web?repository_url=r.example.com/team/web | r.example.com/team/web",
                "pkg:oci/web?repository_url=r.example.com/team | r.example.com/team/web",
                "pkg:oci/web?repository_url=https://r.example.com:5000/team/web/&tag=1.0 |"
                        + " r.example.com:5000/team/web:1.0",
                "pkg:oci/web@sha256:0000000000000000000000000000000000000000000000000000000000000000"
                        + " | **@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "pkg:oci/debian?repository_url=index.docker.io/library/debian |"
                        + " docker.io/library/debian",
                "pkg:docker/debian@12 | docker.io/library/debian:12",
                "pkg:docker/team/web@1?repository_url=r.example.com | r.example.com/team/web:1"
            })
    void aProductIsAnImage(String purl, String image) {
        assertThat(file(statement(purl)))
                .extracting(VexStated::getImages)
                .containsExactly(List.of(image));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pkg:oci/web | names neither a repository (repository_url=…) nor a digest",
                "pkg:oci/web@1.0?repository_url=r.example.com/web | has a version that is no"
                        + " digest",
                "pkg:deb/debian/openssl@3 | is in many images; name them",
                "https://example.com/product | is no purl",
                "pkg:oci/*?repository_url=* | "
            })
    void aProductThatNamesNoImageIsRefused(String purl, String problem) {
        var statements = file(statement(purl));

        assertThat(statements).hasSize(1);
        assertThat(statements.getFirst().getState()).isEqualTo(RuleState.REFUSED);
        assertThat(statements.getFirst().getRefusal())
                .startsWith("vex.json: statement 1, field 'products': ")
                .contains(problem == null ? "names every image" : problem);
    }

    @Test
    void aDocumentMayNameItsImagesItself() {
        var json =
                OPEN_VEX.formatted(statement("pkg:deb/debian/openssl@3.0"))
                        .replace("\"version\": 1", "\"plimsoll:images\": [\"team/*\"]");

        var statement = VexReader.file(json, "vex.json", "file", NOW).getFirst();

        assertThat(statement.getImages()).containsExactly("team/*");
        assertThat(statement.getComponents()).containsExactly("pkg:deb/debian/openssl@3.0");
        assertThat(
                        VexReader.file(json.replace("team/*", "**"), "vex.json", "file", NOW)
                                .getFirst()
                                .getRefusal())
                .contains("'**' names every image");
    }

    @Test
    void everythingThatIsWrongWithAStatementIsToldAtOnce() {
        var statements =
                file(
                        """
                        {"vulnerability": {}, "status": "unaffected", "justification": "because",
                         "timestamp": "yesterday", "products": [{}]}
                        """);

        assertThat(statements.getFirst().getRefusal().lines())
                .satisfiesExactly(
                        name -> assertThat(name).endsWith("field 'vulnerability.name': is missing"),
                        why ->
                                assertThat(why)
                                        .contains("field 'justification': 'because' is none of"),
                        status ->
                                assertThat(status)
                                        .contains("field 'status': 'unaffected' is none of")
                                        .endsWith("did you mean 'affected'?"),
                        product -> assertThat(product).contains("field 'products': must have"),
                        time ->
                                assertThat(time)
                                        .contains("field 'timestamp': 'yesterday' is no time"));
    }

    @Test
    void notAffectedNeedsAReason() {
        assertThat(
                        file(statement("pkg:oci/w?repository_url=r/w")
                                        .replace("justification", "x"))
                                .getFirst()
                                .getRefusal())
                .contains("field 'justification': is missing");
    }

    @Test
    void anAttestationSpeaksOfItsImageAlone() {
        var own = "pkg:oci/web@" + DIGEST;
        var other = "pkg:oci/web@sha256:" + "1".repeat(64);
        var statements =
                predicate(
                        String.join(
                                ",",
                                statement(own),
                                statement("pkg:apk/wolfi/openssl@3"),
                                statement("pkg:oci/web?repository_url=r.example.com/team/web"),
                                statement(other),
                                statement("pkg:oci/db?repository_url=r.example.com/team/db"),
                                "{\"vulnerability\": {\"name\": \"CVE-1\"}, \"status\":"
                                        + " \"fixed\"}"));

        assertThat(statements)
                .extracting(VexStated::getState)
                .containsExactly(
                        RuleState.ACTIVE,
                        RuleState.ACTIVE,
                        RuleState.ACTIVE,
                        RuleState.REFUSED,
                        RuleState.REFUSED,
                        RuleState.ACTIVE);
        assertThat(statements)
                .filteredOn(statement -> statement.getState() == RuleState.ACTIVE)
                .allSatisfy(
                        statement ->
                                assertThat(statement.getImages())
                                        .containsExactly("r.example.com/team/web@" + DIGEST));
        assertThat(statements.get(3).getRefusal())
                .contains("is another image than the one it is attached to");
    }

    @ParameterizedTest(name = "{0} {1} -> {2} {3}")
    @CsvSource({
        "not_affected, code_not_reachable, NOT_AFFECTED, vulnerable_code_not_in_execute_path",
        "not_affected, protected_at_runtime, NOT_AFFECTED, inline_mitigations_already_exist",
        "false_positive, code_not_present, NOT_AFFECTED, vulnerable_code_not_present",
        "resolved, , FIXED, ",
        "resolved_with_pedigree, , FIXED, ",
        "exploitable, , AFFECTED, ",
        "in_triage, , UNDER_INVESTIGATION, "
    })
    void readsAnAnalysisOfCycloneDx(
            String state, String justification, VexStatus status, String inOpenVexsWords) {
        var statement =
                VexReader.file(cycloneDx(state, justification), "bom.json", "file", NOW).getFirst();

        assertThat(statement)
                .isEqualTo(
                        new VexStated(
                                "vex:urn:uuid:1#1",
                                RuleState.ACTIVE,
                                List.of("CVE-2026-1", "GHSA-a"),
                                List.of("r.example.com/team/web@" + DIGEST),
                                List.of("pkg:deb/debian/openssl@3.0"),
                                status,
                                inOpenVexsWords,
                                "looked at",
                                "Security",
                                Instant.parse("2026-03-01T10:00:00Z"),
                                null,
                                "file",
                                "bom.json",
                                NOW));
    }

    @Test
    void aComponentOfCycloneDxWithoutAnImageIsRefused() {
        var json = cycloneDx("not_affected", "code_not_present").replace("\"component\"", "\"x\"");

        assertThat(VexReader.file(json, "bom.json", "file", NOW).getFirst().getRefusal())
                .startsWith("bom.json: statement 1, field 'affects.ref': ")
                .contains("is in many images");
        assertThat(
                        VexReader.file(
                                        json.replace(
                                                "\"timestamp\"",
                                                "\"properties\": [{\"name\": \"plimsoll:images\","
                                                        + " \"value\": \"team/*\"}], \"timestamp\""),
                                        "bom.json",
                                        "file",
                                        NOW)
                                .getFirst()
                                .getImages())
                .containsExactly("team/*");
    }

    private static String cycloneDx(String state, String justification) {
        return """
        {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": "urn:uuid:1", "version": 1,
         "metadata": {"timestamp": "2026-03-01T10:00:00Z", "authors": [{"name": "Security"}],
           "component": {"type": "container", "bom-ref": "image", "name": "r.example.com/team/web",
                         "version": "%s"}},
         "components": [{"type": "library", "bom-ref": "ssl", "purl": "pkg:deb/debian/openssl@3.0"}],
         "vulnerabilities": [{"id": "CVE-2026-1", "references": [{"id": "GHSA-a"}],
           "analysis": {"state": "%s", %s "detail": "looked at"},
           "affects": [{"ref": "ssl"}]}]}
        """
                .formatted(
                        DIGEST,
                        state,
                        justification == null
                                ? ""
                                : "\"justification\": \"%s\",".formatted(justification));
    }

    private static String statement(String product) {
        return """
        {"vulnerability": {"name": "CVE-2026-1"}, "products": [{"@id": "%s"}],
         "status": "not_affected", "justification": "component_not_present"}
        """
                .formatted(product);
    }

    private static List<VexStated> file(String statement) {
        return VexReader.file(OPEN_VEX.formatted(statement), "vex.json", "file", NOW);
    }

    private static List<VexStated> predicate(String statements) {
        return VexReader.predicate(
                OPEN_VEX.formatted(statements), SUBJECT, "attestation", "signer", NOW);
    }
}
