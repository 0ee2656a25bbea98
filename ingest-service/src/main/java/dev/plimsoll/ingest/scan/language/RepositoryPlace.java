package dev.plimsoll.ingest.scan.language;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a local repository of Maven or Gradle keeps an archive, which tells its coordinates: {@code
 * .m2/repository/org/example/a/1.0/a-1.0.jar}, {@code files-2.1/org.example/a/1.0/3f…/a-1.0.jar}.
 */
record RepositoryPlace(String group, String artifact, String version) {

    private static final String MAVEN = ".m2/repository/";
    private static final String GRADLE = "files-2.1/";

    /**
     * @return null if the path is not that of an archive in such a repository
     */
    static @Nullable RepositoryPlace of(String path) {
        var maven = foldersBehind(path, MAVEN);
        int count = maven.size();
        if (count >= 4) {
            var group = String.join(".", maven.subList(0, count - 3));
            return checked(group, maven.get(count - 3), maven.get(count - 2), maven.getLast());
        }
        var gradle = foldersBehind(path, GRADLE);
        return gradle.size() == 5
                ? checked(gradle.get(0), gradle.get(1), gradle.get(2), gradle.getLast())
                : null;
    }

    private static List<String> foldersBehind(String path, String root) {
        int at = path.lastIndexOf(root);
        boolean whole = at == 0 || (at > 0 && path.charAt(at - 1) == '/');
        return whole ? Arrays.asList(path.substring(at + root.length()).split("/")) : List.of();
    }

    private static @Nullable RepositoryPlace checked(
            String group, String artifact, String version, String file) {
        int end = artifact.length() + 1 + version.length();
        return file.startsWith(artifact + "-" + version) && file.startsWith(".", end)
                ? new RepositoryPlace(group, artifact, version)
                : null;
    }
}
