package dev.plimsoll.embedded.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedElasticsearchIT {

    @TempDir Path data;

    @Test
    void keepsDocumentsAndPasswordOverARestartAndRefusesStrangers() throws Exception {
        String password;
        try (var elasticsearch = EmbeddedElasticsearch.start(data, 0)) {
            password = elasticsearch.password();

            assertThat(status(elasticsearch, "PUT", "/notes/_doc/1?refresh=true", password))
                    .isEqualTo(201);
        }

        try (var elasticsearch = EmbeddedElasticsearch.start(data, 0)) {
            assertThat(elasticsearch.password()).isEqualTo(password);
            assertThat(status(elasticsearch, "GET", "/notes/_doc/1", password)).isEqualTo(200);
            assertThat(status(elasticsearch, "GET", "/notes/_doc/1", "guessed")).isEqualTo(401);
        }
    }

    private static int status(
            EmbeddedElasticsearch elasticsearch, String method, String path, String password)
            throws Exception {
        var credentials =
                (elasticsearch.username() + ":" + password).getBytes(StandardCharsets.UTF_8);
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(elasticsearch.uri().resolve(path))
                            .header(
                                    "Authorization",
                                    "Basic " + Base64.getEncoder().encodeToString(credentials))
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    BodyPublishers.ofString(
                                            method.equals("PUT") ? "{\"text\": \"kept\"}" : ""))
                            .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
