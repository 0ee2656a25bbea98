package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.ImagePatterns;
import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.analysis.accept.RuleRefusedException;
import dev.plimsoll.analysis.accept.VexReader;
import dev.plimsoll.analysis.accept.WrittenRule;
import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.access.Role;
import dev.plimsoll.analysis.decide.Decided.Cause;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes decisions, by whatever way they come: checks who may, what is there and whether the rule
 * can be; logs it; makes it hold. A refused attempt is logged too.
 *
 * <p>One at a time on each instance. Between instances Kafka cannot compare and swap: each reads to
 * the end of the topic before it decides, and again up to its own record afterwards; a decision
 * that finds another one in between takes itself back, so that of two the first holds.
 */
public final class Decisions {

    /** Ids that are addresses of the API. */
    private static final List<String> TAKEN = List.of("preview", "schema.json");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
    private static final int LONGEST_WHY = 2_000;
    private static final int MOST_PROBLEMS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LiveRules rules;
    private final RuleReader reader;
    private final RulesTopic topic;
    private final DecisionRecords records;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.shared();
    private final ReentrantLock turn = new ReentrantLock();

    Decisions(LiveRules rules, RuleReader reader, RulesTopic topic, InstantSource clock) {
        this.rules = rules;
        this.reader = reader;
        this.topic = topic;
        this.records = new DecisionRecords(clock);
        this.clock = clock;
    }

    /**
     * Creates a rule or changes it.
     *
     * @param text the rule as an entry of a rule file, in JSON or YAML
     * @param why null: the rule's own reason
     * @throws KafkaAwayException if it is not sure whether it holds; repeating it is harmless
     */
    public Decided put(
            String id, String text, Expected expected, @Nullable String why, Actor actor) {
        return decide(
                id,
                null,
                expected,
                why,
                actor,
                (before, now) -> {
                    if (!ID.matcher(id).matches() || TAKEN.contains(id)) {
                        throw refused(
                                Cause.INVALID,
                                "id",
                                "'%s' cannot be the id of a rule: letters, digits, '.', '_', '-' and '/', at most 128, and not %s"
                                        .formatted(
                                                Account.cleaned(id), String.join(" or ", TAKEN)));
                    }
                    return new Wish(
                            before == null ? DecisionAction.CREATE : DecisionAction.CHANGE,
                            read(id, text, actor, now));
                });
    }

    /**
     * A review came to: as before, until new dates. Decided today.
     *
     * @param review when it is to be looked at again
     * @param until the last day on which it holds; null: as before
     * @throws KafkaAwayException if it is not sure whether it holds; repeating it is harmless
     */
    public Decided renew(
            String id,
            LocalDate review,
            @Nullable LocalDate until,
            Expected expected,
            @Nullable String why,
            Actor actor) {
        return decide(
                id,
                DecisionAction.RENEW,
                expected,
                why,
                actor,
                (before, now) -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("decided", LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
                    fields.put("review", review.toString());
                    if (until != null) {
                        fields.put("until", until.toString());
                    }
                    var text = with(known(id, before), fields);
                    requireWhy(why, "say why it may go on");
                    return new Wish(DecisionAction.RENEW, read(id, text, actor, now));
                });
    }

    /**
     * Another owner.
     *
     * @throws KafkaAwayException if it is not sure whether it holds; repeating it is harmless
     */
    public Decided handOver(
            String id, String owner, Expected expected, @Nullable String why, Actor actor) {
        return decide(
                id,
                DecisionAction.HAND_OVER,
                expected,
                why,
                actor,
                (before, now) -> {
                    var text = with(known(id, before), Map.of("owner", owner));
                    requireWhy(why, "say why somebody else owns it");
                    return new Wish(DecisionAction.HAND_OVER, read(id, text, actor, now));
                });
    }

    /**
     * No longer.
     *
     * @throws KafkaAwayException if it is not sure whether it holds; repeating it is harmless
     */
    public Decided revoke(String id, Expected expected, @Nullable String why, Actor actor) {
        return decide(
                id,
                DecisionAction.REVOKE,
                expected,
                why,
                actor,
                (before, now) -> {
                    var rule = known(id, before);
                    requireWhy(why, "say why it no longer holds");
                    return new Wish(
                            DecisionAction.REVOKE,
                            (RuleChanged) Entry.removed(rule, actor.name(), actor.origin(), now));
                });
    }

