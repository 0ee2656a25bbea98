package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.check;
import static dev.plimsoll.analysis.index.SampleEvents.failure;
import static dev.plimsoll.analysis.index.SampleEvents.finding;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.scan;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Wanted documents lie beside this test as JSON, one file each. */
class DocumentsTest {

    private static final Indices INDICES = new Indices("plimsoll-");
    private static final Ecs.Source SOURCE = new Ecs.Source("some.topic", 3, 17);
    private static final Path WANTED =
            Path.of("src/test/resources/dev/plimsoll/analysis/index/wanted");

    private final FindingDocuments findings = new FindingDocuments(INDICES);
    private final ImageDocuments images = new ImageDocuments(INDICES);
    private final ScanRunDocuments scans = new ScanRunDocuments(INDICES);

    @Test
    void aChangeIsTheFindingAsItIsNowAndWhatHappenedToIt() throws IOException {
        var finding = finding(web("1.4.2"), "CVE-2026-0001", "openssl");
        var opened = change(ChangeKind.OPENED, finding);

        var documents = findings.documents(changes(web("1.4.2"), 7, opened), SOURCE);

        assertThat(documents)
                .extracting(Document::index, Document::id)
                .containsExactly(
                        tuple("plimsoll-findings", finding.getId()),
                        tuple("plimsoll-finding-history", opened.getId()));
        assertIsWanted(documents.getFirst(), "finding.json");
        assertIsWanted(documents.getLast(), "finding-history.json");
    }

    @Test
    void aCarriedFindingHasNoHistory() {
        var carried = change(ChangeKind.CARRIED, finding(web("1.4.2"), "CVE-2026-0001", "openssl"));

        var documents = findings.documents(changes(web("1.4.2"), 7, carried), SOURCE);

        assertThat(documents).extracting(Document::index).containsExactly("plimsoll-findings");
    }

    @Test
    void aGoneFindingStaysAndSaysSinceWhen() {
        var gone =
                openssl(web("1.4.2"), "CVE-2026-0001", "openssl")
                        .setPresence(Presence.GONE)
                        .build();

        var documents =
                findings.documents(
                        changes(web("1.4.2"), 7, change(ChangeKind.CLOSED, gone)), SOURCE);

        var document = (FindingDocument) documents.getFirst().source();
        assertThat(document.vulnerability().status()).isEqualTo("fixed");
        assertThat(document.plimsoll().finding().presence()).isEqualTo("gone");
        assertThat(document.plimsoll().finding().closedAt()).isEqualTo(NOW);
    }

    @Test
    void anAssessmentIsTheImageAsItIsNowAndAnEntryOfItsHistory() throws IOException {
        var assessed = assessed(web("1.4.2"), 7).build();

        var documents = images.documents(assessed, SOURCE);

        assertThat(documents)
                .extracting(Document::index, Document::id)
                .containsExactly(
                        tuple("plimsoll-images", assessed.getId()),
                        tuple("plimsoll-image-history", assessed.getAssessmentId()));
        assertIsWanted(documents.getFirst(), "image.json");
    }

    @Test
    void aFailedCheckThatARuleLivesWithIsAcceptedNotFailed() {
        var until = Instant.parse("2026-12-31T00:00:00Z");
        var assessed =
                assessed(web("1.4.2"), 7)
                        .setPosture(
                                List.of(
                                        new PostureCheck(
                                                "non-root",
                                                false,
                                                "root",
                                                Severity.MEDIUM,
                                                "legacy",
                                                until),
                                        new PostureCheck(
                                                "healthcheck",
                                                false,
                                                "none",
                                                Severity.LOW,
                                                null,
                                                null)))
                        .build();

        var document = (ImageDocument) images.documents(assessed, SOURCE).getFirst().source();

        assertThat(document.plimsoll().posture())
                .isEqualTo(
                        new ImageDocument.Posture(
                                List.of(),
                                List.of("healthcheck"),
                                List.of("non-root"),
                                List.of(),
                                List.of(
                                        new ImageDocument.Check(
                                                "non-root",
                                                false,
                                                "root",
                                                "medium",
                                                "legacy",
                                                until),
                                        new ImageDocument.Check(
                                                "healthcheck", false, "none", "low", null, null))));
    }

