package dev.plimsoll.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages that people keep by hand, heading by heading: where ours says the same, or why it
 * cannot. The headings are read when the test runs; here are only words that tell which is meant.
 */
class HandWrittenPagesTest {

    private static final Path PAGES = Path.of("..", "..", "shared", "seeds");

    /** What a heading speaks of. */
    private sealed interface Answer {

        /**
         * A section of ours.
         *
         * @param id of the heading in HTML
         * @param title of the heading in Markdown
         * @param member of the JSON
         */
        record Section(String id, String title, String member) implements Answer {}

        /** One of the options. */
        record Choice(String option) implements Answer {}

        /** It cannot be derived from what is scanned. */
        record CannotBeDerived(String why) implements Answer {}

        /** The title of the whole page. */
        record Title() implements Answer {}
    }

    private static final Answer STATUS = new Answer.Section("status", "Current status", "status");
    private static final Answer IN_SHORT =
            new Answer.Section("status", "Current status", "inShort");
    private static final Answer ANALYSIS = new Answer.Section("analysis", "Analysis", "analysis");
    private static final Answer LIMITS =
            new Answer.Section("limits", "What cannot be fixed here", "limits");
    private static final Answer OPTIONS = new Answer.Section("options", "Options", "options");
    private static final Answer EXPECT =
            new Answer.Section("expect", "What to expect", "expectations");
    private static final Answer ACCEPTED =
            new Answer.Section("accepted", "Accepted risk", "acceptedRisk");
    private static final Answer CHECKS = new Answer.Section("checks", "Best practices", "checks");
    private static final Answer TRACKING = new Answer.Section("tracking", "Tracking", "tracking");
    private static final Answer REVIEW = new Answer.Section("review", "Next review", "review");
    private static final Answer DECISIONS =
            new Answer.Section("decisions", "Decision log", "decisions");
    private static final Answer FINDINGS = new Answer.Section("remaining", "Findings", "remaining");
    private static final Answer REFERENCES =
            new Answer.Section("references", "References", "references");

    /** Which heading is meant: the first row whose words are all in it. */
    private record Row(List<String> words, Answer answer) {

        static Row of(String words, Answer answer) {
            return new Row(List.of(words.split(" ")), answer);
        }

        boolean means(String heading) {
            return words.stream().allMatch(heading.toLowerCase(Locale.ROOT)::contains);
        }
    }

    private static final List<Row> ROWS =
            List.of(
                    Row.of("scan known issues", new Answer.Title()),
                    Row.of("improvements for", new Answer.Title()),
                    Row.of("current status", STATUS),
                    Row.of("analysis", ANALYSIS),
                    Row.of("key findings", IN_SHORT),
                    Row.of("bottom line", IN_SHORT),
                    Row.of("conclusion", IN_SHORT),
                    Row.of("limitations", LIMITS),
                    Row.of("cannot be fixed", LIMITS),
                    Row.of("accept risk", ACCEPTED),
                    Row.of("distroless", new Answer.Choice("distroless")),
                    Row.of("alpine", new Answer.Choice("alpine")),
                    Row.of("wait for upstream", new Answer.Choice("wait")),
                    Row.of("mitigation", OPTIONS),
                    Row.of("multi-stage", new Answer.Choice("multi-stage")),
                    Row.of("stable", new Answer.Choice("other-release")),
                    Row.of("unnecessary", new Answer.Choice("drop-packages")),
                    Row.of("base image updates", new Answer.Choice("newer-base")),
                    Row.of("practical improvements", OPTIONS),
                    Row.of("dockerfile improvements", OPTIONS),
                    Row.of("priority", OPTIONS),
                    Row.of("action plan", OPTIONS),
                    Row.of("will remain", FINDINGS),
                    Row.of("expectations", EXPECT),
                    Row.of("after improvements", EXPECT),
                    Row.of("best practices", CHECKS),
                    Row.of("non-root", CHECKS),
                    Row.of("dockerignore", CHECKS),
                    Row.of(
                            "production deployment",
                            new Answer.CannotBeDerived(
                                    "How a cluster runs the image is not in the image.")),
                    Row.of("tracking", TRACKING),
                    Row.of("next review", REVIEW),
                    Row.of("monthly", REVIEW),
                    Row.of("maintenance", REVIEW),
                    Row.of(
                            "quarterly",
                            new Answer.CannotBeDerived(
                                    "Plans of people; what falls due by rule and by age is under the next review.")),
                    Row.of("automated scanning", TRACKING),
                    Row.of("references", REFERENCES),
                    Row.of("resources", REFERENCES),
                    Row.of("decision log", DECISIONS));

    private static List<String> headings;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.isDirectory(PAGES), "no shared data at " + PAGES);
        headings = new ArrayList<>();
        try (Stream<Path> pages = Files.list(PAGES)) {
            for (var page : pages.sorted().toList()) {
                headings.addAll(headings(page));
            }
        }
    }

    @Test
    void everyHeadingIsASectionOfOursOrCannotBeDerivedAndWeSayWhy() throws IOException {
        var page = SamplePages.knownIssues();
        var html = new Pages().knownIssues(page);
        var markdown = KnownIssuesMarkdown.of(page);
        var json = JsonMapper.shared().valueToTree(page);
        var used = new HashSet<Row>();

        assertThat(headings).hasSizeGreaterThan(40);
        for (var heading : headings) {
            var row =
                    ROWS.stream()
                            .filter(candidate -> candidate.means(heading))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new AssertionError(
                                                    "nothing of ours answers '%s'"
                                                            .formatted(heading)));
            used.add(row);
            switch (row.answer()) {
                case Answer.Section(var id, var title, var member) -> {
                    assertThat(html).describedAs(heading).contains("<h2 id=\"%s\">".formatted(id));
                    assertThat(markdown).describedAs(heading).contains("\n## " + title + "\n");
                    assertThat(json.has(member)).describedAs(heading).isTrue();
                    assertThat(json.path(member).isEmpty() && json.path(member).isContainer())
                            .describedAs("%s: '%s' is empty", heading, member)
                            .isFalse();
                }
                case Answer.Choice(var option) ->
                        assertThat(page.options())
                                .describedAs(heading)
                                .filteredOn(candidate -> candidate.id().equals(option))
                                .singleElement()
                                .satisfies(
                                        found -> {
                                            assertThat(html).contains(found.title());
                                            assertThat(markdown).contains(found.title());
                                        });
                case Answer.CannotBeDerived(var why) -> assertThat(why).isNotBlank();
                case Answer.Title() -> assertThat(html).contains("<h1>");
            }
        }
        assertThat(ROWS).filteredOn(row -> !used.contains(row)).isEmpty();
    }

    /** Lines that begin with a number sign, outside of blocks of code. */
    private static List<String> headings(Path page) throws IOException {
        var found = new ArrayList<String>();
        var code = false;
        for (var line : Files.readAllLines(page)) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code && line.matches("#{1,6} .*")) {
                found.add(line.replaceFirst("#+ +", ""));
            }
        }
        return found;
    }
}
