package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.SampleEvents.BASE;
import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.check;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The questions about the whole organisation, each answered by Elasticsearch itself. */
class QuestionsIT {

    private static final Ecs.Source SOURCE = new Ecs.Source("some.topic", 0, 0);
    private static final Indices INDICES = new Indices("q-");
    private static final ImageRef WEB = web("1.0");
    private static final ImageRef API =
            ImageRef.newBuilder(web("2.0")).setRepository("other/api").build();

    private static EmbeddedElasticsearch node;
    private static RestClient client;
    private static Search search;

    @BeforeAll
    static void fill() throws IOException {
        node = TestNode.start("questions");
        client =
                new ElasticsearchConfiguration()
                        .elasticsearch(
                                new ElasticsearchProperties(
                                        node.uri(),
                                        node.username(),
                                        node.password(),
                                        INDICES.prefix(),
                                        Duration.ofSeconds(30)));
        search = new ElasticsearchConfiguration().search(client, INDICES);
        new IndexLayout(client, INDICES).ensure();
        var items = new ArrayList<BulkRequest.Item>();
        findings()
                .forEach(
                        event ->
                                add(items, new FindingDocuments(INDICES).documents(event, SOURCE)));
        images().forEach(event -> add(items, new ImageDocuments(INDICES).documents(event, SOURCE)));
        var metrics = new IndexMetrics(new SimpleMeterRegistry(), "test", InstantSource.system());
        try (var batch =
                new BulkWriter(client, InstantSource.system(), Duration.ofSeconds(5), metrics)
                        .begin()) {
            items.forEach(batch::add);
            assertThat(batch.finish()).isEmpty();
        }
        client.performRequest(new Request("POST", "/q-*/_refresh"));
    }

    private static void add(List<BulkRequest.Item> items, List<Document> documents) {
        documents.forEach(document -> items.add(BulkRequest.Item.of(0, document, 1)));
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        node.close();
    }

    /** Two images on one base; one finding of each kind that a question tells apart. */
    private static List<FindingsChanged> findings() {
        var events = new ArrayList<FindingsChanged>();
        for (var image : List.of(WEB, API)) {
            var found = new ArrayList<FindingChange>();
            found.add(opened(openssl(image, "CVE-1", "openssl")));
            found.add(
                    opened(
                            openssl(image, "CVE-2", "glibc")
                                    .setSeverity(Severity.CRITICAL)
                                    .setFixState(FixState.NOT_FIXED)
                                    .setClearedBy(List.of())
                                    .setFirstSeen(Instant.parse("2026-06-01T00:00:00Z"))
                                    .setFixStateSince(Instant.parse("2026-05-01T00:00:00Z"))));
            found.add(
                    change(
                            ChangeKind.CLOSED,
                            openssl(image, "CVE-3", "openssl").setPresence(Presence.GONE).build()));
            events.add(changes(image, 1, found));
        }
        events.add(
                changes(
                        WEB,
                        2,
                        change(
                                ChangeKind.ACCEPTED,
                                openssl(WEB, "CVE-4", "systemd")
                                        .setSeverity(Severity.LOW)
                                        .setFixState(FixState.NOT_FIXED)
                                        .setClearedBy(List.of("multi-stage", "drop-packages"))
                                        .setDecision(Decision.ACCEPTED)
                                        .setRule("base-packages")
                                        .setDecisionOwner("ops@example.com")
                                        .setReview(LocalDate.of(2026, 12, 1))
                                        .setAcceptedUntil(Instant.parse("2026-12-31T00:00:00Z"))
                                        .build())));
        for (int i = 0; i < 12; i++) {
            events.add(
                    changes(
                            web("waited-" + i),
                            1,
                            change(
                                    ChangeKind.CARRIED,
                                    openssl(web("waited-" + i), "CVE-W" + i, "zlib")
                                            .setEcosystem("Debian:11")
                                            .setPresence(Presence.GONE)
                                            .setFixStateSince(
                                                    Instant.parse("2026-10-03T06:00:00Z")
                                                            .plus(Duration.ofDays(2 * i)))
                                            .build())));
        }
        return events;
    }

