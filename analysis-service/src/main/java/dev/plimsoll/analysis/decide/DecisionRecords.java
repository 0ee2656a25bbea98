package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.event.RuleState;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Decisions and refused attempts as they are logged. */
final class DecisionRecords {

    private final InstantSource clock;

    DecisionRecords(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param before the last word until now, also of a removed rule; null if there was never one
     */
    DecisionLogged done(
            String subject,
            DecisionAction action,
            @Nullable Held<? extends SpecificRecord> before,
            SpecificRecord after,
            @Nullable String why,
            Actor actor) {
        return DecisionLogged.newBuilder(
                        decision(subject, action, why == null ? Entry.reason(after) : why, actor))
                .setId(
                        Ids.of(
                                subject,
                                action,
                                actor.name(),
                                before == null ? -1 : before.offset(),
                                Entry.timeless(after)))
                .setOutcome(DecisionOutcome.DONE)
                .setBefore(before == null ? null : before.event())
                .setAfter(after)
                .build();
    }

    /** What a folder of rules says: the same entry for every instance that reads the same. */
    DecisionLogged file(
            String subject,
            DecisionAction action,
            @Nullable Held<? extends SpecificRecord> before,
            SpecificRecord after) {
        var actor = Actor.file(Entry.origin(after));
        var why =
                action == DecisionAction.REMOVE
                        ? "no longer in %s".formatted(Entry.origin(after))
                        : null;
        var decision = done(subject, action, before, after, why, actor);
        return Entry.state(after) == RuleState.REFUSED
                ? DecisionLogged.newBuilder(decision)
                        .setOutcome(DecisionOutcome.REFUSED)
                        .setRefusal(Entry.refusal(after))
                        .build()
                : decision;
    }

    /**
     * @param wanted null if it did not come so far
     */
    DecisionLogged refused(
            String subject,
            DecisionAction action,
            @Nullable Held<? extends SpecificRecord> before,
            @Nullable SpecificRecord wanted,
            @Nullable String why,
            String refusal,
            Actor actor) {
        return refused(
                subject,
                action,
                before == null ? null : before.event(),
                wanted,
                why,
                refusal,
                actor);
    }

    /** It was logged as done, and then somebody else had been faster: what they wanted holds. */
    DecisionLogged takenBack(
            String subject,
            DecisionAction action,
            SpecificRecord wanted,
            SpecificRecord holds,
            @Nullable String why,
            String refusal,
            Actor actor) {
        return refused(subject, action, holds, wanted, why, refusal, actor);
    }

    private DecisionLogged refused(
            String subject,
            DecisionAction action,
            @Nullable SpecificRecord before,
            @Nullable SpecificRecord wanted,
            @Nullable String why,
            String refusal,
            Actor actor) {
        var decision = decision(subject, action, why, actor);
        return DecisionLogged.newBuilder(decision)
                .setId(
                        Ids.of(
                                "refused",
                                subject,
                                action,
                                actor.name(),
                                actor.origin(),
                                refusal,
                                decision.getAt()))
                .setOutcome(DecisionOutcome.REFUSED)
                .setRefusal(refusal)
                .setBefore(before)
                .setAfter(wanted)
                .build();
    }

    private DecisionLogged decision(
            String subject, DecisionAction action, @Nullable String why, Actor actor) {
        return DecisionLogged.newBuilder()
                .setId("")
                .setSubject(subject)
                .setAction(action)
                .setOutcome(DecisionOutcome.REFUSED)
                .setBy(actor.name())
                .setRoles(
                        actor.account().roles().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .setChannel(actor.channel().name().toLowerCase(Locale.ROOT))
                .setOrigin(actor.origin())
                .setWhy(why)
                .setAt(clock.instant())
                .build();
    }
}
