package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths of one layer that tell how the image was built: shells and package managers, and what a
 * {@code .dockerignore} file usually keeps out. Only their names are looked at.
 *
 * @param tools by path
 * @param leftovers files and directories
 * @param more whether the layer has more of either than are kept
 */
record Traces(Map<String, Target> tools, Set<String> leftovers, boolean more) {

    static final Traces NONE = new Traces(Map.of(), Set.of(), false);

    /** Of each kind; one is enough to see that something is there. */
    private static final int MOST = 300;

    /** Nobody could read a longer one. */
    private static final int LONGEST_PATH = 400;

    private static final int OVERHEAD = 200;

    /**
     * What lies at the path of a tool.
     *
     * @param link the path that it leads to, null if it is no symbolic link
     */
    record Target(@Nullable String link) {

        static final Target FILE = new Target(null);
    }

    Traces {
        tools = Map.copyOf(tools);
        leftovers = Set.copyOf(leftovers);
    }

    /** Looks at the entries of a layer as they come. */
    static final class Builder {

        private final Map<String, Target> tools = new LinkedHashMap<>();
        private final Set<String> leftovers = new LinkedHashSet<>();
        private boolean more;

        /**
         * @return the bytes that this keeps, 0 if it is nothing
         */
        int see(TarEntry entry) {
            var path = entry.path();
            if (path.length() > LONGEST_PATH) {
                return 0;
            }
            var name = TarEntry.name(path);
            boolean directory = entry.kind() == TarEntry.Kind.DIRECTORY;
            if (!directory && TracePaths.isTool(path, name)) {
                return tool(entry, path);
            }
            var leftover = TracePaths.leftover(path, name, directory);
            return leftover == null ? 0 : leftover(leftover);
        }

        Traces build() {
            return tools.isEmpty() && leftovers.isEmpty()
                    ? NONE
                    : new Traces(tools, leftovers, more);
        }

        private int tool(TarEntry entry, String path) {
            if (tools.size() == MOST) {
                more = true;
                return 0;
            }
            tools.put(path, target(entry, path));
            return OVERHEAD + path.length() + entry.link().length();
        }

        private static Target target(TarEntry entry, String path) {
            var link = entry.link();
            if (entry.kind() != TarEntry.Kind.SYMBOLIC_LINK || link.length() > LONGEST_PATH) {
                return Target.FILE;
            }
            var parent = TarEntry.parent(path);
            return new Target(
                    TarEntry.normalise(
                            link.startsWith("/") || parent == null ? link : parent + "/" + link));
        }

        private int leftover(String path) {
            if (leftovers.size() == MOST) {
                more = true;
                return 0;
            }
            return leftovers.add(path) ? OVERHEAD + path.length() : 0;
        }
    }
}
