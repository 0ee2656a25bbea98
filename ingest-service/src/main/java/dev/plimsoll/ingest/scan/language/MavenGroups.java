package dev.plimsoll.ingest.scan.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The groups of well-known artifacts whose builds leave no {@code pom.properties}. The file name
 * alone is no proof: the classes must lie where those of the artifact do.
 */
final class MavenGroups {

    private record Row(Pattern artifact, String folder, String group, @Nullable String published) {}

    /** As it is published. */
    record Artifact(String group, String name) {}

    private static final List<Row> ROWS = load("maven-groups.tsv");

    private MavenGroups() {}

    /**
     * @param folders of the archive's classes, with a slash at the end
     * @return null if the artifact is none of those
     */
    static @Nullable Artifact find(String artifact, Collection<String> folders) {
        for (var row : ROWS) {
            if (row.artifact.matcher(artifact).matches()
                    && folders.stream().anyMatch(folder -> folder.startsWith(row.folder))) {
                return new Artifact(row.group, row.published == null ? artifact : row.published);
            }
        }
        return null;
    }

    private static List<Row> load(String resource) {
        try (var content =
                Objects.requireNonNull(MavenGroups.class.getResourceAsStream(resource), resource)) {
            return new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(
                            cells ->
                                    new Row(
                                            Pattern.compile(cells[0]),
                                            cells[1],
                                            cells[2],
                                            cells.length > 3 ? cells[3] : null))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
