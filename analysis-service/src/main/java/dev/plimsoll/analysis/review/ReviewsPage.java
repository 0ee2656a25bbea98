package dev.plimsoll.analysis.review;

import dev.plimsoll.event.RuleKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reviews page shows.
 *
 * @param owner whose rules; null for everybody's
 * @param owners everybody who owns rules, overdue first; empty on the page of one owner
 * @param rows rules, due first
 * @param omitted how many rules more there are
 * @param counted whether it is known what the rules accept now
 * @param mayDecide whether the reader may decide about some images at all
 * @param latest the last day on which an acceptance that is renewed today may hold
 */
public record ReviewsPage(
        @Nullable String owner,
        List<Owner> owners,
        List<Row> rows,
        int omitted,
        boolean counted,
        boolean mayDecide,
        String latest,
        @Nullable Notice notice) {

    /** Somebody who owns rules. */
    public record Owner(String name, String url, int overdue, int upcoming, int rules) {}

    /**
     * A rule.
     *
     * @param action where its forms are sent
     * @param version what whoever decides means to change
     * @param due in words: the date, and what it means today
     * @param until in words
     * @param scope what it speaks of, in words
     * @param accepts what it accepts now, in words; null if that is not known
     * @param kept where it is written, if it cannot be changed here
     * @param form what the fields hold at first
     */
    public record Row(
            String rule,
            RuleKind kind,
            String action,
            String version,
            Stage stage,
            String due,
            String until,
            String owner,
            String ownerUrl,
            String reason,
            @Nullable String ticket,
            List<String> scope,
            @Nullable String accepts,
            @Nullable Kept kept,
            Form form) {

        Row with(Form typed) {
            return new Row(
                    rule, kind, action, version, stage, due, until, owner, ownerUrl, reason, ticket,
                    scope, accepts, kept, typed);
        }

        public boolean forbids() {
            return kind == RuleKind.NEVER;
        }
    }

    /** How near a review is; in the order in which people want to see them. */
    public enum Stage {
        OVERDUE("overdue"),
        UPCOMING("due soon"),
        LATER("later"),
        ENDED("ended");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A rule that is written in a file.
     *
     * @param line at which it begins; null if it is not known
     * @param renewed the lines that renew it
     */
    public record Kept(String file, @Nullable Integer line, String renewed) {}

    /**
     * What the fields of a rule's forms hold.
     *
     * @param open which of the forms was sent last, if any
     */
    public record Form(
            @Nullable ReviewAction open, String review, String until, String owner, String why) {}

    /** The same page with what somebody typed for one rule, so that it can be put right. */
    ReviewsPage retyped(String rule, Form typed) {
        return new ReviewsPage(
                owner,
                owners,
                rows.stream().map(row -> row.rule().equals(rule) ? row.with(typed) : row).toList(),
                omitted,
                counted,
                mayDecide,
                latest,
                notice);
    }

    /** Something to say before everything else. */
    public record Notice(boolean refused, String sentence) {}
}
