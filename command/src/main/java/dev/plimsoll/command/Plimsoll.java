package dev.plimsoll.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./plimsoll preview} and {@code ./plimsoll decisions}. */
public final class Plimsoll {

    private static final int FINE = 0;
    private static final int LOOK = 1;
    private static final int FAILED = 2;

    private static final String HELP =
            """
            plimsoll preview --rules DIR [--url URL] [--token-file FILE] [--list N] [--json]
                what the rules in DIR would do in place of all rules that are kept in files; writes nothing
                exit code 0: nothing would open; 1: something would, or a rule has a problem; 2: no answer
            plimsoll decisions [--markdown] [--rule ID] [--person NAME] [--image PART] [--from DAY] [--to DAY]
                               [--outcome done|refused] [--url URL] [--token-file FILE]
                the decision log, newest first
                exit code 0: told; 2: no answer

            The token is in PLIMSOLL_TOKEN or in FILE. Without --url: PLIMSOLL_URL, or http://127.0.0.1:8082.
            """;

    private Plimsoll() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), out, err));
    }

    static int run(
            List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(HELP);
            return FINE;
        }
        try {
            var arguments = Arguments.parse(words);
            try (var server =
                    Server.of(arguments.url(environment), arguments.tokenFile(), environment)) {
                return switch (arguments.command()) {
                    case "preview" -> preview(arguments, server, out);
                    default -> decisions(arguments, server, out);
                };
            }
        } catch (FailedException e) {
            err.println("plimsoll: " + PreviewCommand.plain(String.valueOf(e.getMessage())));
            return FAILED;
        } catch (JacksonException e) {
            err.println("plimsoll: the answer is not understood; is that a Plimsoll?");
            return FAILED;
        }
    }

    private static int preview(Arguments arguments, Server server, PrintStream out)
            throws FailedException {
        var body = PreviewCommand.body(Path.of(arguments.required("--rules")));
        var list = Objects.requireNonNullElse(arguments.option("--list"), "20");
        if (!list.matches("[0-9]{1,4}")) {
            throw new FailedException("--list takes a number");
        }
        var text = server.post("/rules/preview?list=" + list, body);
        var answer = JsonMapper.shared().readTree(text);
        out.print(
                arguments.flags().contains("--json") ? text + "\n" : PreviewCommand.table(answer));
        return PreviewCommand.isWorrying(answer) ? LOOK : FINE;
    }

    private static int decisions(Arguments arguments, Server server, PrintStream out)
            throws FailedException {
        var answer = server.get(DecisionsCommand.path(arguments));
        out.print(DecisionsCommand.shown(answer, arguments.flags().contains("--markdown")));
        return FINE;
    }
}
