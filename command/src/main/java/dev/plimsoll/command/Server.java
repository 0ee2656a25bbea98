package dev.plimsoll.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A running Plimsoll. Redirects are not followed: the token is for one host. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;
    private final String token;

    private Server(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /**
     * @param tokenFile null: the token is in {@code PLIMSOLL_TOKEN}
     */
    static Server of(URI url, @Nullable Path tokenFile, Map<String, String> environment)
            throws FailedException {
        var token = tokenFile == null ? environment.get("PLIMSOLL_TOKEN") : read(tokenFile);
        if (token == null || token.isBlank()) {
            throw new FailedException(
                    "no token: set PLIMSOLL_TOKEN, or name a file with --token-file");
        }
        if (!token.strip().matches("[\\x21-\\x7e]+")) {
            throw new FailedException("the token holds characters that no token has");
        }
        return new Server(url, token.strip());
    }

    private static String read(Path file) throws FailedException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FailedException("the token file '%s' cannot be read".formatted(file));
        }
    }

    String get(String path) throws FailedException {
        return answer(request(path).GET().build());
    }

    String post(String path, String body) throws FailedException {
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private String answer(HttpRequest request) throws FailedException {
        HttpResponse<String> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FailedException(
                    "%s does not answer: %s".formatted(url, e.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted");
        }
        if (answer.statusCode() != 200) {
            throw new FailedException(
                    "%s answers %d%s".formatted(url, answer.statusCode(), detail(answer.body())));
        }
        return answer.body();
    }

    private static String detail(String body) {
        try {
            var problem = JsonMapper.shared().readTree(body);
            var field = problem.path("field").asString("");
            return ": "
                    + (field.isEmpty() ? "" : "field '%s': ".formatted(field))
                    + problem.path("detail").asString("no reason");
        } catch (JacksonException _) {
            return "";
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
