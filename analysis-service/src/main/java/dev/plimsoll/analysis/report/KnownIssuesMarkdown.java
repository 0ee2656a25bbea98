package dev.plimsoll.analysis.report;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The known-issues page as Markdown. Whatever comes from an image is escaped: a package may be
 * called as it likes.
 */
final class KnownIssuesMarkdown {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]#|~!]");
    private static final Pattern BREAKS = Pattern.compile("\\p{Cntrl}+");

    private final StringBuilder text = new StringBuilder();

    private KnownIssuesMarkdown() {}

    static String of(KnownIssues page) {
        var markdown = new KnownIssuesMarkdown();
        markdown.head(page);
        markdown.analysis(page);
        markdown.limits(page);
        markdown.options(page);
        markdown.expectations(page);
        markdown.acceptedRisk(page);
        markdown.checks(page);
        markdown.tracking(page);
        markdown.review(page);
        markdown.decisions(page);
        markdown.findings(page);
        markdown.references(page);
        return markdown.text.toString();
    }

    private void head(KnownIssues page) {
        var image = page.image();
        line("# Known issues of " + plain(image.name()));
        section("Current status");
        line("**" + page.status().word() + "**: " + page.status().sentence());
        if (page.status().reason() != null) {
            line("");
            line(
                    "Reason: "
                            + plain(page.status().reason())
                            + ". "
                            + plain(page.status().message()));
        }
        line("");
        if (page.status().countsKnown()) {
            line(
                    "- Open: %s; %d have a fixed version"
                            .formatted(page.open().words(), page.fixable()));
            line("- Accepted: " + page.accepted().words());
            line(
                    "- Set aside: %d (negligible, not applicable, not affected or undetermined)"
                            .formatted(page.setAside()));
        }
        if (page.status().countsKnown()) {
            for (var sentence : page.inShort()) {
                line("- " + plain(sentence));
            }
        }
        line("- Base image: " + known(image.baseImage()));
        line("- Distribution: " + known(image.distribution()));
        line("- Digest: " + plain(image.digest()));
        line("- Platform: %s, line: %s".formatted(plain(image.platform()), plain(image.line())));
        line(
                "- Packages: "
                        + (image.components() == 0 && !page.status().countsKnown()
                                ? "not known"
                                : image.components()));
        var size = image.size();
        line("- Size: " + (size == null ? "not known" : Size.words(size) + " compressed"));
        line("- Built: " + Times.minute(image.created()));
        line("- Pushed: " + Times.minute(image.pushedAt()));
        line(
                "- Scanned: %s, engine %s"
                        .formatted(Times.minute(image.scannedAt()), plain(image.engine())));
        line(
                "- Assessed: %s, because of %s"
                        .formatted(
                                Times.minute(image.assessedAt()), plain(image.assessedBecause())));
    }

    private void analysis(KnownIssues page) {
        section("Analysis");
        if (!page.status().countsKnown()) {
            line("Not known: there is nothing to analyse until the image can be assessed.");
            return;
        }
        if (page.carried() == 0) {
            line("No finding is open or accepted.");
            return;
        }
        line("Where the %d open and accepted findings come from.".formatted(page.carried()));
        shares("By layer", page.analysis().layers());
        shares("By role", page.analysis().roles());
        shares("By fix", page.analysis().fixes());
        shares("By exploitation", page.analysis().exploitation());
    }

    private void shares(String title, List<Analysis.Share> shares) {
        line("");
        row(title, "Findings", "Of these");
        rule(3);
        for (var share : shares) {
            row(share.name(), String.valueOf(share.tally().total()), share.tally().words());
        }
    }

    private void limits(KnownIssues page) {
        if (!page.status().countsKnown() || page.carried() == 0) {
            return;
        }
        section("What cannot be fixed here");
        if (page.limits().isEmpty()) {
            line("Nothing: every finding has a fixed version.");
            return;
        }
        row("Findings", "How many", "Who can do something", "Packages");
        rule(4);
        for (var limit : page.limits()) {
            row(
                    limit.title(),
                    "%d (%s)".formatted(limit.findings().total(), limit.findings().words()),
                    limit.who(),
                    plain(String.join(", ", limit.packages())));
        }
    }

    private void options(KnownIssues page) {
        section("Options");
        if (!page.status().countsKnown() || page.carried() == 0) {
            line("Nothing to choose from.");
            return;
        }
        line("What each would remove. The options overlap: their effects do not add up.");
        line("");
        row("Option", "Effort", "Removes", "Brings", "Leaves", "Size", "Why");
        rule(7);
        for (var option : page.options()) {
            var leaves = option.leaves();
            row(
                    plain(option.title()),
                    option.effort().words(),
                    counted(option.removes()),
                    option.removes() == null ? "not known" : counted(option.brings()),
                    leaves == null ? "not known" : String.valueOf(leaves.total()),
                    option.sizeWords(),
                    plain(option.explanation())
                            + compared(option)
                            + " "
                            + plain(String.join(" ", option.caveats())));
        }
    }

    private static String counted(@Nullable Tally tally) {
        return tally == null
                ? "not known"
                : tally.total() == 0 ? "nothing" : tally.total() + " (" + tally.words() + ")";
    }

    private static String compared(Option option) {
        var compared = option.compared();
        return compared == null
                ? ""
                : " Compared with %s, scanned %s."
                        .formatted(plain(compared.name()), Times.minute(compared.scannedAt()));
    }

    private void expectations(KnownIssues page) {
        if (!page.status().countsKnown() || page.carried() == 0) {
            return;
        }
        section("What to expect");
        row("Step", "Findings", "Fewer", "Of these", "Size");
        rule(5);
        for (var step : page.expectations()) {
            row(
                    plain(step.title()),
                    String.valueOf(step.findings().total()),
                    step.percent() == null ? "–" : step.percent() + " %",
                    step.findings().words(),
                    step.size());
        }
    }

    private void acceptedRisk(KnownIssues page) {
        section("Accepted risk");
        if (page.acceptedRisk().isEmpty()) {
            line("Nothing is accepted.");
            return;
        }
        row("Rule", "Findings", "Reason", "Owner", "Ticket", "Review", "Until");
        rule(7);
        for (var acceptance : page.acceptedRisk()) {
            row(
                    plain(acceptance.rule()),
                    acceptance.findings().words(),
                    known(acceptance.reason()),
                    known(acceptance.owner()),
                    acceptance.ticket() == null ? "none" : plain(acceptance.ticket()),
                    acceptance.review() == null ? "none set" : Times.day(acceptance.review()),
                    Times.day(acceptance.until()));
        }
    }

    private void checks(KnownIssues page) {
        section("Best practices");
        if (page.checks().isEmpty()) {
            line("Not known: the image was not read.");
            return;
        }
        for (var check : page.checks()) {
            line(
                    "- %s: **%s**, %s%s"
                            .formatted(
                                    check.mark(),
                                    plain(check.title()),
                                    plain(check.evidence()),
                                    check.rule() == null
                                            ? ""
                                            : "; accepted by %s until %s"
                                                    .formatted(
                                                            plain(check.rule()),
                                                            Times.day(check.until()))));
        }
    }

    private void tracking(KnownIssues page) {
        section("Tracking");
        if (page.tracking().entries().isEmpty()) {
            line("No assessment is on record.");
            return;
        }
        row(
                "Date",
                "Tag",
                "Base image",
                "Open",
                "Accepted",
                "New",
                "Gone",
                "What changed, and why");
        rule(8);
        for (var entry : page.tracking().entries()) {
            row(
                    Times.minute(entry.at()),
                    entry.tag() == null ? "none" : plain(entry.tag()),
                    plain(entry.shortBaseImage()),
                    entry.reason() == null
                            ? entry.open().words()
                            : entry.status() + ", " + plain(entry.reason()),
                    String.valueOf(entry.accepted()),
                    String.valueOf(entry.opened()),
                    String.valueOf(entry.closed()),
                    plain(
                            entry.changes().isEmpty()
                                    ? entry.what()
                                    : entry.what() + "; " + String.join("; ", entry.changes())));
        }
        predictions(page);
    }

    private void predictions(KnownIssues page) {
        if (page.predictions().isEmpty()) {
            return;
        }
        line("");
        line("What was predicted, and what happened:");
        line("");
        row("Option", "Seen", "Said to go", "Gone", "Error", "Gone unforeseen");
        rule(6);
        for (var prediction : page.predictions()) {
            row(
                    plain(prediction.option()),
                    Times.day(prediction.at()),
                    prediction.predicted().words(),
                    prediction.cleared().words(),
                    prediction.error(),
                    String.valueOf(prediction.unforeseen()));
        }
    }

    private void review(KnownIssues page) {
        section("Next review");
        var due = page.review().due();
        if (due.isEmpty()) {
            line("Nothing is due: no acceptance will end, and when it was built is not known.");
            return;
        }
        row("Date", "Action", "Owner");
        rule(3);
        for (var entry : due) {
            row(
                    Times.day(entry.date()) + (entry.overdue() ? " (overdue)" : ""),
                    entry.rule() == null
                            ? entry.action()
                            : entry.action() + " Rule: " + plain(entry.rule()),
                    entry.owner() == null ? "whoever builds the image" : plain(entry.owner()));
        }
    }

    private void decisions(KnownIssues page) {
        section("Decision log");
        if (page.decisions().isEmpty()) {
            line("No decision is on record.");
            return;
        }
        for (var entry : page.decisions()) {
            line(
                    "- **%s**: %s %s by %s, %s. %s %s (%s)"
                            .formatted(
                                    Times.day(entry.at()),
                                    entry.findings().words(),
                                    entry.words(),
                                    known(entry.rule()),
                                    known(entry.owner()),
                                    entry.reason() == null ? "" : plain(entry.reason()),
                                    entry.detail() == null ? "" : plain(entry.detail()),
                                    plain(String.join(", ", entry.vulnerabilities()))));
        }
    }

    private void findings(KnownIssues page) {
        section("Findings");
        if (!page.status().countsKnown()) {
            line("Not known.");
            return;
        }
        var after = page.after();
        if (after != null) {
            line("What would remain after: %s.".formatted(plain(after.title())));
            line("");
            if (!after.known()) {
                line(plain(after.explanation()));
                return;
            }
        }
        if (page.remaining().isEmpty()) {
            line("None is present.");
            return;
        }
        row(
                "Vulnerability",
                "Severity",
                "Package",
                "Version",
                "Fixed in",
                "Layer",
                "Role",
                "Decision");
        rule(8);
        for (var finding : page.remaining()) {
            row(
                    finding.url() == null
                            ? plain(finding.vulnerability())
                            : "[%s](%s)".formatted(plain(finding.vulnerability()), finding.url()),
                    "%s (%s)".formatted(finding.severity(), plain(finding.severitySource())),
                    plain(finding.component()),
                    plain(finding.version()),
                    finding.fixedVersion() == null
                            ? finding.fixState()
                            : plain(finding.fixedVersion()),
                    finding.layer(),
                    finding.role(),
                    finding.rule() == null
                            ? finding.decision()
                            : finding.decision() + " by " + plain(finding.rule()));
        }
    }

    private void references(KnownIssues page) {
        section("References");
        for (var reference : page.references()) {
            line("- [%s](%s)".formatted(reference.title(), reference.url()));
        }
    }

    private void section(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void rule(int columns) {
        line("|" + " --- |".repeat(columns));
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private static String known(@Nullable String value) {
        return value == null ? "not known" : plain(value);
    }

    /** Text that Markdown takes as it is. */
    private static String plain(@Nullable String value) {
        if (value == null) {
            return "";
        }
        var oneLine = BREAKS.matcher(value).replaceAll(" ");
        return SPECIAL.matcher(oneLine)
                .replaceAll("\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
