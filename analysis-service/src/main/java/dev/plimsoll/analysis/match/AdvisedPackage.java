package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Affected;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A package as advisories name it: what they are stored under and looked up by.
 *
 * @param ecosystem for example "Debian:12", "PyPI"
 * @param name the source package, the module, the project; in PyPI one project has many spellings,
 *     and here only the one of <a
 *     href="https://packaging.python.org/en/latest/specifications/name-normalization/">PEP 503</a>
 */
public record AdvisedPackage(String ecosystem, String name) {

    private static final String PYPI = "PyPI";
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    public AdvisedPackage {
        if (ecosystem.equals(PYPI)) {
            name = SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
        }
    }

    boolean isNamedBy(Affected entry) {
        return entry.getEcosystem().equals(ecosystem)
                && (entry.getPackage$().equals(name)
                        || new AdvisedPackage(ecosystem, entry.getPackage$()).name().equals(name));
    }

    static AdvisedPackage of(Match match) {
        return new AdvisedPackage(match.ecosystem(), match.packageName());
    }
}
