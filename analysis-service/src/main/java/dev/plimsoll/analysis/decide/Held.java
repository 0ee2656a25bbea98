package dev.plimsoll.analysis.decide;

import org.apache.avro.specific.SpecificRecord;

/**
 * The last word on a rule or statement.
 *
 * @param offset where it stands in {@code rules.changed}
 */
public record Held<E extends SpecificRecord>(E event, long offset) {

    /** Another one for each change: what an {@code ETag} holds. */
    public String version() {
        return Long.toString(offset);
    }
}