    @Test
    void aScanIsOneRun() throws IOException {
        var documents = scans.documents(scan(web("1.4.2")).build(), SOURCE);

        assertThat(documents).extracting(Document::index).containsExactly("plimsoll-scan-runs");
        assertIsWanted(documents.getFirst(), "scan-run.json");
    }

    @Test
    void aScanThatCouldNotFinishIsARunToo() throws IOException {
        var failed = scan(web("1.4.2")).setOutcome(failure()).build();

        var documents = scans.documents(failed, SOURCE);

        assertIsWanted(documents.getFirst(), "scan-run-failed.json");
    }

    @Test
    void aDocumentReadBackIsWhatWasWritten() {
        var opened = change(ChangeKind.OPENED, finding(web("1.4.2"), "CVE-2026-0001", "openssl"));
        var finding =
                findings.documents(changes(web("1.4.2"), 7, opened), SOURCE).getLast().source();
        var image = images.documents(assessed(web("1.4.2"), 7).build(), SOURCE).getFirst().source();

        assertThat(DocumentJson.MAPPER.readValue(json(finding), FindingDocument.class))
                .isEqualTo(finding);
        assertThat(DocumentJson.MAPPER.readValue(json(image), ImageDocument.class))
                .isEqualTo(image);
    }

    @Test
    void aPresentFindingReadBackIsTheFindingThatWasWrittenWithEveryField() {
        var finding =
                openssl(web("1.4.2"), "CVE-2026-0001", "openssl")
                        .setDecision(dev.plimsoll.event.Decision.ACCEPTED)
                        .setPaths(List.of("app/web.jar"))
                        .setRule("r")
                        .setDecisionReason("because")
                        .setDecisionOwner("o")
                        .setAcceptedUntil(java.time.Instant.parse("2026-12-31T00:00:00Z"))
                        .setReview(LocalDate.of(2026, 12, 1))
                        .setTicket("SEC-17")
                        .setJustification("vulnerable_code_not_present")
                        .build();
        var empty =
                finding.getSchema().getFields().stream()
                        .filter(field -> finding.get(field.pos()) == null)
                        .map(org.apache.avro.Schema.Field::name)
                        .toList();

        var document =
                findings.documents(
                                changes(web("1.4.2"), 7, change(ChangeKind.ACCEPTED, finding)),
                                SOURCE)
                        .getFirst();
        var read = DocumentJson.MAPPER.readValue(json(document.source()), FindingDocument.class);

        assertThat(empty).as("fields that this test leaves out").isEmpty();
        assertThat(PresentFinding.of(read)).isEqualTo(finding);
    }

    @Test
    void aDecisionSaysWhenItIsReviewedWhereItIsDiscussedAndWhyItDoesNotApply() {
        var decided =
                openssl(web("1.4.2"), "CVE-2026-0001", "openssl")
                        .setReview(LocalDate.of(2026, 12, 1))
                        .setTicket("SEC-17")
                        .setJustification("vulnerable_code_not_present")
                        .build();

        var document =
                findings.documents(
                                changes(web("1.4.2"), 7, change(ChangeKind.ACCEPTED, decided)),
                                SOURCE)
                        .getFirst();

        var json = DocumentJson.MAPPER.readTree(json(document.source())).at("/plimsoll/decision");
        assertThat(json.path("review").asString("")).isEqualTo("2026-12-01");
        assertThat(json.path("ticket").asString("")).isEqualTo("SEC-17");
        assertThat(json.path("justification").asString(""))
                .isEqualTo("vulnerable_code_not_present");
    }

    @Test
    void aFailedCheckThatARuleLivesWithIsAcceptedAndNotFailed() {
        var accepted =
                PostureCheck.newBuilder(check("non-root", false, "runs as root"))
                        .setSeverity(Severity.HIGH)
                        .setRule("legacy-root")
                        .setAcceptedUntil(NOW)
                        .build();

        var document =
                (ImageDocument)
                        images.documents(
                                        assessed(web("1.4.2"), 7)
                                                .setPosture(List.of(accepted))
                                                .build(),
                                        SOURCE)
                                .getFirst()
                                .source();

        var posture = document.plimsoll().posture();
        assertThat(posture.failed()).isEmpty();
        assertThat(posture.accepted()).containsExactly("non-root");
        assertThat(posture.checks())
                .containsExactly(
                        new ImageDocument.Check(
                                "non-root", false, "runs as root", "high", "legacy-root", NOW));
    }

