package dev.plimsoll.ingest.scan.language;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an archive says: {@code log4j-1.2-api-2.17.1.jar} is version 2.17.1 of {@code
 * log4j-1.2-api}.
 *
 * @param artifact the whole name, without its suffix, where it holds no version
 */
record JarFileName(String artifact, @Nullable String version) {

    /** From its digit on, everything must look like a version. */
    private static final Pattern VERSION =
            Pattern.compile(
                    "\\d++(?:[.+_-]?(?:\\d++|alpha|beta|milestone|snapshot|release|final"
                            + "|incubating|android|redhat|fuse|patch|build|post|java|jdk|jre|pre|dev"
                            + "|rc|cr|ga|sp|ea|am|[a-z](?![a-z])))*+",
                    Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 256;

    /**
     * @param path of the archive
     * @param built the version that its manifest tells, which helps to find where the name ends
     */
    static JarFileName of(String path, @Nullable String built) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('!'));
        int dot = path.lastIndexOf('.');
        var base = dot > slash ? path.substring(slash + 1, dot) : path.substring(slash + 1);
        if (base.length() > LONGEST) {
            return new JarFileName(base, null);
        }
        if (built != null && !built.isEmpty() && Character.isDigit(built.charAt(0))) {
            // Also before a classifier: epoll-4.1.100.Final-linux-x86_64.
            int at = base.indexOf("-" + built);
            int end = at + 1 + built.length();
            if (at > 0 && (end == base.length() || base.charAt(end) == '-')) {
                return new JarFileName(base.substring(0, at), built);
            }
        }
        for (int i = base.indexOf('-'); i > 0; i = base.indexOf('-', i + 1)) {
            if (isVersion(base, i + 1)) {
                return new JarFileName(base.substring(0, i), base.substring(i + 1));
            }
        }
        return new JarFileName(base, null);
    }

    private static boolean isVersion(String base, int from) {
        return from < base.length()
                && Character.isDigit(base.charAt(from))
                && VERSION.matcher(base).region(from, base.length()).matches();
    }
}
