package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the image was built, and when. */
final class BuildChecks {

    /** A month: what the fixes of a distribution wait for at most. */
    static final Duration RECENT = Duration.ofDays(31);

    /** Reproducible builds say 1970, or 1980 since zip files know nothing earlier. */
    private static final Instant FIRST_IMAGES = Instant.parse("2013-03-20T00:00:00Z");

    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    /** Words of tags that are meant to move, so that they pin nothing. */
    private static final Set<String> MOVING =
            Set.of(
                    "latest",
                    "main",
                    "master",
                    "trunk",
                    "head",
                    "stable",
                    "edge",
                    "nightly",
                    "snapshot",
                    "canary",
                    "rolling",
                    "current",
                    "next",
                    "lts",
                    "dev",
                    "devel",
                    "develop",
                    "development",
                    "test",
                    "testing",
                    "staging",
                    "prod",
                    "production",
                    "release");

    private static final Pattern WORD_END = Pattern.compile("[-_.]");
    private static final Pattern OPEN_VERSION = Pattern.compile("v?[0-9]+(\\.[0-9]+)*\\.x");

    private static final String OPTIONS = "( -[^ ;&|]{1,80}){0,8} ";

    private static final List<Upgrade> UPGRADES =
            List.of(
                    new Upgrade(
                            "upgrade",
                            Pattern.compile(
                                    "\\b(apt|apt-get|aptitude)"
                                            + OPTIONS
                                            + "(upgrade|dist-upgrade|full-upgrade|safe-upgrade)\\b")),
                    new Upgrade("upgrade", Pattern.compile("\\bunattended-upgrades?\\b")),
                    new Upgrade("upgrade", Pattern.compile("\\bapk" + OPTIONS + "upgrade\\b")),
                    new Upgrade(
                            "dnf",
                            Pattern.compile(
                                    "\\b(dnf5?|microdnf|tdnf)"
                                            + OPTIONS
                                            + "(update|upgrade|distro-sync)\\b")),
                    new Upgrade(
                            "yum",
                            Pattern.compile(
                                    "\\byum" + OPTIONS + "(update|upgrade|distro-sync)\\b")),
                    new Upgrade(
                            "zypper",
                            Pattern.compile("\\bzypper" + OPTIONS + "(up|update|patch|dup)\\b")));

    /**
     * A command that installs what was fixed since the base was made.
     *
     * @param word without which it need not be looked for: checks are made at every assessment
     */
    private record Upgrade(String word, Pattern command) {}

    private BuildChecks() {}

    static PostureCheck pinnedTag(@Nullable String tag) {
        if (tag == null) {
            return BestPractice.PINNED_TAG.passed("known by its digest");
        }
        return isMoving(tag.toLowerCase(Locale.ROOT))
                ? BestPractice.PINNED_TAG.failed("'%s' is a tag that moves".formatted(tag))
                : BestPractice.PINNED_TAG.passed("tag '%s'".formatted(tag));
    }

    private static boolean isMoving(String tag) {
        if (OPEN_VERSION.matcher(tag).matches()) {
            return true;
        }
        var words = List.of(WORD_END.split(tag));
        // A version or a commit beside such a word pins it: "main-3f2a1b9", "1.4.2-stable".
        return words.stream().anyMatch(MOVING::contains)
                && (words.contains("latest")
                        || words.contains("snapshot")
                        || words.stream().noneMatch(BuildChecks::hasDigit));
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    static PostureCheck basePinned(Inventory inventory) {
        var base = inventory.getDeclaredBase();
        if (base != null && base.getDigest() != null) {
            return BestPractice.BASE_PINNED.passed(
                    base.getName() == null
                            ? "built on %s".formatted(base.getDigest())
                            : "built on '%s' as %s".formatted(base.getName(), base.getDigest()));
        }
        if (base != null && base.getName() != null) {
            return BestPractice.BASE_PINNED.failed(
                    "mutable base pin: built on '%s', of which no digest is told"
                            .formatted(base.getName()));
        }
        return inventory.getLayers().size() < 2
                ? BestPractice.BASE_PINNED.unknown("a single layer: there may be no base image")
                : BestPractice.BASE_PINNED.failed(
                        "missing base pin: neither annotations nor labels (org.opencontainers.image.base.*) tell the base image");
    }

    static PostureCheck securityUpdates(Inventory inventory) {
        var layers = inventory.getLayers();
        boolean told = false;
        for (int index = 0; index < layers.size(); index++) {
            var instruction = layers.get(index).getCreatedBy();
            if (instruction == null || instruction.isBlank()) {
                continue;
            }
            told = true;
            for (var upgrade : UPGRADES) {
                var matcher = upgrade.command().matcher(instruction);
                if (instruction.contains(upgrade.word()) && matcher.find()) {
                    return BestPractice.SECURITY_UPDATES.passed(
                            "the build ran '%s' (layer %d)".formatted(matcher.group(), index));
                }
            }
        }
        if (!told) {
            return BestPractice.SECURITY_UPDATES.unknown("the history tells no build instruction");
        }
        var tools = inventory.getTools();
        if (tools != null && tools.stream().noneMatch(ContentChecks::isSystemPackageManager)) {
            return BestPractice.SECURITY_UPDATES.unknown(
                    "there is no package manager in it to upgrade with");
        }
        return BestPractice.SECURITY_UPDATES.failed(
                "no instruction of the build upgrades the packages of the base image");
    }

    static PostureCheck rebuiltRecently(ImageConfig config, Instant now) {
        var created = config.getCreated();
        if (created == null) {
            return BestPractice.REBUILT_RECENTLY.unknown("nothing tells when it was built");
        }
        var day = created.atZone(ZoneOffset.UTC).toLocalDate();
        if (created.isBefore(FIRST_IMAGES)) {
            return BestPractice.REBUILT_RECENTLY.unknown(
                    "the date of a reproducible build, %s, tells nothing".formatted(day));
        }
        if (created.isAfter(now.plus(CLOCK_SKEW))) {
            return BestPractice.REBUILT_RECENTLY.unknown(
                    "it says that it was built on %s, in the future".formatted(day));
        }
        return now.isAfter(created.plus(RECENT))
                ? BestPractice.REBUILT_RECENTLY.failed(
                        "built on %s, more than %d days ago".formatted(day, RECENT.toDays()))
                : BestPractice.REBUILT_RECENTLY.passed("built on %s".formatted(day));
    }
}
