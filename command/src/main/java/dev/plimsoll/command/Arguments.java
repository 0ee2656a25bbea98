package dev.plimsoll.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param command preview or decisions
 * @param options with a value
 * @param flags without one
 */
record Arguments(String command, Map<String, String> options, Set<String> flags) {

    private static final Map<String, Set<String>> OPTIONS =
            Map.of(
                    "preview",
                    Set.of("--url", "--token-file", "--rules", "--list"),
                    "decisions",
                    Set.of(
                            "--url",
                            "--token-file",
                            "--rule",
                            "--person",
                            "--image",
                            "--from",
                            "--to",
                            "--outcome"));

    private static final Map<String, Set<String>> FLAGS =
            Map.of("preview", Set.of("--json"), "decisions", Set.of("--markdown"));

    static Arguments parse(List<String> words) throws FailedException {
        if (words.isEmpty() || !OPTIONS.containsKey(words.getFirst())) {
            throw new FailedException("say what to do: preview or decisions; --help tells more");
        }
        var command = words.getFirst();
        var options = new HashMap<String, String>();
        var flags = new HashSet<String>();
        for (int i = 1; i < words.size(); i++) {
            var word = words.get(i);
            if (FLAGS.getOrDefault(command, Set.of()).contains(word)) {
                flags.add(word);
            } else if (OPTIONS.getOrDefault(command, Set.of()).contains(word)) {
                if (i + 1 == words.size() || options.containsKey(word)) {
                    throw new FailedException(word + " takes one value, once");
                }
                options.put(word, words.get(++i));
            } else {
                // Not quoted: it may be a token that somebody gave as an argument.
                throw new FailedException(
                        "argument %d of %s is not understood; --help tells what is"
                                .formatted(i, command));
            }
        }
        return new Arguments(command, Map.copyOf(options), Set.copyOf(flags));
    }

    @Nullable String option(String name) {
        return options.get(name);
    }

    String required(String name) throws FailedException {
        var value = options.get(name);
        if (value == null) {
            throw new FailedException("%s is missing; --help tells more".formatted(name));
        }
        return value;
    }

    @Nullable Path tokenFile() {
        var file = options.get("--token-file");
        return file == null ? null : Path.of(file);
    }

    URI url(Map<String, String> environment) throws FailedException {
        var text =
                options.getOrDefault(
                        "--url", environment.getOrDefault("PLIMSOLL_URL", "http://127.0.0.1:8082"));
        try {
            var url = URI.create(text.replaceFirst("/+$", ""));
            boolean here =
                    Set.of("127.0.0.1", "localhost", "[::1]")
                            .contains(String.valueOf(url.getHost()));
            if ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && here)) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // As any other address that is not one.
        }
        throw new FailedException(
                "--url must be https://…, or http:// on this machine: a token is not sent in clear");
    }
}
