package dev.plimsoll.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --findings} writes: a line for every finding, then a line for every image. */
final class FindingsFile {

    private static final List<String> FINDING =
            List.of(
                    "repository",
                    "tag",
                    "digest",
                    "vulnerability",
                    "aliases",
                    "package",
                    "version",
                    "packages",
                    "fixedVersion",
                    "severity",
                    "severitySource",
                    "layer",
                    "role",
                    "fixState",
                    "decision",
                    "rule");

    private static final List<String> IMAGE =
            List.of("repository", "tag", "digest", "status", "reason", "components");

    private FindingsFile() {}

    static void write(Path file, List<JsonNode> findings, List<JsonNode> images)
            throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var out = Files.newBufferedWriter(unfinished)) {
            for (var finding : findings) {
                out.write(line(finding, FINDING));
            }
            for (var image : images) {
                out.write(line(image, IMAGE));
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** These members and no others; one that is not there is null. */
    private static String line(JsonNode source, List<String> members) {
        var line = JsonMapper.shared().createObjectNode();
        for (var member : members) {
            line.set(
                    member,
                    source.path(member).isMissingNode() ? line.nullNode() : source.path(member));
        }
        return line + "\n";
    }
}
