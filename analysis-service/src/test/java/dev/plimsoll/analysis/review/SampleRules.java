package dev.plimsoll.analysis.review;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Rules to review. */
final class SampleRules {

    private final RuleChanged.Builder rule;

    private SampleRules(RuleChanged.Builder rule) {
        this.rule = rule;
    }

    /** An acceptance of platform@example.com from November 2026 until 2027-12-31. */
    static SampleRules rule(String id) {
        return new SampleRules(
                        RuleChanged.newBuilder()
                                .setId(id)
                                .setState(RuleState.ACTIVE)
                                .setKind(RuleKind.ACCEPT)
                                .setScope(
                                        RuleScope.newBuilder()
                                                .setImages(List.of("registry.example.com/web/*"))
                                                .build())
                                .setGuards(RuleGuards.newBuilder().build())
                                .setReason("Rebuilt monthly.")
                                .setOwner("platform@example.com")
                                .setDecided(LocalDate.parse("2026-11-02"))
                                .setBy("ada")
                                .setOrigin("/rules/" + id)
                                .setAt(Instant.parse("2026-11-02T08:00:00Z")))
                .until("2027-12-31");
    }

    SampleRules owner(String owner) {
        rule.setOwner(owner);
        return this;
    }

    SampleRules ticket(String ticket) {
        rule.setTicket(ticket);
        return this;
    }

    SampleRules review(String date) {
        return review(LocalDate.parse(date));
    }

    SampleRules review(LocalDate date) {
        rule.setReview(date);
        return this;
    }

    /**
     * @param lastDay on which it holds
     */
    SampleRules until(String lastDay) {
        rule.setUntil(
                LocalDate.parse(lastDay).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        return this;
    }

    SampleRules ofFile(String file, int line) {
        rule.setBy("file").setOrigin(file).setLine(line);
        return this;
    }

    RuleChanged build() {
        return RuleChanged.newBuilder(rule).build();
    }
}
