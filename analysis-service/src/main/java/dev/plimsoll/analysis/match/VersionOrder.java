package dev.plimsoll.analysis.match;

/** The order of versions as a distribution's own package tool sees it. */
public enum VersionOrder {
    DPKG,
    APK;

    /**
     * Compares as the package tool does.
     *
     * @throws UncomparableVersionException if the tool's rules give no order for the two
     */
    public int compare(String left, String right) {
        return switch (this) {
            case DPKG -> DpkgOrder.compare(left, right);
            case APK -> ApkOrder.compare(left, right);
        };
    }

    /** Whether the whole string follows the tool's rules for a version. */
    public boolean isVersion(String text) {
        return switch (this) {
            case DPKG -> DpkgOrder.isVersion(text);
            case APK -> ApkOrder.isVersion(text);
        };
    }

    String tool() {
        return switch (this) {
            case DPKG -> "dpkg";
            case APK -> "apk";
        };
    }
}