    private static FindingChange opened(Finding.Builder finding) {
        return change(ChangeKind.OPENED, finding.build());
    }

    private static List<ImageAssessed> images() {
        return List.of(
                assessed(WEB, 1).build(),
                assessed(API, 1)
                        .setPosture(List.of(check("healthcheck", false, "none")))
                        .setPredictions(List.of())
                        .build(),
                assessed(web("9.9"), 1).setStatus(ImageStatus.DELETED).build(),
                assessed(named("base/python", "3.13"), 1).build(),
                assessed(named("base/python", "3.14-slim"), 1).build(),
                assessed(named("distroless/python3-debian12", "latest"), 1).build(),
                assessed(named("mirror/python", "3.13"), 1)
                        .setStatus(ImageStatus.UNSUPPORTED)
                        .build(),
                assessed(named("base/pythonless", "1"), 1).build(),
                assessed(named("base/node", "24"), 1).build());
    }

    private static ImageRef named(String repository, String tag) {
        return ImageRef.newBuilder(web(tag)).setRepository(repository).build();
    }

    @Test
    void theOldestSeriousFindingsComeFirst() {
        assertThat(new OldestSerious(search).first(10))
                .containsExactly(
                        new OldestSerious.Open(
                                "CVE-2",
                                Instant.parse("2026-06-01T00:00:00Z"),
                                "critical",
                                List.of("glibc"),
                                2,
                                2,
                                0),
                        new OldestSerious.Open(
                                "CVE-1",
                                Instant.parse("2026-10-03T06:00:00Z"),
                                "high",
                                List.of("openssl"),
                                2,
                                2,
                                2));
    }

