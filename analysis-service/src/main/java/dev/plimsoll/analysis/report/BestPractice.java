package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A best-practice check of the image.
 *
 * @param result implemented, missing, accepted or not-known
 * @param passed null: the image does not tell
 */
record BestPractice(
        String id,
        String title,
        String result,
        @Nullable Boolean passed,
        String evidence,
        @Nullable String severity,
        @Nullable String rule,
        @Nullable Instant until) {

    /** Checks that are not here are shown by their id. */
    private static final Map<String, String> TITLES =
            Map.ofEntries(
                    Map.entry("non-root", "Runs as another user than root"),
                    Map.entry("pinned-tag", "Has a tag that does not move"),
                    Map.entry("base-pinned", "Names its base image by digest"),
                    Map.entry("healthcheck", "Has a health check"),
                    Map.entry("signal-handling", "Handles signals: no shell around the command"),
                    Map.entry("no-secrets", "Carries no secrets"),
                    Map.entry("dockerignore", "Holds nothing that a .dockerignore leaves out"),
                    Map.entry("security-updates", "Installs security updates when it is built"),
                    Map.entry("rebuilt-recently", "Was built in the last month"),
                    Map.entry("supported-distribution", "Its distribution gets security updates"),
                    Map.entry("no-shell", "Has no shell"),
                    Map.entry("no-package-manager", "Has no package manager"));

    static BestPractice of(ImageDocument.Check check) {
        var passed = check.passed();
        return new BestPractice(
                check.id(),
                title(check.id()),
                passed == null
                        ? "not-known"
                        : passed ? "implemented" : check.rule() != null ? "accepted" : "missing",
                passed,
                check.evidence(),
                check.severity(),
                check.rule(),
                check.acceptedUntil());
    }

    static String title(String id) {
        return TITLES.getOrDefault(id, id);
    }

    static List<BestPractice> of(ImageDocument.@Nullable Posture posture) {
        return posture == null
                ? List.of()
                : posture.checks().stream().map(BestPractice::of).toList();
    }

    /** "✓ implemented", so that nobody needs the colour. */
    String mark() {
        return switch (result) {
            case "implemented" -> "✓ implemented";
            case "missing" -> "✗ missing";
            case "accepted" -> "◦ accepted";
            default -> "? not known";
        };
    }
}
