package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether an entry about rpms speaks of the installed build of a package (R2, R3). */
final class ModuleStream {

    /**
     * What builds of a module have in their release: ".module+el8.9.0+1+a", ".module_el8.6.0+2".
     */
    private static final Pattern MODULE_BUILD = Pattern.compile("\\.module[+_]el");

    /** Titles name the stream: "Important: nodejs:18 security update". */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?<![A-Za-z0-9_.+-])([a-z][A-Za-z0-9_.+-]*:[A-Za-z0-9][A-Za-z0-9_.+-]*)");

    private ModuleStream() {}

    /**
     * Null where it does; otherwise why it does not, with the key of the rule.
     *
     * @param components the packages that the entry means
     */
    static @Nullable String mismatch(
            AdvisoryChanged advisory, Affected entry, List<Component> components) {
        var architectures = entry.getArchitectures();
        if (!architectures.isEmpty()
                && components.stream().noneMatch(one -> isFor(architectures, one))) {
            return "R3: it is for the architectures " + String.join(", ", architectures);
        }
        var installed =
                components.stream()
                        .map(ModuleStream::ofComponent)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        boolean builtInModule =
                installed != null
                        || components.stream()
                                .anyMatch(one -> MODULE_BUILD.matcher(one.getVersion()).find());
        boolean forModule =
                entry.getModule() != null || fixes(entry).anyMatch(ModuleStream::isBuild);
        if (builtInModule != forModule) {
            return builtInModule
                    ? "R2: it is for the package outside modules, installed is the stream "
                            + (installed == null ? "of a module" : installed)
                    : "R2: it is for a module stream, the installed package is in none";
        }
        if (!forModule || installed == null) {
            return null;
        }
        var meant = streams(advisory, entry);
        return meant.isEmpty() || meant.contains(installed)
                ? null
                : "R2: it is for the module stream %s, installed is %s"
                        .formatted(String.join(", ", meant), installed);
    }

    private static boolean isFor(List<String> architectures, Component component) {
        var architecture = component.getArchitecture();
        return architecture == null
                || architecture.equals("noarch")
                || architectures.contains("noarch")
                || architectures.contains(architecture);
    }

    /** "name:stream" of "name:stream:version:context". */
    private static @Nullable String ofComponent(Component component) {
        var module = component.getModule();
        if (module == null || module.isBlank()) {
            return null;
        }
        var parts = module.split(":", -1);
        return parts.length < 2 ? null : parts[0] + ":" + parts[1];
    }

    private static TreeSet<String> streams(AdvisoryChanged advisory, Affected entry) {
        var streams = new TreeSet<String>();
        if (entry.getModule() != null) {
            var parts = entry.getModule().split(":", -1);
            streams.add(parts.length < 2 ? entry.getModule() : parts[0] + ":" + parts[1]);
        } else if (advisory.getSummary() != null) {
            NAMED.matcher(advisory.getSummary())
                    .results()
                    .forEach(result -> streams.add(result.group(1)));
        }
        return streams;
    }

    private static Stream<String> fixes(Affected entry) {
        return entry.getRanges().stream()
                .flatMap(range -> range.getEvents().stream())
                .map(event -> event.getVersion());
    }

    private static boolean isBuild(String version) {
        return MODULE_BUILD.matcher(version).find();
    }
}
