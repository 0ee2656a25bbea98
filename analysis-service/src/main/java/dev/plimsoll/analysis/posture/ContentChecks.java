package dev.plimsoll.analysis.posture;

import dev.plimsoll.analysis.match.EndOfLife;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is in the image beside the application. */
final class ContentChecks {

    static final String NOT_LOOKED_FOR =
            "the scan did not look for them, or not in every layer: scan the image again";

    private static final Set<String> SHELLS =
            Set.of(
                    "sh", "bash", "dash", "ash", "busybox", "toybox", "ksh", "mksh", "zsh", "csh",
                    "tcsh", "fish", "pwsh");

    private static final Set<String> SYSTEM_PACKAGE_MANAGERS =
            Set.of(
                    "apt",
                    "apt-get",
                    "apk",
                    "dnf",
                    "dnf5",
                    "microdnf",
                    "tdnf",
                    "yum",
                    "zypper",
                    "pacman",
                    "opkg");

    private ContentChecks() {}

    static PostureCheck supportedDistribution(Inventory inventory, Instant now) {
        var distribution = inventory.getDistribution();
        var name =
                distribution.getName() == null
                        ? "%s %s".formatted(distribution.getId(), distribution.getVersionId())
                        : distribution.getName();
        if (distribution.getId().isBlank()) {
            return BestPractice.SUPPORTED_DISTRIBUTION.unknown("there is no distribution in it");
        }
        return EndOfLife.of(inventory)
                .map(
                        end ->
                                end.hasPassed(now)
                                        ? BestPractice.SUPPORTED_DISTRIBUTION.failed(
                                                "%s has had no security updates since %s"
                                                        .formatted(name, end.lastDay()))
                                        : BestPractice.SUPPORTED_DISTRIBUTION.passed(
                                                "%s gets security updates until %s"
                                                        .formatted(name, end.lastDay())))
                .orElseGet(
                        () ->
                                BestPractice.SUPPORTED_DISTRIBUTION.unknown(
                                        "until when %s gets security updates is not known"
                                                .formatted(name)));
    }

    static PostureCheck noShell(Inventory inventory) {
        return without(BestPractice.NO_SHELL, "shell", inventory, ContentChecks::isShell);
    }

    static PostureCheck noPackageManager(Inventory inventory) {
        return without(
                BestPractice.NO_PACKAGE_MANAGER,
                "package manager",
                inventory,
                path -> !isShell(path));
    }

    /** One that upgrades what the distribution brought. */
    static boolean isSystemPackageManager(String path) {
        return SYSTEM_PACKAGE_MANAGERS.contains(name(path));
    }

    private static PostureCheck without(
            BestPractice practice, String kind, Inventory inventory, Predicate<String> tool) {
        var tools = inventory.getTools();
        if (tools == null) {
            return practice.unknown(NOT_LOOKED_FOR);
        }
        List<String> found = tools.stream().filter(tool).toList();
        return found.isEmpty()
                ? practice.passed("no %s in it".formatted(kind))
                : practice.failed("%ss: %s".formatted(kind, LeakChecks.shown(found)));
    }

    private static boolean isShell(String path) {
        return SHELLS.contains(name(path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
