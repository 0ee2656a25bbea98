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
        markdown.options(page);
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
        line("- Base image: " + known(image.baseImage()));
        line("- Distribution: " + known(image.distribution()));
        line("- Digest: " + plain(image.digest()));
        line("- Platform: %s, line: %s".formatted(plain(image.platform()), plain(image.line())));
        line(
                "- Packages: "
                        + (image.components() == 0 && !page.status().countsKnown()
                                ? "not known"
                                : image.components()));
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
    }

    private void shares(String title, List<Analysis.Share> shares) {
        line("");
        row(title, "Findings", "Of these");
        rule(3);
        for (var share : shares) {
            row(share.name(), String.valueOf(share.tally().total()), share.tally().words());
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
        row("Option", "Removes", "Why");
        rule(3);
        for (var option : page.options()) {
            var removes = option.removes();
            row(
                    option.title(),
                    removes == null
                            ? "not known"
                            : removes.total() == 0
                                    ? "nothing"
                                    : removes.total() + " (" + removes.words() + ")",
                    plain(option.explanation()) + " " + String.join(" ", option.caveats()));
        }
    }

    private void acceptedRisk(KnownIssues page) {
        section("Accepted risk");
        if (page.acceptedRisk().isEmpty()) {
            line("Nothing is accepted.");
            return;
        }
        row("Rule", "Findings", "Reason", "Owner", "Until");
        rule(5);
        for (var acceptance : page.acceptedRisk()) {
            row(
                    plain(acceptance.rule()),
                    acceptance.findings().words(),
                    known(acceptance.reason()),
                    known(acceptance.owner()),
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
            var passed = check.passed();
            line(
                    "- %s: **%s**, %s"
                            .formatted(
                                    passed == null ? "not known" : passed ? "met" : "not met",
                                    plain(check.id()),
                                    plain(check.evidence())));
        }
    }

    private void tracking(KnownIssues page) {
        section("Tracking");
        if (page.tracking().entries().isEmpty()) {
            line("No assessment is on record.");
            return;
        }
        row("Date", "Tag", "Base image", "Open", "Accepted", "New", "Gone", "What happened");
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
                    plain(entry.what()));
        }
    }

    private void review(KnownIssues page) {
        section("Next review");
        var review = page.review();
        if (review.rule() == null) {
            line("- No acceptance will end.");
        } else {
            line(
                    "- %s: the acceptance by %s ends, owner %s."
                            .formatted(
                                    Times.day(review.firstEnd()),
                                    plain(review.rule()),
                                    known(review.owner())));
        }
        line(
                review.ageInDays() == null
                        ? "- Rebuild: not known when the image was built."
                        : "- Rebuild%s: built %d days ago, images are rebuilt monthly."
                                .formatted(
                                        review.rebuildDue() ? " is due" : "", review.ageInDays()));
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
