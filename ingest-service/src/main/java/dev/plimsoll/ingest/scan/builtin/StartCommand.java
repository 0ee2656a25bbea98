package dev.plimsoll.ingest.scan.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a container of an image starts. */
final class StartCommand {

    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "busybox");

    private StartCommand() {}

    /**
     * Whether a shell lies between the container and its program, which so gets no signals: the
     * shell form of {@code ENTRYPOINT} or {@code CMD}, also behind an init. A shell that is
     * replaced by the program ({@code exec}) does no harm.
     *
     * @return null if there is no command
     */
    static @Nullable Boolean isShellForm(List<String> entrypoint, List<String> command) {
        var all = new ArrayList<>(entrypoint);
        all.addAll(command);
        if (all.isEmpty()) {
            return null;
        }
        for (int i = 0; i + 2 < all.size(); i++) {
            if (isShell(all.get(i)) && all.get(i + 1).equals("-c")) {
                return !all.get(i + 2).strip().startsWith("exec ");
            }
        }
        return false;
    }

    private static boolean isShell(String word) {
        return SHELLS.contains(word.substring(word.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
    }
}
