package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.AcceptancesToReview;
import dev.plimsoll.analysis.index.AdviceRecord;
import dev.plimsoll.analysis.index.AwaitingUpstream;
import dev.plimsoll.analysis.index.BasesToRebuild;
import dev.plimsoll.analysis.index.CheckTotals;
import dev.plimsoll.analysis.index.ImageList;
import dev.plimsoll.analysis.index.OldestSerious;
import dev.plimsoll.analysis.index.OptionTotals;
import dev.plimsoll.analysis.index.WeeklyChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All images together: where one decision or one rebuild does most.
 *
 * @param images in a registry now
 * @param serious of these, with open findings of high or critical severity
 * @param carried all open and accepted findings
 * @param options what each would clear over all images
 * @param newestBases what it would buy to build on the newest builds of the bases in use
 * @param bases where one rebuild clears most for others
 * @param worst the newest images of their lines with the most serious findings
 * @param oldest open findings of high or critical severity that have been here for longest
 * @param reviews rules to be looked at again, the next first
 * @param checks best practices, those missed most first
 * @param predictions how often advice came true
 */
record Organisation(
        Instant at,
        long images,
        long serious,
        Map<String, Long> byStatus,
        Tally carried,
        List<Gain> options,
        NewestBases newestBases,
        List<Base> bases,
        List<Overview.Row> worst,
        List<Old> oldest,
        Awaiting awaiting,
        List<Review> reviews,
        List<Practice> checks,
        Trend trend,
        Predictions predictions) {

    private static final int BASES = 15;

    /** What an option would clear over all images. */
    record Gain(
            String id,
            String title,
            Tally removes,
            long images,
            int percent,
            @Nullable String size,
            Bar bar) {}

    /**
     * A base image and the findings with a fix that others inherit from it.
     *
     * @param builds how many builds of it are in use
     * @param teams the first part of the names of the repositories that inherit
     */
    record Base(String name, Tally clears, long images, int builds, List<String> teams) {}

    /** An open finding and how many images have it. */
    record Old(
            String vulnerability,
            @Nullable String url,
            String severity,
            List<String> packages,
            @Nullable Instant since,
            @Nullable Long days,
            long images,
            long fixable,
            long findings) {}

    /** What waits for somebody upstream. */
    record Awaiting(
            Tally findings,
            long vulnerabilities,
            long images,
            @Nullable Instant since,
            @Nullable Long days,
            List<AwaitingUpstream.OfPackage> packages) {}

    /**
     * A rule to be looked at again.
     *
     * @param review null for a rule without a review date
     */
    record Review(
            String rule,
            @Nullable String owner,
            @Nullable LocalDate review,
            @Nullable Instant until,
            Tally findings,
            long images,
            boolean overdue) {}

    /** A best-practice check over all images. */
    record Practice(
            String id, String title, long met, long missing, long accepted, long notKnown) {}

    /** Advice that was taken, over all images. */
    record Predictions(long images, long predicted, long cleared, @Nullable Integer percent) {}

    /** The answers that the page is made of. */
    record Sources(
            ImageList.Page worst,
            OptionTotals.Totals options,
            AdviceRecord.Sums advice,
            NewestBases newestBases,
            List<BasesToRebuild.Base> bases,
            List<OldestSerious.Open> oldest,
            AwaitingUpstream.Awaited awaiting,
            List<AcceptancesToReview.Acceptance> reviews,
            List<CheckTotals.Check> checks,
            List<WeeklyChanges.Week> weeks) {}

    static Organisation of(Sources sources, Instant now) {
        var byStatus = new LinkedHashMap<String, Long>(sources.worst().byStatus());
        byStatus.remove("deleted");
        var worst = sources.worst().images();
        var largest =
                worst.stream()
                        .mapToInt(image -> image.plimsoll().counts().open().total())
                        .max()
                        .orElse(0);
        return new Organisation(
                now,
                byStatus.values().stream().mapToLong(Long::longValue).sum(),
                sources.worst().serious(),
                byStatus,
                Tally.of(sources.options().all().findings()),
                gains(sources.options(), sources.advice()),
                sources.newestBases(),
                bases(sources.bases()),
                worst.stream().map(image -> Overview.row(image, largest)).toList(),
                sources.oldest().stream().map(open -> old(open, now)).toList(),
                awaiting(sources.awaiting(), now),
                reviews(sources.reviews(), now),
                sources.checks().stream().map(Organisation::practice).toList(),
                Trend.of(sources.weeks()),
                predictions(sources.advice()));
    }

    private static List<Gain> gains(OptionTotals.Totals totals, AdviceRecord.Sums advice) {
        var gains = new ArrayList<Gain>();
        var all = Tally.of(totals.all().findings());
        gains.add(
                gain(
                        "rebuild",
                        "Rebuild every image with the updates that are out",
                        totals.byOption().get("rebuild"),
                        all,
                        null));
        gains.add(
                gain(
                        "multi-stage",
                        "Multi-stage builds everywhere: no build tools",
                        totals.byOption().get("multi-stage"),
                        all,
                        installed(advice.multiStageBytes())));
        gains.add(
                gain(
                        "drop-packages",
                        "Drop packages that nothing needs",
                        totals.byOption().get("drop-packages"),
                        all,
                        installed(advice.dropPackagesBytes())));
        gains.add(gain("all", "All three together, counted once", totals.any(), all, null));
        gains.add(
                gain(
                        "wait",
                        "Wait for upstream: no fix can be installed yet",
                        totals.awaiting(),
                        all,
                        null));
        gains.add(
                gain(
                        "accept",
                        "Accepted now (explained, not removed)",
                        totals.accepted(),
                        all,
                        null));
        return List.copyOf(gains);
    }

    private static @Nullable String installed(long bytes) {
        return bytes == 0 ? null : Size.words(bytes) + " less, installed";
    }

    private static Gain gain(
            String id,
            String title,
            OptionTotals.@Nullable Total total,
            Tally all,
            @Nullable String size) {
        var removes = total == null ? Tally.NONE : Tally.of(total.findings());
        return new Gain(
                id,
                title,
                removes,
                total == null ? 0 : total.images(),
                all.total() == 0 ? 0 : Math.round(100f * removes.total() / all.total()),
                size,
                Bar.of(removes, all.total()));
    }

    /** Builds of the same name are one base: one rebuild replaces them all. */
    private static List<Base> bases(List<BasesToRebuild.Base> builds) {
        var merged = new LinkedHashMap<String, Base>();
        for (var build : builds) {
            var at = build.name().indexOf('@');
            var name = at < 0 ? build.name() : build.name().substring(0, at);
            merged.merge(
                    name,
                    new Base(
                            name,
                            Tally.of(build.findings()),
                            build.images(),
                            1,
                            teams(build.repositories())),
                    Organisation::both);
        }
        return merged.values().stream()
                .sorted(Comparator.comparingInt((Base base) -> -base.clears().total()))
                .limit(BASES)
                .toList();
    }

    private static Base both(Base one, Base other) {
        var teams = new TreeSet<>(one.teams());
        teams.addAll(other.teams());
        return new Base(
                one.name(),
                one.clears().plus(other.clears()),
                one.images() + other.images(),
                one.builds() + other.builds(),
                List.copyOf(teams));
    }

    private static List<String> teams(List<String> repositories) {
        var teams = new TreeSet<String>();
        for (var repository : repositories) {
            var slash = repository.indexOf('/');
            teams.add(slash < 0 ? repository : repository.substring(0, slash));
        }
        return List.copyOf(teams);
    }

    private static Old old(OldestSerious.Open open, Instant now) {
        return new Old(
                open.vulnerability(),
                Reference.of(open.vulnerability(), ""),
                open.severity(),
                open.packages(),
                open.since(),
                days(open.since(), now),
                open.images(),
                open.fixable(),
                open.findings());
    }

    private static Awaiting awaiting(AwaitingUpstream.Awaited awaited, Instant now) {
        return new Awaiting(
                Tally.of(awaited.findings()),
                awaited.vulnerabilities(),
                awaited.images(),
                awaited.since(),
                days(awaited.since(), now),
                awaited.packages());
    }

    private static List<Review> reviews(
            List<AcceptancesToReview.Acceptance> acceptances, Instant now) {
        return acceptances.stream()
                .map(
                        acceptance -> {
                            var review =
                                    acceptance.review() == null
                                            ? null
                                            : Times.date(acceptance.review());
                            return new Review(
                                    acceptance.rule(),
                                    acceptance.owner(),
                                    review,
                                    acceptance.until(),
                                    Tally.of(acceptance.findings()),
                                    acceptance.images(),
                                    review != null && review.isBefore(Times.date(now)));
                        })
                .sorted(
                        Comparator.comparing(
                                        Review::review,
                                        Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                                .thenComparing(
                                        Review::until,
                                        Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .toList();
    }

    private static Practice practice(CheckTotals.Check check) {
        return new Practice(
                check.id(),
                BestPractice.title(check.id()),
                check.met(),
                check.notMet(),
                check.accepted(),
                check.notKnown());
    }

    private static Predictions predictions(AdviceRecord.Sums sums) {
        return new Predictions(
                sums.images(),
                sums.predicted(),
                sums.cleared(),
                sums.predicted() == 0
                        ? null
                        : (int) Math.round(100.0 * sums.cleared() / sums.predicted()));
    }

    private static @Nullable Long days(@Nullable Instant since, Instant now) {
        return since == null ? null : Math.max(0, Duration.between(since, now).toDays());
    }
}
