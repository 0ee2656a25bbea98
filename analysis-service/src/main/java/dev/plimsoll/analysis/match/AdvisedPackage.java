package dev.plimsoll.analysis.match;

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

    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

    public AdvisedPackage {
        if (ecosystem.equals("PyPI")) {
            name = SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
        }
    }

    static AdvisedPackage of(Match match) {
        return new AdvisedPackage(match.ecosystem(), match.packageName());
    }
}
