package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.PresentFinding;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What changed rules would do to the findings that are present, by the policy that judges them in
 * earnest. Takes one finding after the other and keeps the worst.
 *
 * <p>No rule closes a finding: it stays present, whoever lives with it.
 */
final class Preview {

    /**
     * The answer.
     *
     * @param judgedAt when; ends of acceptances are compared with it
     * @param judged how many present findings were looked at
     * @param problems why rules would accept nothing
     * @param rules ids of what would be another rule than now
     * @param opened accepted now, open then
     * @param accepted open now, accepted then
     * @param notAffected stated not to matter then
     * @param changed decided then as now, by another rule or until another time
     */
    record Told(
            Instant judgedAt,
            long judged,
            List<String> problems,
            RuleIds rules,
            PreviewGroup.Told opened,
            PreviewGroup.Told accepted,
            PreviewGroup.Told notAffected,
            PreviewGroup.Told changed) {}

    /** Ids of rules and statements. */
    record RuleIds(List<String> added, List<String> changed, List<String> removed) {}

    private final Map<String, SpecificRecord> now;
    private final Map<String, SpecificRecord> then;
    private final AcceptancePolicy present;
    private final AcceptancePolicy changed;
    private final Instant at;
    private final PreviewGroup opened;
    private final PreviewGroup accepted;
    private final PreviewGroup notAffected;
    private final PreviewGroup different;
    private long judged;

    /**
     * @param now rules and statements as they stand, by id
     * @param then as they would stand
     * @param listed findings listed of each group
     */
    Preview(
            Map<String, SpecificRecord> now,
            Map<String, SpecificRecord> then,
            Instant at,
            int listed) {
        this.now = now;
        this.then = then;
        this.present = policy(now.values());
        this.changed = policy(then.values());
        this.at = at;
        this.opened = new PreviewGroup(listed);
        this.accepted = new PreviewGroup(listed);
        this.notAffected = new PreviewGroup(listed);
        this.different = new PreviewGroup(listed);
    }

    /** Judges every document that {@code findings} gives. */
    Told of(Consumer<Consumer<FindingDocument>> findings) {
        findings.accept(this::judge);
        return new Told(
                at,
                judged,
                problems(),
                ids(),
                opened.told(),
                accepted.told(),
                notAffected.told(),
                different.told());
    }

    private void judge(FindingDocument document) {
        judged++;
        var finding = PresentFinding.of(document);
        if (isSetAside(finding.getDecision())) {
            return;
        }
        var before = Standing.of(present.judge(finding, at));
        var after = Standing.of(changed.judge(finding, at));
        if (isStatedByItsImage(finding, before) && !after.isForbidden()) {
            return;
        }
        if (!after.differsFrom(before)) {
            return;
        }
        var group =
                after.state().equals(before.state())
                        ? different
                        : switch (after.state()) {
                            case Standing.ACCEPTED -> accepted;
                            case Standing.NOT_AFFECTED -> notAffected;
                            default -> opened;
                        };
        group.add(finding, before, after);
    }

    /**
     * A statement that lies beside the image says that it is not affected; the rules know nothing
     * of it, and only a rule that forbids goes before it.
     */
    private static boolean isStatedByItsImage(Finding finding, Standing before) {
        return finding.getDecision() == Decision.NOT_AFFECTED
                && !before.state().equals(Standing.NOT_AFFECTED)
                && !before.isForbidden();
    }

    /** Matching said so, and rules are not asked. */
    private static boolean isSetAside(Decision decision) {
        return switch (decision) {
            case OPEN, ACCEPTED, NOT_AFFECTED -> false;
            case NOT_APPLICABLE, NEGLIGIBLE, UNDETERMINED -> true;
        };
    }

    private static AcceptancePolicy policy(Collection<SpecificRecord> events) {
        return AcceptancePolicy.of(of(events, RuleChanged.class), of(events, VexStated.class));
    }

    private static <E> List<E> of(Collection<SpecificRecord> events, Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<String> problems() {
        return then.values().stream()
                .filter(event -> Entry.state(event) == RuleState.REFUSED)
                .map(Entry::refusal)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private RuleIds ids() {
        var added = new ArrayList<String>();
        var other = new ArrayList<String>();
        var removed = new ArrayList<String>();
        var ids = new TreeSet<>(now.keySet());
        ids.addAll(then.keySet());
        for (var id : ids) {
            var before = now.get(id);
            var after = then.get(id);
            if (before == null) {
                added.add(id);
            } else if (after == null) {
                removed.add(id);
            } else if (!Entry.meaning(before).equals(Entry.meaning(after))) {
                other.add(id);
            }
        }
        return new RuleIds(added, other, removed);
    }

    /** The events that still count, by id. */
    static Map<String, SpecificRecord> standing(Map<String, Held<SpecificRecord>> held) {
        var standing = new HashMap<String, SpecificRecord>();
        held.forEach(
                (id, entry) -> {
                    if (Entry.state(entry.event()) != RuleState.REMOVED) {
                        standing.put(id, entry.event());
                    }
                });
        return standing;
    }
}
