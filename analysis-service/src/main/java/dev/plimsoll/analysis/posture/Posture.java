package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The best-practice checks, in the order in which people read them. */
public final class Posture {

    /** What the checks are called in rules and documents. */
    public static final Set<String> IDS =
            Arrays.stream(BestPractice.values())
                    .map(BestPractice::id)
                    .collect(Collectors.toUnmodifiableSet());

    private Posture() {}

    /**
     * @param tag null for an image that is known by digest only
     * @param now some checks fail when time passes
     */
    public static List<PostureCheck> check(@Nullable String tag, Inventory inventory, Instant now) {
        var config = inventory.getConfig();
        return List.of(
                RunChecks.nonRoot(config),
                BuildChecks.pinnedTag(tag),
                BuildChecks.basePinned(inventory),
                RunChecks.healthcheck(config),
                RunChecks.signalHandling(config),
                LeakChecks.noSecrets(inventory),
                LeakChecks.dockerignore(inventory),
                BuildChecks.securityUpdates(inventory),
                BuildChecks.rebuiltRecently(config, now),
                ContentChecks.supportedDistribution(inventory, now),
                ContentChecks.noShell(inventory),
                ContentChecks.noPackageManager(inventory));
    }
}
