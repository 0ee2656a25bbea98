package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Component;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a package with everything left out in which an image and an advisory may differ and
 * still mean the same, whatever the ecosystem: case, and how words are joined (PEP 503). It finds
 * what has to be looked at again; whether an advisory applies is decided by {@code match}.
 */
record PackageName(String key) {

    private static final Pattern JOINTS = Pattern.compile("[-_.]+");

    /** A name with these would break the keys of the state. */
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    static PackageName of(String name) {
        var joined = JOINTS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        return new PackageName(CONTROLS.matcher(joined).replaceAll("?"));
    }

    /** Whatever advisories may call {@code component}: its source package, or itself. */
    static Set<PackageName> of(Component component) {
        return Stream.of(component.getSourceName(), component.getName())
                .filter(name -> !name.isBlank())
                .map(PackageName::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
