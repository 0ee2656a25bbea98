package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.review.ReviewsPage.Stage;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The rules as somebody who reviews them sees them. Plain functions of rules and time. */
final class ReviewList {

    /** One rule on the calendar. */
    record Entry(Versioned rule, @Nullable LocalDate review, Stage stage) {

        private static final Comparator<Entry> DUE_FIRST =
                Comparator.comparing(Entry::stage)
                        .thenComparing(
                                Entry::review, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(entry -> entry.rule().rule().getId());
    }

    /**
     * A rule, and the version of it that a decision changes.
     *
     * @param keptInFile it can be changed in its file and nowhere else
     */
    record Versioned(RuleChanged rule, String version, boolean keptInFile) {}

    private final ReviewCalendar calendar;
    private final long longest;

    /**
     * @param longest days that an acceptance may run from its decision
     */
    ReviewList(ReviewCalendar calendar, long longest) {
        this.calendar = calendar;
        this.longest = longest;
    }

    /** Rules that hold or held and are not gone, due first. Refused ones accept nothing. */
    List<Entry> entries(Collection<Versioned> rules, Instant now) {
        return rules.stream()
                .filter(held -> held.rule().getState() == RuleState.ACTIVE)
                .map(held -> entry(held, now))
                .sorted(Entry.DUE_FIRST)
                .toList();
    }

    private Entry entry(Versioned held, Instant now) {
        var review = calendar.reviewDate(held.rule());
        if (!ReviewCalendar.holds(held.rule(), now)) {
            return new Entry(held, review, Stage.ENDED);
        }
        var stage =
                Optional.ofNullable(review)
                        .flatMap(date -> calendar.stage(date, calendar.day(now)))
                        .map(ReviewList::stage);
        return new Entry(held, review, stage.orElse(Stage.LATER));
    }

    private static Stage stage(ReviewStage stage) {
        return switch (stage) {
            case UPCOMING -> Stage.UPCOMING;
            case OVERDUE -> Stage.OVERDUE;
        };
    }

    static List<ReviewsPage.Owner> owners(List<Entry> entries) {
        var byOwner = new TreeMap<String, List<Entry>>();
        for (var entry : entries) {
            byOwner.computeIfAbsent(entry.rule().rule().getOwner(), _ -> new ArrayList<>())
                    .add(entry);
        }
        return byOwner.entrySet().stream()
                .map(
                        owned ->
                                new ReviewsPage.Owner(
                                        owned.getKey(),
                                        ownerUrl(owned.getKey()),
                                        count(owned.getValue(), Stage.OVERDUE),
                                        count(owned.getValue(), Stage.UPCOMING),
                                        owned.getValue().size()))
                .sorted(
                        Comparator.comparingInt(ReviewsPage.Owner::overdue)
                                .thenComparingInt(ReviewsPage.Owner::upcoming)
                                .reversed()
                                .thenComparing(ReviewsPage.Owner::name))
                .toList();
    }

    private static int count(List<Entry> entries, Stage stage) {
        return (int) entries.stream().filter(entry -> entry.stage() == stage).count();
    }

    /**
     * @param accepted what rules accept now; null if that is not known
     */
    ReviewsPage.Row row(
            Entry entry, @Nullable Map<String, AcceptedByRule.Count> accepted, Instant now) {
        var rule = entry.rule().rule();
        var suggestion =
                Suggestion.of(
                        rule, entry.review(), LocalDate.ofInstant(now, ZoneOffset.UTC), longest);
        return new ReviewsPage.Row(
                rule.getId(),
                rule.getKind(),
                action(rule.getId()),
                entry.rule().version(),
                entry.stage(),
                due(entry, calendar.day(now)),
                until(rule.getUntil()),
                rule.getOwner(),
                ownerUrl(rule.getOwner()),
                rule.getReason(),
                rule.getTicket(),
                scope(rule.getScope()),
                accepted == null
                        ? null
                        : words(accepted.getOrDefault(rule.getId(), AcceptedByRule.Count.NONE)),
                entry.rule().keptInFile()
                        ? new ReviewsPage.Kept(rule.getOrigin(), rule.getLine(), suggestion.yaml())
                        : null,
                new ReviewsPage.Form(
                        null,
                        suggestion.review().toString(),
                        suggestion.until() == null ? "" : suggestion.until().toString(),
                        "",
                        ""));
    }

    /** The last day on which an acceptance of today may hold. */
    LocalDate latest(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(longest);
    }

    static String ownerUrl(String owner) {
        return UriComponentsBuilder.fromPath("/reviews")
                .queryParam("owner", "{owner}")
                .encode()
                .buildAndExpand(owner)
                .toUriString();
    }

    /** Ids may hold slashes, which stay what they are. */
    private static String action(String rule) {
        return "/reviews/" + UriUtils.encodePath(rule, StandardCharsets.UTF_8);
    }

    private static String due(Entry entry, LocalDate today) {
        var review = entry.review();
        if (review == null) {
            return "no date";
        }
        var derived = entry.rule().rule().getReview() == null ? ", by its end" : "";
        long days = ChronoUnit.DAYS.between(today, review);
        return switch (entry.stage()) {
            case OVERDUE -> "%s%s: %s overdue".formatted(review, derived, days(-days));
            case UPCOMING ->
                    "%s%s: %s".formatted(review, derived, days == 0 ? "today" : "in " + days(days));
            case LATER, ENDED -> review + derived;
        };
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    /** The last day on which it holds, as rules say it. */
    static String until(@Nullable Instant until) {
        if (until == null) {
            return "no end";
        }
        var end = until.atOffset(ZoneOffset.UTC);
        return end.toLocalTime().toSecondOfDay() == 0
                ? end.toLocalDate().minusDays(1).toString()
                : "%s %tR UTC".formatted(end.toLocalDate(), end);
    }

    private static String words(AcceptedByRule.Count count) {
        var findings = count.findings();
        var words = new ArrayList<String>();
        add(words, findings.getCritical(), "critical");
        add(words, findings.getHigh(), "high");
        add(words, findings.getMedium(), "medium");
        add(words, findings.getLow(), "low");
        add(words, findings.getNegligible(), "negligible");
        add(words, findings.getUnknown(), "of unknown severity");
        return words.isEmpty()
                ? "nothing now"
                : "%s in %s"
                        .formatted(
                                String.join(", ", words),
                                count.images() == 1 ? "1 image" : count.images() + " images");
    }

    private static void add(List<String> words, int count, String severity) {
        if (count > 0) {
            words.add(count + " " + severity);
        }
    }

    private static List<String> scope(RuleScope scope) {
        var words = new ArrayList<String>();
        add(words, "images", scope.getImages());
        add(words, "packages", scope.getPackages());
        add(words, "vulnerabilities", scope.getVulnerabilities());
        add(words, "checks", scope.getChecks());
        add(words, "layer", scope.getLayers());
        add(words, "role", scope.getRoles());
        add(words, "severity", scope.getSeverities());
        add(words, "fix", scope.getFixStates());
        if (scope.getKev() != null) {
            words.add("kev: " + scope.getKev());
        }
        return List.copyOf(words);
    }

    private static void add(List<String> words, String field, List<String> values) {
        if (!values.isEmpty()) {
            words.add(field + ": " + String.join(", ", values));
        }
    }
}
