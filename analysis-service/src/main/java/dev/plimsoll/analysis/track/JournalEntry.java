package dev.plimsoll.analysis.track;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one step tells the world and changes in the state. It is written before either happens, and
 * done again after a restart: so that neither can be lost without the other, without a transaction.
 *
 * @param told in the order of telling
 * @param writes by state key; null removes
 */
record JournalEntry(List<SpecificRecord> told, SequencedMap<String, byte @Nullable []> writes) {

    /** All of {@code entries} as one that is carried out wholly or not at all. */
    static List<JournalEntry> one(List<JournalEntry> entries) {
        if (entries.size() <= 1) {
            return entries;
        }
        var told = new ArrayList<SpecificRecord>();
        var writes = new LinkedHashMap<String, byte @Nullable []>();
        for (var entry : entries) {
            told.addAll(entry.told());
            writes.putAll(entry.writes());
        }
        return List.of(new JournalEntry(told, writes));
    }
}
