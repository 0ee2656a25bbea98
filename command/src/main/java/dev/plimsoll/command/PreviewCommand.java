package dev.plimsoll.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a folder of rules would do in place of the present one. */
final class PreviewCommand {

    private static final long LARGEST_FILE = 1024 * 1024;

    private static final Map<String, String> GROUPS = groups();

    private PreviewCommand() {}

    private static Map<String, String> groups() {
        var groups = new LinkedHashMap<String, String>();
        groups.put("opened", "would open");
        groups.put("accepted", "would be accepted");
        groups.put("notAffected", "would not be affected");
        groups.put("changed", "would be decided otherwise");
        return groups;
    }

    static String body(Path folder) throws FailedException {
        var files = new LinkedHashMap<String, String>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (var file : entries.sorted().toList()) {
                var name = file.getFileName().toString();
                if (!Files.isRegularFile(file) || !name.matches(".*\\.(yaml|yml|json)")) {
                    continue;
                }
                if (Files.size(file) > LARGEST_FILE) {
                    throw new FailedException(
                            "'%s' is larger than %d bytes".formatted(name, LARGEST_FILE));
                }
                files.put(name, Files.readString(file));
            }
        } catch (IOException e) {
            throw new FailedException("the rules in '%s' cannot be read".formatted(folder));
        }
        return JsonMapper.shared().writeValueAsString(Map.of("files", files));
    }

    /** Whether a person has to look: something would open, or a rule would accept nothing. */
    static boolean isWorrying(JsonNode answer) {
        return answer.at("/opened/count").asLong(0) > 0 || !answer.path("problems").isEmpty();
    }

    static String table(JsonNode answer) {
        var lines = new ArrayList<String>();
        for (var problem : answer.path("problems")) {
            problem.asString("").lines().forEach(line -> lines.add("problem: " + plain(line)));
        }
        for (var kind : List.of("added", "changed", "removed")) {
            var ids =
                    answer.path("rules").path(kind).values().stream()
                            .map(id -> plain(id.asString("")))
                            .collect(Collectors.joining(", "));
            if (!ids.isEmpty()) {
                lines.add("rules %s: %s".formatted(kind, ids));
            }
        }
        lines.add("%d present findings judged".formatted(answer.path("judged").asLong(0)));
        GROUPS.forEach((group, words) -> addGroup(lines, answer.path(group), words));
        return String.join("\n", lines) + "\n";
    }

    private static void addGroup(List<String> lines, JsonNode group, String words) {
        long count = group.path("count").asLong(0);
        if (count == 0) {
            return;
        }
        var severities =
                group.path("bySeverity").properties().stream()
                        .map(one -> one.getValue().asString("") + " " + one.getKey())
                        .collect(Collectors.joining(", "));
        lines.add("");
        lines.add(
                "%d %s (%s), in %d images"
                        .formatted(count, words, severities, group.path("images").asLong(0)));
        for (var item : group.path("items")) {
            lines.add(
                    "  %-10s %-18s %-24s %s"
                            .formatted(
                                    plain(item.path("severity").asString("")),
                                    plain(item.path("vulnerability").asString("")),
                                    plain(item.path("component").asString("")),
                                    plain(item.path("image").asString(""))));
            lines.add(
                    "             %s -> %s"
                            .formatted(
                                    standing(item.path("before")), standing(item.path("after"))));
        }
        int listed = group.path("items").size();
        if (listed < count) {
            lines.add("  … and %d more".formatted(count - listed));
        }
    }

    private static String standing(JsonNode standing) {
        var words = new StringBuilder(plain(standing.path("state").asString("")));
        if (standing.has("rule")) {
            words.append(" (").append(plain(standing.path("rule").asString("")));
            if (standing.has("until")) {
                words.append(" until ").append(plain(standing.path("until").asString("")));
            }
            words.append(')');
        }
        if (standing.has("detail")) {
            words.append(": ").append(plain(standing.path("detail").asString("")));
        }
        return words.toString();
    }

    /** What others wrote, so that it cannot steer the terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
