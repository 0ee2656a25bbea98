package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written so that the rules say what the folder says.
 *
 * <p>Only what changed in this folder since it was last read: where several instances have a copy
 * each, the one that has the newer copy writes it, and the others do not write the older one back.
 */
final class FolderChanges {

    /**
     * What the folder wants to hold: its entries, but a refused one in place of each that the API
     * holds the id of.
     */
    private final Map<String, SpecificRecord> wanted;

    private final Map<String, Held<SpecificRecord>> held;

    private FolderChanges(
            Map<String, SpecificRecord> wanted, Map<String, Held<SpecificRecord>> held) {
        this.wanted = wanted;
        this.held = held;
    }

    /**
     * @param folder entries by id
     * @param held the last word on every id, also on removed ones
     */
    static FolderChanges of(
            Map<String, ? extends SpecificRecord> folder,
            Map<String, Held<SpecificRecord>> held,
            Instant now) {
        var wanted = new LinkedHashMap<String, SpecificRecord>();
        folder.forEach(
                (id, entry) -> {
                    var present = held.get(id);
                    if (present != null && isOfApi(present.event())) {
                        var refused = refused(id, entry, present.event(), now);
                        wanted.put(refused.getId(), refused);
                    } else {
                        wanted.put(id, entry);
                    }
                });
        return new FolderChanges(wanted, held);
    }

    Map<String, SpecificRecord> wanted() {
        return wanted;
    }

    /**
     * @param last what the folder wanted when it was read before; null at the first time
     */
    List<SpecificRecord> since(@Nullable Map<String, SpecificRecord> last, Instant now) {
        var changes = new ArrayList<SpecificRecord>();
        wanted.forEach(
                (id, entry) -> {
                    var present = held.get(id);
                    var before = last == null ? null : last.get(id);
                    boolean differs = present == null || !same(present.event(), entry);
                    boolean news = before == null || !same(before, entry) || isOfApi(present);
                    if (differs && news) {
                        changes.add(entry);
                    }
                });
        held.forEach(
                (id, present) -> {
                    boolean ours = last == null || last.containsKey(id);
                    if (ours
                            && !wanted.containsKey(id)
                            && Entry.by(present.event()).equals(Actor.FILE)
                            && Entry.state(present.event()) != RuleState.REMOVED) {
                        changes.add(
                                Entry.removed(
                                        present.event(),
                                        Actor.FILE,
                                        Entry.origin(present.event()),
                                        now));
                    }
                });
        return changes;
    }

    private static boolean same(SpecificRecord first, SpecificRecord second) {
        return Entry.timeless(first).equals(Entry.timeless(second));
    }

    private static boolean isOfApi(@Nullable Held<SpecificRecord> held) {
        return held != null && !Entry.by(held.event()).equals(Actor.FILE);
    }

    private static boolean isOfApi(SpecificRecord event) {
        return !Entry.by(event).equals(Actor.FILE) && Entry.state(event) != RuleState.REMOVED;
    }

    private static RuleChanged refused(
            String id, SpecificRecord entry, SpecificRecord holds, Instant now) {
        var origin = Entry.origin(entry);
        var line = entry instanceof RuleChanged rule ? rule.getLine() : null;
        return RuleChanged.newBuilder()
                .setId("file:%s#%s".formatted(origin, id))
                .setState(RuleState.REFUSED)
                .setKind(RuleKind.ACCEPT)
                .setScope(RuleScope.newBuilder().build())
                .setGuards(RuleGuards.newBuilder().build())
                .setReason("")
                .setOwner("")
                .setRefusal(
                        "%s: rule '%s', field 'id': '%s' holds a rule of this id by the API; choose another id, or revoke that one"
                                .formatted(
                                        line == null ? origin : origin + ":" + line,
                                        id,
                                        Entry.by(holds)))
                .setBy(Actor.FILE)
                .setOrigin(origin)
                .setLine(line)
                .setAt(now)
                .build();
    }
}