    private static void requireWhy(@Nullable String why, String hint) throws RefusedException {
        if (why == null || why.isBlank()) {
            throw refused(Cause.INVALID, "why", "is missing: " + hint);
        }
    }

    /** What came of a VEX document. */
    public sealed interface Stated {

        /**
         * Its statements hold.
         *
         * @param statements all of the document
         * @param changed how many are new or changed, or are gone since the document was sent
         *     before
         */
        record Done(List<VexStated> statements, int changed) implements Stated {}

        /** None does, and the attempt is logged. */
        record Refused(Decided.Refused why) implements Stated {}
    }

    /**
     * Takes the statements of a VEX document, all or none. They take the place of those that the
     * document of the same id made before.
     *
     * @param why null: each statement's own words
     * @throws KafkaAwayException if it is not sure whether they hold; repeating it is harmless
     */
    public Stated state(String document, @Nullable String why, Actor actor) {
        turn.lock();
        try {
            rules.catchUp(PATIENCE);
            var now = clock.instant();
            var held = rules.everything();
            List<VexStated> statements = List.of();
            try {
                requireRole(actor);
                requireShortWhy(why);
                statements = statements(document, actor, now);
                var changes = vexChanges(statements, held, actor, now);
                hold(changes, held, why, actor);
                return new Stated.Done(statements, changes.size());
            } catch (RefusedException e) {
                var wanted = statements.isEmpty() ? null : statements.getFirst();
                topic.log(
                        List.of(
                                records.refused(
                                        wanted == null ? "vex" : wanted.getId(),
                                        DecisionAction.CREATE,
                                        null,
                                        wanted,
                                        why,
                                        e.told(),
                                        actor)));
                return new Stated.Refused(e.refused());
            }
        } finally {
            turn.unlock();
        }
    }

    private static List<VexStated> statements(String document, Actor actor, Instant now)
            throws RefusedException {
        var statements = VexReader.file(document, "the document", actor.name(), now);
        var problems =
                statements.stream()
                        .filter(statement -> statement.getState() == RuleState.REFUSED)
                        .map(VexStated::getRefusal)
                        .filter(Objects::nonNull)
                        .limit(MOST_PROBLEMS)
                        .toList();
        if (!problems.isEmpty()) {
            throw refused(Cause.INVALID, null, String.join("\n", problems));
        }
        if (statements.isEmpty()) {
            throw refused(Cause.INVALID, null, "the document states nothing");
        }
        return statements;
    }

    private static List<SpecificRecord> vexChanges(
            List<VexStated> statements,
            Map<String, Held<SpecificRecord>> held,
            Actor actor,
            Instant now)
            throws RefusedException {
        var changes = new ArrayList<SpecificRecord>();
        for (var statement : statements) {
            requireReach(actor, statement, "the statement");
            var present = held.get(statement.getId());
            if (present != null && Entry.state(present.event()) != RuleState.REMOVED) {
                requireReach(actor, present.event(), "the statement as it is");
                if (Entry.by(present.event()).equals(Actor.FILE)) {
                    throw refused(
                            Cause.KEPT_IN_FILE,
                            null,
                            "'%s' is kept in %s: change it there"
                                    .formatted(statement.getId(), Entry.origin(present.event())));
                }
            }
            if (present == null
                    || !Entry.meaning(present.event()).equals(Entry.meaning(statement))) {
                changes.add(statement);
            }
        }
        var ids = statements.stream().map(VexStated::getId).collect(Collectors.toSet());
        var documents = ids.stream().map(Decisions::document).collect(Collectors.toSet());
        for (var present : held.values()) {
            if (present.event() instanceof VexStated old
                    && old.getState() != RuleState.REMOVED
                    && !old.getBy().equals(Actor.FILE)
                    && documents.contains(document(old.getId()))
                    && !ids.contains(old.getId())) {
                requireReach(actor, old, "the statement as it is");
                changes.add(Entry.removed(old, actor.name(), actor.origin(), now));
            }
        }
        return changes;
    }

    /** Of a statement's id: what stands before its number. */
    private static String document(String id) {
        int number = id.lastIndexOf('#');
        return number < 0 ? id : id.substring(0, number);
    }

