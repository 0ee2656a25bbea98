package dev.plimsoll.analysis.access;

/** What an account may do. */
public enum Role {
    /** Read pages, exports, rules and decisions; ask for previews. */
    READER,
    /** And decide about the images of its own patterns, and no others. */
    OWNER,
    /** And decide about everything. */
    DECIDER
}
