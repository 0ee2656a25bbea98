package dev.plimsoll.analysis.match;

import io.github.nscuro.versatile.VersionFactory;
import io.github.nscuro.versatile.spi.InvalidVersionException;

/** The order of versions as a package tool sees it (docs/adr/0004-version-order.md). */
public enum VersionOrder {
    DPKG("dpkg"),
    APK("apk"),
    RPM("rpm"),
    /** PEP 440. */
    PYTHON("PEP 440"),
    SEMVER("semver"),
    /** Semantic versions of modules, and the releases of Go itself. */
    GO("Go"),
    MAVEN("Maven");

    private static final int MAX_MAVEN_LENGTH = 256;

    private final String tool;

    VersionOrder(String tool) {
        this.tool = tool;
    }

    /**
     * Compares as the package tool does.
     *
     * @throws UncomparableVersionException if the tool's rules give no order for the two
     */
    public int compare(String left, String right) {
        return switch (this) {
            case DPKG -> DpkgOrder.compare(left, right);
            case APK -> ApkOrder.compare(left, right);
            case RPM -> RpmOrder.compare(left, right);
            case PYTHON -> Pep440Order.compare(left, right);
            case SEMVER -> SemverOrder.compare(left, right);
            case GO -> SemverOrder.compareGo(left, right);
            case MAVEN -> compareMaven(left, right);
        };
    }

    /** Whether the whole string follows the tool's rules for a version. */
    public boolean isVersion(String text) {
        return switch (this) {
            case DPKG -> DpkgOrder.isVersion(text);
            case APK -> ApkOrder.isVersion(text);
            case RPM -> RpmOrder.isVersion(text);
            case PYTHON -> Pep440Order.isVersion(text);
            case SEMVER -> SemverOrder.isVersion(text);
            case GO -> SemverOrder.isGoVersion(text);
            case MAVEN -> isMavenVersion(text);
        };
    }

    String tool() {
        return tool;
    }

    /** The library asks Maven's own code. */
    private static int compareMaven(String left, String right) {
        for (var version : new String[] {left, right}) {
            if (!isMavenVersion(version)) {
                throw new UncomparableVersionException(
                        "'%s' is no Maven version".formatted(version));
            }
        }
        try {
            return VersionFactory.forScheme("maven", left)
                    .compareTo(VersionFactory.forScheme("maven", right));
        } catch (InvalidVersionException e) {
            throw new UncomparableVersionException(
                    "'%s' and '%s' have no order: %s".formatted(left, right, e.getMessage()));
        }
    }

    /** Maven orders any text; a property that nobody filled in is no version all the same. */
    private static boolean isMavenVersion(String text) {
        return !text.isBlank() && text.length() <= MAX_MAVEN_LENGTH && !text.contains("${");
    }
}