    private void hold(
            List<SpecificRecord> changes,
            Map<String, Held<SpecificRecord>> held,
            @Nullable String why,
            Actor actor) {
        if (changes.isEmpty()) {
            return;
        }
        var logged = new ArrayList<DecisionLogged>();
        var events = new LinkedHashMap<String, SpecificRecord>();
        for (var change : changes) {
            var id = Entry.id(change);
            var before = held.get(id);
            var action =
                    Entry.state(change) == RuleState.REMOVED
                            ? DecisionAction.REVOKE
                            : before == null || Entry.state(before.event()) == RuleState.REMOVED
                                    ? DecisionAction.CREATE
                                    : DecisionAction.CHANGE;
            logged.add(records.done(id, action, before, change, why, actor));
            events.put(id, change);
        }
        topic.log(logged);
        rules.await(topic.hold(events).getLast(), PATIENCE);
    }

    /** Held by whoever decides on this instance. */
    ReentrantLock turn() {
        return turn;
    }

    /** What is to hold. */
    private record Wish(DecisionAction action, RuleChanged rule) {}

    private interface Wishing {
        Wish of(@Nullable RuleChanged before, Instant now) throws RefusedException;
    }

    /**
     * @param meant null: to create or to change, whatever is there
     */
    private Decided decide(
            String id,
            @Nullable DecisionAction meant,
            Expected expected,
            @Nullable String why,
            Actor actor,
            Wishing wishing) {
        turn.lock();
        try (var watch = rules.watch(id)) {
            rules.catchUp(PATIENCE);
            var entry = rules.entry(id, RuleChanged.class).orElse(null);
            var before = entry == null || isRemoved(entry) ? null : entry.event();
            var action =
                    Objects.requireNonNullElse(
                            meant, before == null ? DecisionAction.CREATE : DecisionAction.CHANGE);
            var now = clock.instant();
            @Nullable RuleChanged wanted = null;
            try {
                requireRole(actor);
                if (before != null) {
                    requireReach(actor, before, "the rule as it is");
                    requireNoFile(before);
                }
                requireShortWhy(why);
                var wish = wishing.of(before, now);
                action = wish.action();
                wanted = wish.rule();
                requireReach(actor, wanted, "the rule");
                if (entry != null
                        && before != null
                        && Entry.meaning(before).equals(Entry.meaning(wanted))) {
                    return new Decided.Done(new Held<>(before, entry.offset()), false, false);
                }
                requireExpected(expected, before == null ? null : entry);
            } catch (RefusedException e) {
                topic.log(
                        List.of(
                                records.refused(
                                        Account.cleaned(id),
                                        action,
                                        entry,
                                        wanted,
                                        why,
                                        e.told(),
                                        actor)));
                return e.refused();
            }
            return hold(id, action, entry, wanted, why, actor, watch);
        } finally {
            turn.unlock();
        }
    }

    private Decided hold(
            String id,
            DecisionAction action,
            @Nullable Held<RuleChanged> entry,
            RuleChanged wanted,
            @Nullable String why,
            Actor actor,
            LiveRules.Watch watch) {
        topic.log(List.of(records.done(id, action, entry, wanted, why, actor)));
        long offset = topic.hold(Map.of(id, wanted)).getFirst();
        rules.await(offset, PATIENCE);
        var between = watch.firstBetween(entry == null ? -1 : entry.offset(), offset);
        if (between.isEmpty()) {
            boolean created = entry == null || isRemoved(entry);
            return new Decided.Done(new Held<>(wanted, offset), true, created);
        }
        // Somebody decided on another instance in the same moment: theirs came first and holds.
        var first = between.get();
        topic.hold(Map.of(id, first.event()));
        var reason = "somebody else changed it in the same moment: read it again";
        topic.log(
                List.of(records.takenBack(id, action, wanted, first.event(), why, reason, actor)));
        return new Decided.Refused(Cause.LOST_UPDATE, null, reason);
    }

    private RuleChanged read(String id, String text, Actor actor, Instant now)
            throws RefusedException {
        try {
            return reader.rule(id, text, actor.name(), actor.origin(), now);
        } catch (RuleRefusedException e) {
            throw refused(Cause.INVALID, e.field().isEmpty() ? null : e.field(), e.problem());
        }
    }

