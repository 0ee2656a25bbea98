package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import java.util.List;
import java.util.regex.Pattern;

/** What got into the image and was not meant to. */
final class LeakChecks {

    /** What a list in evidence says before it says how many more there are. */
    private static final int SHOWN = 8;

    /** Names that usually carry a secret: all that scans before the values were looked at tell. */
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(password|passwd|secret|token|api_?key|private_?key|credential).*");

    /** Names that point at a secret instead of carrying it. */
    private static final Pattern SECRET_LOCATION = Pattern.compile("(?i).*(_file|_path|_dir|_url)");

    private LeakChecks() {}

    static PostureCheck noSecrets(Inventory inventory) {
        var found =
                inventory.getConfig().getSecrets().stream()
                        .map(secret -> "%s (%s)".formatted(secret.getPlace(), secret.getPattern()))
                        .distinct()
                        .toList();
        if (!found.isEmpty()) {
            return BestPractice.NO_SECRETS.failed("looks like secrets: " + shown(found));
        }
        // Whoever looked for tools looked for secrets, too.
        if (inventory.getTools() != null) {
            return BestPractice.NO_SECRETS.passed(
                    "nothing in environment, labels and build history looks like a secret");
        }
        var suspicious =
                inventory.getConfig().getEnvironmentNames().stream()
                        .filter(name -> SECRET_NAME.matcher(name).matches())
                        .filter(name -> !SECRET_LOCATION.matcher(name).matches())
                        .sorted()
                        .toList();
        return suspicious.isEmpty()
                ? BestPractice.NO_SECRETS.unknown(
                        "the scan did not look at values: scan the image again")
                : BestPractice.NO_SECRETS.failed(
                        "environment variables named like secrets: " + shown(suspicious));
    }

    static PostureCheck dockerignore(Inventory inventory) {
        var leftovers = inventory.getLeftovers();
        if (leftovers == null) {
            return BestPractice.DOCKERIGNORE.unknown(ContentChecks.NOT_LOOKED_FOR);
        }
        return leftovers.isEmpty()
                ? BestPractice.DOCKERIGNORE.passed(
                        "nothing that a .dockerignore file usually keeps out")
                : BestPractice.DOCKERIGNORE.failed(
                        "a .dockerignore file would keep out: " + shown(leftovers));
    }

    static String shown(List<String> all) {
        var first = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() <= SHOWN ? first : "%s and %d more".formatted(first, all.size() - SHOWN);
    }
}
