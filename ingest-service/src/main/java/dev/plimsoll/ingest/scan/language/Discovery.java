package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what one file tells; of many gaps of one kind the first ones and their number. */
final class Discovery {

    private static final int SHOWN = 10;

    private final int limit;
    private final Set<LanguagePackage> packages = new LinkedHashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);

    Discovery(int limit) {
        this.limit = limit;
    }

    /** Takes the package if name and version have the form of such; a gap otherwise. */
    void add(LanguagePackage.Type type, String name, String version, String path) {
        if (!type.canName(name)) {
            unreadable(path, "'%s' is no name of a %s package".formatted(shown(name), type.purl()));
        } else if (!LanguagePackage.canBeVersion(version)) {
            unreadable(path, "'%s' is no version of %s".formatted(shown(version), name));
        } else if (packages.add(new LanguagePackage(type, name, version, path))
                && packages.size() >= limit) {
            throw new LimitReachedException(
                    Reason.LIMIT_LANGUAGE_FILE, "it names %d packages or more".formatted(limit));
        }
    }

    void gap(Reason reason, String path, String problem) {
        if (counts.merge(reason, 1, Integer::sum) <= SHOWN) {
            gaps.add(new Gap(reason.name(), "%s: %s".formatted(shown(path), problem)));
        }
    }

    void unreadable(String path, String problem) {
        gap(Reason.LANGUAGE_FILE_UNREADABLE, path, problem);
    }

    int packageCount() {
        return packages.size();
    }

    LanguageReading reading(Program program) {
        var all = new ArrayList<>(gaps);
        counts.forEach(
                (reason, count) -> {
                    if (count > SHOWN) {
                        all.add(
                                new Gap(
                                        reason.name(),
                                        "and %d more of this kind".formatted(count - SHOWN)));
                    }
                });
        return new LanguageReading(List.copyOf(packages), all, program);
    }

    private static String shown(String value) {
        return Printable.of(value);
    }
}
