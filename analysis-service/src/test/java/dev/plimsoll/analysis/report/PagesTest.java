package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.check;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.SampleDocuments;
import dev.plimsoll.analysis.index.SampleEvents;
import dev.plimsoll.analysis.track.FeedAges;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.ImageRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaves the pages in {@code target/pages}, for a look in a browser. */
class PagesTest {

    private static final Path LOOK = Path.of("target/pages");
    private static final String HOSTILE = "\"><script>alert(1)</script>|`x`\n# y";

    private final Pages pages = new Pages();

    @Test
    void theOverviewSaysHowEveryImageStands() throws IOException {
        var page =
                Overview.of(
                        SampleDocuments.page(SamplePages.images().toArray(new ImageDocument[0])),
                        Overview.Request.of(null, null, null),
                        List.of("base.yaml: rule 'base', field 'owner': is missing"),
                        List.of(
                                new FeedAges.Age(
                                        "Debian/all.zip",
                                        Instant.parse("2026-11-03T08:30:00Z"),
                                        "900 of its 1000 advisories are gone")));

        var html = pages.overview(page);

        keep("overview.html", html);
        assertThat(html)
                .contains("registry.example.com/team/web:1.4.2")
                .contains("1 rule is refused and accepts nothing:")
                .contains("<li>base.yaml: rule 'base', field 'owner': is missing</li>")
                .contains("900 of its 1000 advisories are gone")
                .contains("not known: It cannot be read")
                .contains("PKGDB_MISSING")
                .contains("ADVISORIES_TOO_OLD")
                .contains("<html lang=\"en\">")
                .doesNotContain("style=", "<script");
    }

    @Test
    void theKnownIssuesPageHasEverySectionOfTheHandWrittenOnes() throws IOException {
        var html = pages.knownIssues(SamplePages.knownIssues());

        keep("known-issues.html", html);
        assertThat(html)
                .contains(
                        ">Current status</h2>",
                        ">Analysis</h2>",
                        ">Options</h2>",
                        ">Accepted risk</h2>",
                        ">Best practices</h2>",
                        ">Tracking</h2>",
                        ">Next review</h2>",
                        ">Decision log</h2>",
                        ">Findings</h2>",
                        ">References</h2>")
                .contains("https://security-tracker.debian.org/tracker/CVE-2026-1001")
                .doesNotContain("style=", "<script");
    }

    @Test
    void theOrganisationPageHasAnAnswerToEveryQuestion() throws IOException {
        var html = pages.organisation(SamplePages.organisation());

        keep("organisation.html", html);
        assertThat(html)
                .contains(
                        ">What would it buy?</h2>",
                        ">One rebuild clears most</h2>",
                        ">Worst images</h2>",
                        ">Oldest high and critical findings</h2>",
                        ">Awaiting upstream</h2>",
                        ">Reviews due</h2>",
                        ">Best practices</h2>",
                        ">Trend</h2>")
                .contains("Of 140 findings that were said to go when an option was taken, 131 went")
                .contains("2: team, voice")
                .contains("4 images would lose 13 findings (1 critical, 8 high, 4 medium)")
                .contains("7 are on the newest one; of 2 it is not known")
                .contains("overdue")
                .doesNotContain("style=", "<script");
    }

    @Test
    void anOptionShowsWhatWouldRemainAndWhatItWasComparedWith() throws IOException {
        var html = pages.knownIssues(SamplePages.compared("multi-stage"));

        keep("after-multi-stage.html", html);
        keep("compared.html", pages.knownIssues(SamplePages.compared(null)));
        assertThat(html)
                .contains("What would remain after: <strong>Multi-stage build")
                .contains("Compared with <a href=")
                .contains("What would remain<span class=\"unseen\">")
                .doesNotContain("CVE-2026-1101</a>");
    }

    @Test
    void anExplanationSaysForEachPackageWhy() throws IOException {
        var page =
                new Explained(
                        "0123",
                        "registry.example.com/team/web:1.4.2",
                        "CVE-2026-1001",
                        null,
                        List.of(
                                new Explained.One(
                                        "fixed",
                                        "No finding: the installed version has the fix.",
                                        "CVE-2026-1001",
                                        "Debian:12",
                                        HOSTILE,
                                        "3.0.2",
                                        List.of("libssl3"),
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of("D15: source version 3.0.2 >= fixed 3.0.2"))));

        var html = pages.explained(page);

        keep("explained.html", html);
        assertThat(html)
                .contains("the installed version has the fix", "D15: source version 3.0.2")
                .contains("action=\"/images/0123/explain\"")
                .doesNotContain("style=", "<script");
    }

    @Test
    void anImageThatCouldNotBeReadIsNeverCalledClean() throws IOException {
        var page = SamplePages.unreadable();

        var html = pages.knownIssues(page);

        keep("unreadable.html", html);
        assertThat(html)
                .contains("It cannot be read: what it carries is not known.", "PKGDB_MISSING")
                .doesNotContainIgnoringCase("clean")
                .doesNotContain("class=\"counts\"", "None is present");
        assertThat(KnownIssuesMarkdown.of(page))
                .contains("what it carries is not known")
                .doesNotContain("- Open:", "None is present");
    }

    @Test
    void whatAnImageSaysOfItselfIsTextAndNothingElse() {
        var image = web("1.0");
        image = ImageRef.newBuilder(image).setTag(HOSTILE).setLine(HOSTILE).build();
        var document =
                SampleDocuments.image(
                        assessed(image, 1)
                                .setReason(HOSTILE)
                                .setMessage(HOSTILE)
                                .setPosture(List.of(check(HOSTILE, null, HOSTILE)))
                                .build());
        var findings =
                SampleDocuments.findings(
                        changes(
                                image,
                                1,
                                change(
                                        ChangeKind.OPENED,
                                        openssl(image, HOSTILE, HOSTILE)
                                                .setSummary(HOSTILE)
                                                .setVersion(HOSTILE)
                                                .setFixedVersion(HOSTILE)
                                                .build())));
        var page =
                KnownIssues.of(
                        document,
                        new KnownIssues.Sources(
                                findings, List.of(document), List.of(), Bases.UNKNOWN, null),
                        null,
                        SampleEvents.NOW);

        var html = pages.knownIssues(page);
        var overview =
                pages.overview(
                        Overview.of(
                                SampleDocuments.page(document),
                                Overview.Request.of(null, HOSTILE, null),
                                List.of(HOSTILE),
                                List.of()));
        var markdown = KnownIssuesMarkdown.of(page);

        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
        assertThat(overview).doesNotContain("<script");
        assertThat(markdown)
                .doesNotContain("<script", "|`x`")
                .doesNotContainPattern("(?m)^# y")
                .doesNotContain("](https://osv.dev/vulnerability/\"");
    }

    @Test
    void troubleIsSaidInASentence() throws IOException {
        var html = pages.trouble("Elasticsearch does not answer", "It <b>will</b> be back.");

        keep("trouble.html", html);
        assertThat(html).contains("It &lt;b&gt;will&lt;/b&gt; be back.");
    }

    private static void keep(String name, String html) throws IOException {
        Files.createDirectories(LOOK);
        var stylesheet = Path.of("src/main/resources/static/style.css").toAbsolutePath();
        Files.writeString(
                LOOK.resolve(name), html.replace("/style.css", stylesheet.toUri().toString()));
    }
}
