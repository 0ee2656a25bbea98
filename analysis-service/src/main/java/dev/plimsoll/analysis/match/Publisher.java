package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a package is the distribution's own (D7). Another publisher's package may bear the name
 * of the distribution's, but its versions and fixes are its own.
 */
final class Publisher {

    /** Marks that well-known other publishers leave in their versions. */
    private static final Pattern FOREIGN_VERSION =
            Pattern.compile(
                    "nodesource|\\.pgdg|sury\\.org|percona|\\+maria~|~(?:debian|ubuntu)\\.[0-9]|~(?:buster|bullseye|bookworm|trixie|forky|bionic|focal|jammy|noble)(?![a-z])|\\+(?:debian|ubuntu)[0-9]{2}");

    /** Ubuntu's mark, which is its own on Ubuntu alone. */
    private static final Pattern UBUNTU_VERSION = Pattern.compile("ubuntu[0-9]");

    private static final Pattern BACKPORT = Pattern.compile("~bpo[0-9]+");

    /** Maintainers who publish packages for distributions that are not theirs. */
    private static final Pattern FOREIGN_MAINTAINER =
            Pattern.compile(
                    "@(?:[a-z0-9-]+\\.)*(?:docker\\.com|nodesource\\.com|nginx\\.(?:com|org)|microsoft\\.com|elastic\\.co|hashicorp\\.com|gitlab\\.com|mongodb\\.com|oracle\\.com|percona\\.com|mariadb\\.org|cloudflare\\.com|datadoghq\\.com|yarnpkg\\.com|google\\.com|grafana\\.com|influxdata\\.com)\\b",
                    Pattern.CASE_INSENSITIVE);

    private Publisher() {}

    /** Why the package is another publisher's; null where nothing says so. */
    static @Nullable String stranger(Target target, Component component) {
        if (target.family().isLanguage()) {
            return null;
        }
        var vendor = component.getVendor();
        if (vendor != null && !vendor.isBlank() && !isOwn(target.family(), vendor)) {
            return "vendor '%s'".formatted(vendor);
        }
        if (!component.getType().equals("deb")) {
            return null;
        }
        var maintainer = component.getMaintainer();
        if (maintainer != null && FOREIGN_MAINTAINER.matcher(maintainer).find()) {
            return "maintainer '%s'".formatted(maintainer);
        }
        var version = component.getVersion();
        boolean foreign =
                FOREIGN_VERSION.matcher(version).find()
                        || (target.family() == Family.DEBIAN
                                && UBUNTU_VERSION.matcher(version).find());
        return foreign ? "version " + version : null;
    }

    /**
     * A backport is built by Debian from the next release's source, and bears a version below that
     * one's: above the fixes of its own release, it is held against them all the same.
     */
    static boolean isBackport(String version) {
        return BACKPORT.matcher(version).find();
    }

    private static boolean isOwn(Family family, String vendor) {
        var name = vendor.toLowerCase(Locale.ROOT);
        return switch (family) {
            case DEBIAN -> name.contains("debian");
            case UBUNTU -> name.contains("ubuntu") || name.contains("debian");
            case ALPINE -> true;
            case ALMALINUX -> name.contains("alma");
            case ROCKY -> name.contains("rocky");
            case RED_HAT -> name.contains("red hat") || name.contains("centos");
            case PYPI, NPM, MAVEN, GO, CRATES -> true;
        };
    }
}
