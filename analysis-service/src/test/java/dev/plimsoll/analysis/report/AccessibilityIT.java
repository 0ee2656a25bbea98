package dev.plimsoll.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.analysis.review.SampleReviews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every page in a real browser, checked by axe-core: WCAG 2.2 level AA and axe's best practices, on
 * a desktop, on a phone and in dark colours. Needs Chromium.
 */
class AccessibilityIT {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome");

    private static final Pattern RESULT =
            Pattern.compile("<pre id=\"axe-result\">(.*?)</pre>", Pattern.DOTALL);

    /** Runs when the page is complete and leaves its answer in the page. */
    private static final String RUN =
            """
            axe.run(document, {resultTypes: ['violations']}).then(result => {
                const pre = document.createElement('pre');
                pre.id = 'axe-result';
                pre.textContent = btoa(unescape(encodeURIComponent(JSON.stringify({
                    width: window.innerWidth,
                    dark: matchMedia('(prefers-color-scheme: dark)').matches,
                    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                    passes: result.passes.length,
                    violations: result.violations.map(v => v.id + ': ' + v.help + ' ' +
                        v.nodes.slice(0, 5).map(n => n.html + ' ' + n.failureSummary).join(' | '))}))));
                document.body.appendChild(pre);
            });
            """;

    /** A page under one name, as somebody looks at it. */
    private record View(String name, String html, int width, boolean dark) {

        @Override
        public String toString() {
            return name + ", " + width + " px wide" + (dark ? ", dark" : "");
        }
    }

    static Stream<View> views() {
        var views = new ArrayList<View>();
        var pages = new TreeMap<>(SamplePages.rendered());
        pages.putAll(SampleReviews.rendered());
        for (var page : pages.entrySet()) {
            views.add(new View(page.getKey(), page.getValue(), 1280, false));
            views.add(new View(page.getKey(), page.getValue(), 500, false));
            views.add(new View(page.getKey(), page.getValue(), 1280, true));
        }
        return views.stream();
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyPageCanBeUsedByEverybody(View view, @TempDir Path folder) throws Exception {
        var browser = browser();
        assumeTrue(browser != null, "no Chromium on the path: " + BROWSERS);

        var result = checked(browser, view, folder);

        assertThat(result.path("dark").asBoolean()).isEqualTo(view.dark());
        assertThat(result.path("passes").asInt()).isGreaterThan(5);
        assertThat(result.path("violations").valueStream().map(JsonNode::asString)).isEmpty();
        assertThat(result.path("overflow").asInt())
                .describedAs("pixels that stick out at the side")
                .isZero();
    }

    private static JsonNode checked(Path browser, View view, Path folder)
            throws IOException, InterruptedException {
        var page = folder.resolve("page.html");
        Files.writeString(page, harness(view.html(), folder));
        var command =
                new ArrayList<>(
                        List.of(
                                browser.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--window-size=" + view.width() + ",900",
                                "--virtual-time-budget=20000",
                                "--dump-dom"));
        if (view.dark()) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.add(page.toUri().toString());
        var output = folder.resolve("dom.html");
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(folder.resolve("browser.log").toFile())
                        .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end");
        }
        var result = RESULT.matcher(Files.readString(output));
        if (!result.find()) {
            throw new AssertionError(
                    "axe left no result: " + Files.readString(folder.resolve("browser.log")));
        }
        return JsonMapper.shared()
                .readTree(
                        new String(
                                Base64.getDecoder().decode(result.group(1)),
                                StandardCharsets.UTF_8));
    }

    /** The page with its stylesheet beside it, and axe at its end. */
    private static String harness(String html, Path folder) throws IOException {
        Files.copy(Path.of("src/main/resources/static/style.css"), folder.resolve("style.css"));
        try (var axe = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            Files.write(folder.resolve("axe.js"), axe.readAllBytes());
        }
        return html.replace("href=\"/style.css\"", "href=\"style.css\"")
                .replace(
                        "</body>",
                        "<script src=\"axe.js\"></script><script>" + RUN + "</script></body>");
    }

    private static Path browser() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