    @Test
    void onlyAFixThatCameLaterWasWaitedFor() {
        var noFix =
                openssl(web("1.4.2"), "CVE-2026-0001", "openssl")
                        .setFixState(FixState.NOT_FIXED)
                        .build();
        var fixedBefore =
                openssl(web("1.4.2"), "CVE-2026-0002", "openssl")
                        .setFixStateSince(NOW.minus(Duration.ofDays(400)))
                        .build();

        var documents =
                findings.documents(
                        changes(
                                web("1.4.2"),
                                7,
                                change(ChangeKind.CARRIED, noFix),
                                change(ChangeKind.CARRIED, fixedBefore)),
                        SOURCE);

        assertThat(documents)
                .extracting(
                        document ->
                                ((FindingDocument) document.source())
                                        .plimsoll()
                                        .finding()
                                        .waitedDays())
                .containsExactly(null, null);
    }

    /** Indices are older than releases: a document is read until its image is assessed again. */
    @Test
    void documentsOfTheFirstReleaseAreStillRead() {
        var opened = change(ChangeKind.OPENED, finding(web("1.4.2"), "CVE-2026-0001", "openssl"));
        var finding =
                (ObjectNode)
                        DocumentJson.MAPPER.readTree(
                                json(
                                        findings.documents(changes(web("1.4.2"), 7, opened), SOURCE)
                                                .getFirst()
                                                .source()));
        var image =
                (ObjectNode)
                        DocumentJson.MAPPER.readTree(
                                json(
                                        images.documents(assessed(web("1.4.2"), 7).build(), SOURCE)
                                                .getFirst()
                                                .source()));
        ((ObjectNode) finding.at("/plimsoll/finding"))
                .remove(List.of("fix_state_since", "waited_days", "cleared_by"));
        ((ObjectNode) finding.at("/plimsoll/decision"))
                .remove(List.of("review", "ticket", "justification"));
        ((ObjectNode) image.at("/plimsoll")).remove("advice");
        ((ObjectNode) image.at("/plimsoll/image")).remove("size");

        var oldFinding = DocumentJson.MAPPER.treeToValue(finding, FindingDocument.class);
        var oldImage = DocumentJson.MAPPER.treeToValue(image, ImageDocument.class);

        assertThat(oldFinding.plimsoll().finding().clearedBy()).isNull();
        assertThat(oldFinding.plimsoll().decision().review()).isNull();
        assertThat(oldImage.plimsoll().advice()).isNull();
        assertThat(oldImage.plimsoll().image().size()).isNull();
    }

    /** The largest term Lucene takes has 32,766 bytes: a longer one would cost us the document. */
    @ParameterizedTest
    @ValueSource(strings = {"finding.json", "image.json", "scan-run.json"})
    void noKeywordCanBeTooLongForTheIndex(String mapping) throws IOException {
        try (var resource = IndexLayout.class.getResourceAsStream(mapping)) {
            var keywords =
                    DocumentJson.MAPPER.readTree(resource).findParents("type").stream()
                            .filter(field -> field.path("type").asString("").equals("keyword"))
                            .toList();

            assertThat(keywords)
                    .isNotEmpty()
                    .allSatisfy(
                            field ->
                                    assertThat(
                                                    field.has("ignore_above")
                                                            || !field.path("index").asBoolean(true))
                                            .isTrue());
        }
    }

    @Test
    void onlyClosedSetsHaveWordsAndTheyAreReadBack() {
        assertThat(List.of(FixState.values()))
                .extracting(Words::word)
                .containsExactly(
                        "fixed",
                        "not-fixed",
                        "wont-fix",
                        "unknown",
                        "deferred",
                        "not-released",
                        "requires-subscription",
                        "end-of-life");
        assertThat(Words.member(Role.class, "build-tool")).isEqualTo(Role.BUILD_TOOL);
    }

    private static void assertIsWanted(Document document, String file) throws IOException {
        var wanted = DocumentJson.MAPPER.readTree(Files.readString(WANTED.resolve(file)));

        assertThat((Object) DocumentJson.MAPPER.readTree(json(document.source())))
                .describedAs(() -> pretty(json(document.source())))
                .isEqualTo(wanted);
    }

    private static String json(Object source) {
        return DocumentJson.MAPPER.writeValueAsString(source);
    }

    private static String pretty(String json) {
        JsonNode node = DocumentJson.MAPPER.readTree(json);
        return node.toPrettyString();
    }
}