    private String with(RuleChanged rule, Map<String, ?> fields) {
        var entry = WrittenRule.of(rule);
        entry.putAll(fields);
        return json.writeValueAsString(entry);
    }

    private static RuleChanged known(String id, @Nullable RuleChanged before)
            throws RefusedException {
        if (before == null) {
            throw refused(
                    Cause.UNKNOWN, null, "there is no rule '%s'".formatted(Account.cleaned(id)));
        }
        return before;
    }

    private static boolean isRemoved(Held<RuleChanged> entry) {
        return entry.event().getState() == RuleState.REMOVED;
    }

    private static void requireRole(Actor actor) throws RefusedException {
        if (!actor.account().mayDecide()) {
            throw refused(
                    Cause.NOT_ALLOWED,
                    null,
                    "account '%s' may read, not decide".formatted(actor.name()));
        }
    }

    /** An owner decides about their own images; what names no image could be about any. */
    private static void requireReach(Actor actor, SpecificRecord rule, String which)
            throws RefusedException {
        var account = actor.account();
        if (account.roles().contains(Role.DECIDER)) {
            return;
        }
        var own = String.join(", ", account.images());
        var images = Entry.images(rule);
        if (images.isEmpty()) {
            throw refused(
                    Cause.NOT_ALLOWED,
                    "accept.images",
                    "%s names no images, so it reaches beyond those of account '%s': %s"
                            .formatted(which, actor.name(), own));
        }
        var beyond = ImagePatterns.of(account.images()).firstBeyond(images);
        if (beyond.isPresent()) {
            throw refused(
                    Cause.NOT_ALLOWED,
                    "accept.images",
                    "'%s' of %s reaches beyond the images of account '%s': %s"
                            .formatted(beyond.get(), which, actor.name(), own));
        }
    }

    private static void requireNoFile(RuleChanged before) throws RefusedException {
        if (before.getBy().equals(Actor.FILE)) {
            throw refused(
                    Cause.KEPT_IN_FILE,
                    null,
                    "rule '%s' is kept in %s: change it there"
                            .formatted(before.getId(), before.getOrigin()));
        }
    }

    private static void requireShortWhy(@Nullable String why) throws RefusedException {
        if (why != null && why.length() > LONGEST_WHY) {
            throw refused(
                    Cause.INVALID,
                    "why",
                    "has %d characters, more than %d".formatted(why.length(), LONGEST_WHY));
        }
    }

    private static void requireExpected(Expected expected, @Nullable Held<RuleChanged> present)
            throws RefusedException {
        switch (expected) {
            case Expected.Unsaid _ -> {
                if (present != null) {
                    throw refused(
                            Cause.VERSION_MISSING,
                            null,
                            "rule '%s' is there already: say which version you change, now it is '%s'"
                                    .formatted(present.event().getId(), present.version()));
                }
            }
            case Expected.Absent _ -> {
                if (present != null) {
                    throw refused(
                            Cause.LOST_UPDATE,
                            null,
                            "rule '%s' is there already".formatted(present.event().getId()));
                }
            }
            case Expected.Present _ -> {
                if (present == null) {
                    throw refused(Cause.LOST_UPDATE, null, "there is no such rule any more");
                }
            }
            case Expected.Version(var version) -> {
                if (present == null) {
                    throw refused(Cause.LOST_UPDATE, null, "there is no such rule any more");
                }
                if (!present.version().equals(version)) {
                    throw refused(
                            Cause.LOST_UPDATE,
                            null,
                            "rule '%s' was changed by '%s' since you read it: now it is version '%s'"
                                    .formatted(
                                            present.event().getId(),
                                            present.event().getBy(),
                                            present.version()));
                }
            }
        }
    }

    private static RefusedException refused(Cause cause, @Nullable String field, String reason) {
        return new RefusedException(new Decided.Refused(cause, field, reason));
    }

    /** Ends an attempt; never leaves this class. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Decided.Refused refused;

        RefusedException(Decided.Refused refused) {
            super(refused.reason());
            this.refused = refused;
        }

        Decided.Refused refused() {
            return refused;
        }

        /** As it is logged. */
        String told() {
            return refused.field() == null
                    ? refused.reason()
                    : "field '%s': %s".formatted(refused.field(), refused.reason());
        }
    }
}
