package dev.plimsoll.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PlimsollTest {

    private static final String TOKEN = "token-of-this-test-0123456789";
    private static final String NOTHING =
            "{\"count\":0,\"bySeverity\":{},\"images\":0,\"byImage\":[],\"items\":[]}";

    @TempDir private Path folder;

    private final List<String> requests = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    requests.add(
                            "%s %s %s %s"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            exchange.getRequestURI(),
                                            exchange.getRequestHeaders().getFirst("Authorization"),
                                            body));
                    var bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPreviewSendsTheFolderAndTellsWhatWouldOpen() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "- id: x\n");
        Files.writeString(folder.resolve("notes.txt"), "not a rule");
        answer =
                preview(
                        group("critical", "CVE-2026-0001"),
                        "\"base.yaml:1: rule 'x', field 'owner': is missing\"");

        assertThat(run("preview", "--rules", folder.toString(), "--list", "5")).isEqualTo(1);

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst())
                .startsWith("POST /rules/preview?list=5 Bearer " + TOKEN + " ");
        assertThat(
                        JsonMapper.shared()
                                .readTree(
                                        requests.getFirst()
                                                .substring(requests.getFirst().indexOf('{')))
                                .toString())
                .isEqualTo("{\"files\":{\"base.yaml\":\"- id: x\\n\"}}");
        assertThat(text(out))
                .contains(
                        "problem: base.yaml:1: rule 'x', field 'owner': is missing",
                        "3 would open (3 critical), in 1 images",
                        "critical   CVE-2026-0001      openssl",
                        "accepted (old until 2026-12-31T00:00:00Z) -> open: guard broken, kev",
                        "… and 2 more");
    }

    @Test
    void whatCannotBreakAnythingIsFine() {
        answer = preview(NOTHING, "");

        assertThat(run("preview", "--rules", folder.toString())).isZero();
        assertThat(text(out)).isEqualTo("7 present findings judged\n");
    }

    @Test
    void theLogIsSearchedAndShown() {
        answer =
                """
                {"at":"2026-11-02T10:00:00Z","outcome":"done","action":"create","rule":"web","by":"anna","why":"be\\u001b[31mcause"}
                """;

        assertThat(run("decisions", "--rule", "a b", "--from", "2026-11-01")).isZero();
        assertThat(requests.getFirst())
                .startsWith("GET /decisions.ndjson?rule=a+b&from=2026-11-01");
        assertThat(text(out)).contains("done", "create", "web", "anna", "be?[31mcause");
    }

    @Test
    void markdownIsShownAsItIs() {
        answer = "## Decision Log\n\n**2026-11-02**: Accepted `web`. (anna)\n";

        assertThat(run("decisions", "--markdown")).isZero();
        assertThat(requests.getFirst()).startsWith("GET /decisions.md ");
        assertThat(text(out)).isEqualTo(answer);
    }

    @Test
    void aTokenMayLieInAFile() throws IOException {
        var file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        answer = "";

        int code =
                Plimsoll.run(
                        List.of("decisions", "--url", url(), "--token-file", file.toString()),
                        Map.of(),
                        new PrintStream(out),
                        new PrintStream(err));

        assertThat(code).isZero();
        assertThat(requests.getFirst()).contains("Bearer " + TOKEN);
    }

    @Test
    void aRefusalIsToldAndNoTokenIs() {
        status = 403;
        answer =
                "{\"title\":\"Not allowed\",\"detail\":\"may read, not decide\",\"field\":\"accept.images\"}";

        assertThat(run("preview", "--rules", folder.toString())).isEqualTo(2);
        assertThat(text(err)).contains("answers 403: field 'accept.images': may read, not decide");
        assertThat(text(err) + text(out)).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "gate",
        "preview",
        "preview --rules",
        "preview --rules x --markdown",
        "preview --rules x --token secret-that-is-an-argument",
        "decisions --url http://plimsoll.example.com",
        "decisions --url ftp://127.0.0.1",
        "preview --rules /no/such/folder",
    })
    void whatIsNotUnderstoodIsNotAsked(String words) {
        int code =
                Plimsoll.run(
                        Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toList(),
                        Map.of("PLIMSOLL_TOKEN", TOKEN, "PLIMSOLL_URL", url()),
                        new PrintStream(out),
                        new PrintStream(err));

        assertThat(code).isEqualTo(2);
        assertThat(requests).isEmpty();
        assertThat(text(err)).startsWith("plimsoll: ").doesNotContain("secret-that-is", TOKEN);
    }

    @Test
    void withoutATokenNothingIsAsked() {
        int code =
                Plimsoll.run(
                        List.of("decisions", "--url", url()),
                        Map.of(),
                        new PrintStream(out),
                        new PrintStream(err));

        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains("PLIMSOLL_TOKEN");
    }

    private int run(String... words) {
        return Plimsoll.run(
                Stream.concat(Stream.of(words), Stream.of("--url", url())).toList(),
                Map.of("PLIMSOLL_TOKEN", TOKEN),
                new PrintStream(out),
                new PrintStream(err));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String preview(String opened, String problems) {
        return """
               {"judged":7,"problems":[%s],"rules":{"added":[],"changed":[],"removed":[]},
                "opened":%s,"accepted":%s,"notAffected":%s,"changed":%s}
               """
                .formatted(problems, opened, NOTHING, NOTHING, NOTHING);
    }

    private static String group(String severity, String vulnerability) {
        return """
               {"count":3,"bySeverity":{"%s":3},"images":1,"byImage":[],"items":[
                {"id":"1","vulnerability":"%s","component":"openssl","version":"3","severity":"%s","image":"reg/web:1",
                 "before":{"state":"accepted","rule":"old","until":"2026-12-31T00:00:00Z"},
                 "after":{"state":"open","detail":"guard broken, kev"}}]}
               """
                .formatted(severity, vulnerability, severity);
    }
}