    @Test
    void whatWaitsForUpstreamIsCountedSinceWhenItWasPublished() {
        var awaited = new AwaitingUpstream(search).now(10);

        assertThat(awaited.findings().total()).isEqualTo(3);
        assertThat(awaited.vulnerabilities()).isEqualTo(2);
        assertThat(awaited.images()).isEqualTo(2);
        assertThat(awaited.since()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(awaited.packages())
                .extracting(
                        AwaitingUpstream.OfPackage::name,
                        AwaitingUpstream.OfPackage::ecosystem,
                        AwaitingUpstream.OfPackage::findings)
                .containsExactly(
                        tuple("glibc", "Debian:12", 2L), tuple("systemd", "Debian:12", 1L));
    }

    @Test
    void rulesToBeReviewedNameOwnerAndWhatTheyAccept() {
        assertThat(new AcceptancesToReview(search).first(10))
                .containsExactly(
                        new AcceptancesToReview.Acceptance(
                                "base-packages",
                                "ops@example.com",
                                Instant.parse("2026-12-01T00:00:00Z"),
                                Instant.parse("2026-12-31T00:00:00Z"),
                                new ImageDocument.BySeverity(0, 0, 0, 1, 0, 0, 1),
                                1));
    }

    @Test
    void aBaseClearsWhatItsImagesInheritAndHasAFix() {
        assertThat(new BasesToRebuild(search).first(10))
                .containsExactly(
                        new BasesToRebuild.Base(
                                BASE,
                                new ImageDocument.BySeverity(0, 2, 0, 0, 0, 0, 2),
                                1,
                                2,
                                List.of("other/api", "team/web")));
    }

    @Test
    void aBaseInUseHandsDownWhatHasNoFixToo() {
        assertThat(new BasesInUse(search).first(10))
                .containsExactly(
                        new BasesInUse.Base(
                                BASE,
                                "linux/amd64",
                                new ImageDocument.BySeverity(2, 2, 0, 1, 0, 0, 5),
                                2));
    }

    @Test
    void imagesAreFoundByTheirNamesIfTheyWereRead() {
        assertThat(
                        new NamedImages(search)
                                .of(
                                        List.of(
                                                "registry.example.com/base/python:3.13 linux/amd64",
                                                "registry.example.com/mirror/python:3.13"
                                                        + " linux/amd64",
                                                "registry.example.com/none:1 linux/amd64")))
                .containsOnlyKeys("registry.example.com/base/python:3.13 linux/amd64");
        assertThat(new NamedImages(search).of(List.of())).isEmpty();
    }

    @Test
    void optionsAreSummedAndCountedOnceTogether() {
        var totals = new OptionTotals(search).now();

        assertThat(totals.all().findings().total()).isEqualTo(5);
        assertThat(totals.byOption().get("rebuild"))
                .isEqualTo(
                        new OptionTotals.Total(
                                new ImageDocument.BySeverity(0, 2, 0, 0, 0, 0, 2), 2));
        assertThat(totals.byOption().get("multi-stage").findings().total()).isEqualTo(1);
        assertThat(totals.any().findings().total()).isEqualTo(3);
        assertThat(totals.awaiting().findings().total()).isEqualTo(3);
        assertThat(totals.accepted().findings().low()).isEqualTo(1);
    }

    @Test
    void plansAndPredictionsOfImagesInARegistryAreSummed() {
        var sums = new AdviceRecord(search).now();

        assertThat(sums.multiStageBytes()).isEqualTo(8 * 180_355_072L);
        assertThat(sums.dropPackagesBytes()).isZero();
        assertThat(sums.images()).isEqualTo(7);
        assertThat(sums.predicted()).isEqualTo(28);
        assertThat(sums.cleared()).isEqualTo(21);
    }

    @Test
    void checksAreCountedByResult() {
        assertThat(new CheckTotals(search).now())
                .containsExactly(
                        new CheckTotals.Check("healthcheck", 0, 8, 0, 0),
                        new CheckTotals.Check("non-root", 7, 0, 0, 0),
                        new CheckTotals.Check("pinned-base", 0, 0, 0, 7));
    }

    @Test
    void weeksCountWhatCameAndWentAndEndNow() {
        var weeks = new WeeklyChanges(search).until(NOW.plusSeconds(1), 3);

        assertThat(weeks)
                .extracting(WeeklyChanges.Week::came, WeeklyChanges.Week::went)
                .containsExactly(tuple(0L, 0L), tuple(0L, 0L), tuple(4L, 2L));
    }

    @Test
    void aTypicalWaitTakesEnoughOfThemToTell() {
        assertThat(new FixWaits(search).in("Debian:11"))
                .isEqualTo(new FixWaits.Waits("Debian:11", 11, 12L));
        assertThat(new FixWaits(search).in("Debian:12").medianDays()).isNull();
    }

    @Test
    void comparableAreImagesOfTheSameNameThatWereReadInFull() {
        assertThat(
                        new ComparableImages(search)
                                .to("registry.example.com", "base/python", "linux/amd64", 10))
                .extracting(image -> image.resource().name())
                .containsExactlyInAnyOrder(
                        "registry.example.com/base/python:3.13",
                        "registry.example.com/base/python:3.14-slim",
                        "registry.example.com/distroless/python3-debian12:latest");
        assertThat(
                        new ComparableImages(search)
                                .to("registry.example.com", "base/python", "linux/arm64", 10))
                .isEmpty();
    }

    @Test
    void findingsOfSeveralImagesAreToldApart() {
        var images =
                new ImageList(search)
                        .page(new ImageList.Filter(null, false, false, ".0"), List.of(), 10)
                        .images();

        assertThat(new CurrentFindings(search).of(images))
                .hasEntrySatisfying(
                        "registry.example.com/team/web:1.0 linux/amd64",
                        findings ->
                                assertThat(findings)
                                        .extracting(finding -> finding.vulnerability().id())
                                        .containsExactly("CVE-2", "CVE-1", "CVE-4"))
                .hasEntrySatisfying(
                        "registry.example.com/other/api:2.0 linux/amd64",
                        findings -> assertThat(findings).hasSize(2));
    }
}
