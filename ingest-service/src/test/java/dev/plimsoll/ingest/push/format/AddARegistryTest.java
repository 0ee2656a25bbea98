package dev.plimsoll.ingest.push.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.push.format.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.reference.ImageDigest;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.reference.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What docs/add-a-registry.md shows is what is compiled here, and does what the page says. */
class AddARegistryTest {

    private static final Path PAGE = Path.of("../docs/add-a-registry.md");
    private static final Path CLASS =
            Path.of("src/test/java/dev/plimsoll/ingest/push/format/ExampleFormat.java");

    @Test
    void thePageShowsTheClassThatIsCompiled() throws IOException {
        var shown = block("java");
        var compiled = Files.readString(CLASS);

        assertThat(compiled).endsWith(shown);
        assertThat(shown).startsWith("/** ").contains("public final class ExampleFormat");
    }

    @Test
    void theDeliveryOnThePageIsAPush() throws IOException {
        var events = read(block("json"));

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Pushed.class,
                        pushed -> {
                            assertThat(pushed.occurrence())
                                    .extracting(Occurrence::actor, Occurrence::at)
                                    .containsExactly("ann", Instant.parse("2026-03-01T10:00:00Z"));
                            assertThat(pushed.registry())
                                    .isEqualTo(new RegistryHost("registry.example.com"));
                            assertThat(pushed.repository())
                                    .isEqualTo(new RepositoryName("team/web"));
                            assertThat(pushed.tag()).isEqualTo(new Tag("1.4.2"));
                            assertThat(pushed.digest())
                                    .isEqualTo(
                                            ImageDigest.parse(
                                                    "sha256:" + "0123456789abcdef".repeat(4)));
                        });
    }

    @Test
    void whatIsNoPushIsSortedOut() throws IOException {
        var push = block("json");

        assertThat(read(push.replace("image.pushed", "image.deleted")))
                .hasOnlyElementsOfType(Deleted.class);
        assertThat(read(push.replace("image.pushed", "image.pulled")))
                .containsExactly(new Ignored(Reason.NOT_A_PUSH));
        assertThat(read("[]"))
                .containsExactly(new Refused(Reason.UNKNOWN_FORMAT, "the body has no 'event'"));
    }

    private static List<RegistryEvent> read(String body) {
        return new ExampleFormat()
                .read(
                        new Delivery(
                                new Head(Map.of(), null),
                                new JsonMapper().readTree(body),
                                null,
                                Instant.EPOCH));
    }

    /** The first block of code in this language. */
    private static String block(String language) throws IOException {
        var matcher =
                Pattern.compile("```%s\n(.*?)```".formatted(language), Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        assertThat(matcher.find()).as("a block of %s on the page", language).isTrue();
        return matcher.group(1);
    }
}
