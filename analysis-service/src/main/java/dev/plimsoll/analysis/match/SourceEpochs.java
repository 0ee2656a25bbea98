package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The epochs of the sources of rpms (R1). An rpm tells the version of its source without the epoch.
 * That is the epoch of the package that bears the source's name; where it is not installed, the
 * lowest of those that bear the source's version: packages with a version of their own (perl-Errno)
 * lack it, and some have a higher one (mod_ssl).
 *
 * @param prefixes "4:", or empty for none
 */
record SourceEpochs(Map<Source, String> prefixes) {

    static final SourceEpochs NONE = new SourceEpochs(Map.of());

    /**
     * @param version without an epoch
     */
    record Source(String name, String version) {

        static Source of(Component component) {
            return new Source(
                    component.getSourceName(), withoutEpoch(component.getSourceVersion()));
        }
    }

    static SourceEpochs of(List<Component> packages) {
        var prefixes = new HashMap<Source, String>();
        var named = new HashSet<Source>();
        for (var component : packages) {
            var source = Source.of(component);
            if (!withoutEpoch(component.getVersion()).equals(source.version())) {
                continue;
            }
            var prefix = RpmOrder.epochPrefix(component.getVersion());
            if (component.getName().equals(source.name())) {
                prefixes.put(source, prefix);
                named.add(source);
            } else if (!named.contains(source)) {
                prefixes.merge(source, prefix, SourceEpochs::lower);
            }
        }
        return new SourceEpochs(Map.copyOf(prefixes));
    }

    /** The version of the source of {@code component}, with its epoch. */
    String sourceVersion(Component component) {
        var source = Source.of(component);
        var own = RpmOrder.epochPrefix(component.getVersion());
        return prefixes.getOrDefault(source, own) + source.version();
    }

    private static String lower(String one, String other) {
        return RpmOrder.compare(one + "0", other + "0") <= 0 ? one : other;
    }

    private static String withoutEpoch(String version) {
        return version.substring(RpmOrder.epochPrefix(version).length());
    }
}
