package dev.plimsoll.analysis.match;

/** Whether a match can matter, by what it is and not by what anybody decided. */
public enum Applicability {
    APPLICABLE,
    /** The distribution itself sees no security impact (D21). */
    NEGLIGIBLE,
    /** The vulnerable code is not in the installed packages, for example kernel headers (D30). */
    NOT_APPLICABLE,
    /**
     * Nobody can tell: the distribution has not found out yet whether it is affected (D21), or what
     * is installed is not what the advisory is about (D7), or has no version at all (D17).
     */
    UNDETERMINED
}
