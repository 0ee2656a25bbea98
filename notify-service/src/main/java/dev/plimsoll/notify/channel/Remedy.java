package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertItem;
import org.jspecify.annotations.Nullable;

/** What would remove a finding, as far as the image tells. */
public final class Remedy {

    private static final int CHARACTERS = 400;

    private Remedy() {}

    /** One line. */
    public static String of(AlertItem item) {
        var fixed = item.getFixedVersion();
        var upgrade =
                fixed == null
                        ? null
                        : "%s %s".formatted(item.getPackage$(), item.getFixedVersion());
        var remedy =
                switch (item.getLayer()) {
                    case BASE -> rebuiltBase(item.getBaseImage(), upgrade);
                    case OWN ->
                            upgrade == null
                                    ? "no fixed version yet; do without the package, or wait"
                                    : "upgrade to %s in the image's own build".formatted(upgrade);
                    case UNDETERMINED ->
                            upgrade == null
                                    ? "no fixed version yet"
                                    : "upgrade to %s (the image does not tell which layer brought it in)"
                                            .formatted(upgrade);
                };
        return Line.of(remedy, CHARACTERS);
    }

    private static String rebuiltBase(@Nullable String base, @Nullable String upgrade) {
        var image = base == null ? "the base image" : "base image " + base;
        return upgrade == null
                ? "no fixed version yet; it comes from " + image
                : "rebuild on a newer %s with %s".formatted(image, upgrade);
    }
}
