package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;

/** Debian's sections; other databases have none. */
public final class Sections {

    private Sections() {}

    /** Without the archive area: "contrib/libs" is "libs"; empty where there is none. */
    public static String of(Component component) {
        var section = component.getSection();
        return section == null ? "" : section.substring(section.indexOf('/') + 1);
    }
}
