package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Distribution;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The distribution release of an image, as far as advisories are concerned. */
sealed interface Release {

    /**
     * A release with an ecosystem of its own.
     *
     * @param ecosystem "Debian:12", "Alpine:v3.19"
     * @param componentType the purl type of its packages
     */
    record Supported(String ecosystem, String componentType, VersionOrder order)
            implements Release {}

    /** Advisories of no ecosystem may be used; {@code message} quotes what the image says. */
    record Unknown(String message) implements Release {}

    /** testing and sid have no VERSION_ID, testing has a codename that becomes a release (D5). */
    Map<String, String> DEBIAN_CODENAMES =
            Map.ofEntries(
                    Map.entry("wheezy", "7"),
                    Map.entry("jessie", "8"),
                    Map.entry("stretch", "9"),
                    Map.entry("buster", "10"),
                    Map.entry("bullseye", "11"),
                    Map.entry("bookworm", "12"),
                    Map.entry("trixie", "13"),
                    Map.entry("forky", "14"),
                    Map.entry("duke", "15"));

    Pattern DEBIAN_VERSION = Pattern.compile("([1-9][0-9]?)(\\.[0-9]+)*");
    Pattern ALPINE_VERSION = Pattern.compile("([0-9]{1,3}\\.[0-9]{1,3})(\\.[0-9]+)*");
    Pattern ALPINE_EDGE = Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]+)?_alpha[0-9]*");

    /**
     * Goes by ID alone: ID_LIKE is no proof that a derivative shares Debian's packages (D6, A9).
     */
    static Release of(Distribution distribution) {
        var id = distribution.getId().toLowerCase(Locale.ROOT);
        return switch (id) {
            case "debian" -> debian(distribution.getVersionId(), distribution.getCodename());
            case "alpine" -> alpine(distribution.getVersionId());
            default ->
                    new Unknown(
                            "no advisories are known for distribution '%s'; supported are debian and alpine"
                                    .formatted(distribution.getId()));
        };
    }

    private static Release debian(@Nullable String versionId, @Nullable String codename) {
        var matcher = DEBIAN_VERSION.matcher(versionId == null ? "" : versionId);
        if (matcher.matches()) {
            return debian(matcher.group(1));
        }
        var major =
                codename == null ? null : DEBIAN_CODENAMES.get(codename.toLowerCase(Locale.ROOT));
        return (versionId == null || versionId.isBlank()) && major != null
                ? debian(major)
                : new Unknown(
                        "Debian release with VERSION_ID '%s' and VERSION_CODENAME '%s' is not known"
                                .formatted(versionId, codename));
    }

    private static Release debian(String major) {
        return new Supported("Debian:" + major, "deb", VersionOrder.DPKG);
    }

    private static Release alpine(@Nullable String versionId) {
        var version = versionId == null ? "" : versionId;
        if (ALPINE_EDGE.matcher(version).matches()) {
            return alpineEcosystem("edge");
        }
        var matcher = ALPINE_VERSION.matcher(version);
        return matcher.matches()
                ? alpineEcosystem("v" + matcher.group(1))
                : new Unknown(
                        "Alpine release with VERSION_ID '%s' is not known".formatted(version));
    }

    private static Release alpineEcosystem(String release) {
        return new Supported("Alpine:" + release, "apk", VersionOrder.APK);
    }
}
