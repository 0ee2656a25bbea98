package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.Severity;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The best-practice checks, in the order in which people read them. */
public final class Posture {

    /** Tags that are meant to move, so that they pin nothing. */
    private static final Set<String> MOVING_TAGS =
            Set.of("latest", "main", "master", "stable", "edge", "nightly", "dev", "develop");

    /** Names that usually carry a secret; values never leave the image's configuration. */
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(password|passwd|secret|token|api_?key|private_?key|credential).*");

    /** Names that point at a secret instead of carrying it. */
    private static final Pattern SECRET_LOCATION = Pattern.compile("(?i).*(_file|_path|_dir|_url)");

    private Posture() {}

    /**
     * @param tag null for an image that is known by digest only
     */
    public static List<PostureCheck> check(@Nullable String tag, ImageConfig config) {
        return List.of(nonRoot(config), pinnedTag(tag), healthcheck(config), noSecrets(config));
    }

    private static PostureCheck nonRoot(ImageConfig config) {
        var user = config.getUser();
        if (user == null || user.isBlank()) {
            return check("non-root", false, "no user is set: runs as root");
        }
        var name = user.split(":", 2)[0];
        boolean root = name.equals("root") || name.matches("0+");
        return check("non-root", !root, "runs as '%s'".formatted(user));
    }

    private static PostureCheck pinnedTag(@Nullable String tag) {
        if (tag == null) {
            return check("pinned-tag", true, "known by its digest");
        }
        boolean moving = MOVING_TAGS.contains(tag);
        return check(
                "pinned-tag",
                !moving,
                moving ? "'%s' is a tag that moves".formatted(tag) : "tag '%s'".formatted(tag));
    }

    private static PostureCheck healthcheck(ImageConfig config) {
        return check(
                "healthcheck",
                config.getHealthcheck(),
                config.getHealthcheck() ? "a health check is configured" : "no health check");
    }

    private static PostureCheck noSecrets(ImageConfig config) {
        var suspicious =
                config.getEnvironmentNames().stream()
                        .filter(name -> SECRET_NAME.matcher(name).matches())
                        .filter(name -> !SECRET_LOCATION.matcher(name).matches())
                        .sorted()
                        .toList();
        return check(
                "no-secrets",
                suspicious.isEmpty(),
                suspicious.isEmpty()
                        ? "no environment variable is named like a secret"
                        : "environment variables named like secrets: "
                                + String.join(", ", suspicious));
    }

    private static PostureCheck check(String id, boolean passed, String evidence) {
        return new PostureCheck(id, passed, evidence, Severity.UNKNOWN, null, null);
    }
}
