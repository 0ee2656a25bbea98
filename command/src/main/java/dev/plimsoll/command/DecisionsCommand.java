package dev.plimsoll.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The decision log. */
final class DecisionsCommand {

    private static final List<String> FILTERS =
            List.of("rule", "person", "image", "from", "to", "outcome");

    private DecisionsCommand() {}

    static String path(Arguments arguments) {
        var parameters = new ArrayList<String>();
        for (var filter : FILTERS) {
            var value = arguments.option("--" + filter);
            if (value != null) {
                parameters.add(filter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return (arguments.flags().contains("--markdown") ? "/decisions.md" : "/decisions.ndjson")
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    static String shown(String answer, boolean markdown) {
        return markdown
                ? answer.lines()
                        .map(PreviewCommand::plain)
                        .collect(Collectors.joining("\n", "", "\n"))
                : answer.lines().map(DecisionsCommand::line).collect(Collectors.joining());
    }

    private static String line(String json) {
        var decision = JsonMapper.shared().readTree(json);
        var reason =
                decision.has("refusal")
                        ? decision.path("refusal").asString("")
                        : decision.path("why").asString("");
        return "%s  %-8s %-9s %-24s %-16s %s\n"
                .formatted(
                        PreviewCommand.plain(decision.path("at").asString("")),
                        PreviewCommand.plain(decision.path("outcome").asString("")),
                        PreviewCommand.plain(decision.path("action").asString("")),
                        PreviewCommand.plain(decision.path("rule").asString("")),
                        PreviewCommand.plain(decision.path("by").asString("")),
                        PreviewCommand.plain(reason));
    }
}
