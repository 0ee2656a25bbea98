package dev.plimsoll.analysis.decide;

/** What whoever decides believes to be there; if it is not so, somebody else was faster. */
public sealed interface Expected {

    /** Nothing was said: enough for something new, not for a change. */
    record Unsaid() implements Expected {}

    /** There is no rule of this id. */
    record Absent() implements Expected {}

    /** There is one. */
    record Present() implements Expected {}

    /** There is one, unchanged since it was read. */
    record Version(String version) implements Expected {}
}
