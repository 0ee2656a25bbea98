package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.VexStated;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Every instance's copy of the topic of rules: rules and VEX statements by their ids, and where
 * each changed last.
 */
final class RuleStore {

    static final String STORE = "rules";

    private static final StringSerializer PREFIX = new StringSerializer();
    private static final String RULE = "rule\0";
    private static final String STATEMENT = "vex\0";
    private static final String CHANGED = "changed\0";
    private static final String REVISION = "revision";

    private RuleStore() {}

    /** Takes one record of the topic; null removes the rule or statement. */
    static void take(
            KeyValueStore<String, byte[]> rows,
            String key,
            @Nullable SpecificRecord event,
            long offset) {
        switch (event) {
            case RuleChanged rule -> rows.put(RULE + rule.getId(), StateCodec.event(rule));
            case VexStated statement ->
                    rows.put(STATEMENT + statement.getId(), StateCodec.event(statement));
            case null -> {
                rows.delete(RULE + key);
                rows.delete(STATEMENT + key);
            }
            default ->
                    throw new IllegalArgumentException(
                            "'%s' does not belong in the topic of rules"
                                    .formatted(event.getSchema().getName()));
        }
        rows.put(CHANGED + key, offset(offset));
        rows.put(REVISION, offset(offset));
    }

    /** The rules as a partition reads them. For one thread. */
    static final class Reader {

        private final ReadOnlyKeyValueStore<String, byte[]> rows;
        private AcceptancePolicy policy = AcceptancePolicy.of(List.of(), List.of());
        private long policyRevision = -1;

        Reader(ReadOnlyKeyValueStore<String, byte[]> rows) {
            this.rows = rows;
        }

        /** Offset of the last record that was taken in whole, or -1. */
        long revision() {
            byte @Nullable [] revision = rows.get(REVISION);
            return revision == null ? -1 : offset(revision);
        }

        /** The rules as they stand now; the same object until they change. */
        AcceptancePolicy policy() {
            long revision = revision();
            if (revision != policyRevision) {
                policy =
                        AcceptancePolicy.of(
                                all(RULE, RuleChanged.class), all(STATEMENT, VexStated.class));
                policyRevision = revision;
            }
            return policy;
        }

        /** Ids of the rules that changed after {@code offset}. */
        List<String> changedAfter(long offset) {
            var ids = new ArrayList<String>();
            try (var entries = rows.prefixScan(CHANGED, PREFIX)) {
                entries.forEachRemaining(
                        entry -> {
                            if (offset(entry.value) > offset) {
                                ids.add(entry.key.substring(CHANGED.length()));
                            }
                        });
            }
            return ids;
        }

        private <E extends SpecificRecord> List<E> all(String prefix, Class<E> type) {
            var events = new ArrayList<E>();
            try (var entries = rows.prefixScan(prefix, PREFIX)) {
                entries.forEachRemaining(
                        entry -> events.add(type.cast(StateCodec.event(entry.value))));
            }
            return events;
        }
    }

    private static byte[] offset(long offset) {
        return AdvisoryStore.text(Long.toString(offset));
    }

    private static long offset(byte[] bytes) {
        return Long.parseLong(AdvisoryStore.text(bytes));
    }
}
