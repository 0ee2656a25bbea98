package dev.plimsoll.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A containment that nothing can breach would prove nothing. */
class ContainmentTest {

    private static final Path ESCAPED = Path.of("escaped-from-a-layer");

    @AfterEach
    void cleanUp() throws IOException {
        Files.deleteIfExists(ESCAPED);
    }

    @Test
    void everyBreachIsFoundAndNamed() {
        assertThat(failures(Writing.class)).singleElement().asString().contains(ESCAPED.toString());
        assertThat(failures(Asking.class)).singleElement().asString().contains("registry.invalid");
        assertThat(failures(Lured.class)).singleElement().asString().contains("trap");
        assertThat(failures(Behaving.class)).isEmpty();
    }

    private static List<String> failures(Class<?> suite) {
        var failures = new ArrayList<String>();
        var listener =
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        result.getThrowable().ifPresent(thrown -> failures.add(thrown.toString()));
                    }
                };
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(suite))
                        .configurationParameter(
                                LauncherConstants.CAPTURE_STDOUT_PROPERTY_NAME, "false")
                        .build();
        LauncherFactory.create().execute(request, listener);
        return failures;
    }

    @Contained
    static class Writing {
        @Test
        void writes() throws IOException {
            Files.writeString(ESCAPED, "x");
        }
    }

    @Contained
    static class Asking {
        @Test
        void asks() {
            try (var client = HttpClient.newHttpClient()) {
                var request =
                        HttpRequest.newBuilder(URI.create("http://registry.invalid/")).build();
                assertThat(client.sendAsync(request, BodyHandlers.discarding()))
                        .failsWithin(java.time.Duration.ofSeconds(20));
            }
        }
    }

    @Contained
    static class Lured {
        @Test
        void connects(Trap trap) throws IOException {
            new Socket("127.0.0.1", trap.address().getPort()).close();
        }
    }

    @Contained
    static class Behaving {
        @Test
        void staysAway(Trap trap) {
            assertThat(trap.host()).startsWith("127.0.0.1:");
        }
    }
}
