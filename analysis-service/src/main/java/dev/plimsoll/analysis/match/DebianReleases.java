package dev.plimsoll.analysis.match;

import java.util.Map;

/** Debian's numbered releases. */
public final class DebianReleases {

    /**
     * The number of each release by its codename; testing and sid have no VERSION_ID, testing has a
     * codename that becomes a release (D5).
     */
    public static final Map<String, String> BY_CODENAME =
            Map.ofEntries(
                    Map.entry("wheezy", "7"),
                    Map.entry("jessie", "8"),
                    Map.entry("stretch", "9"),
                    Map.entry("buster", "10"),
                    Map.entry("bullseye", "11"),
                    Map.entry("bookworm", "12"),
                    Map.entry("trixie", "13"),
                    Map.entry("forky", "14"),
                    Map.entry("duke", "15"));

    private DebianReleases() {}
}
