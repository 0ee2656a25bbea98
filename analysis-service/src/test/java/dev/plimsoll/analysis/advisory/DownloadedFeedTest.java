package dev.plimsoll.analysis.advisory;

import static dev.plimsoll.analysis.advisory.ScriptedServer.status;
import static dev.plimsoll.analysis.advisory.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.advisory.RecordedTopic.Published;
import dev.plimsoll.analysis.advisory.ScriptedServer.Asked;
import dev.plimsoll.event.FeedLoaded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mirror of a feed that lies on a server. */
class DownloadedFeedTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    private static final DownloadRules QUICK =
            new DownloadRules(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    1,
                    2,
                    Duration.ofMillis(1),
                    Duration.ofMillis(5));

    @TempDir private Path folder;
    private ScriptedServer server;
    private String address;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        address = server.uri("/debian.jsonl").toString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fillsANewTopicFromTheLastGoodContentWithoutNetwork() throws Exception {
        server.script(whole("\"1\"", many(10)));
        mirrorAt(NOW, new RecordedTopic()).refresh();
        server.close();
        var topic = new RecordedTopic();

        assertThat(mirrorAt(LATER, topic).refresh()).isFalse();

        var published = topic.takePublished();
        assertThat(published).hasSize(11);
        assertThat(loaded(published).getCheckedAt()).isEqualTo(NOW);
        assertThat(loaded(published).getLoadedAt()).isEqualTo(LATER);
    }

    @Test
    void row55ARefusedDownloadIsAskedForOnlyWhenItChangesAndTheLastGoodOneStays() throws Exception {
        server.script(whole("\"1\"", many(300)), whole("\"2\"", many(200)), status(304));
        var topic = new RecordedTopic();
        var mirror = mirrorAt(NOW, topic);
        mirror.refresh();
        topic.takePublished();

        mirror.refresh();
        assertThat(loaded(topic.takePublished()).getAlarm())
                .isEqualTo("refused: 100 of its 300 advisories are gone");
        mirror.refresh();
        assertThat(topic.takePublished()).isEmpty();
        assertThat(server.asked())
                .extracting(Asked::ifNoneMatch)
                .containsExactly("", "\"1\"", "\"2\"");

        var afterRestart = new RecordedTopic();
        mirrorAt(LATER, afterRestart).refresh();
        assertThat(loaded(afterRestart.takePublished()).getRecords()).isEqualTo(300);
    }

    @Test
    void saysOfAFeedThatWasNeverThereWhyItIsNot() throws Exception {
        server.script(status(404));
        var topic = new RecordedTopic();

        assertThat(mirrorAt(NOW, topic).refresh()).isFalse();

        var never = loaded(topic.takePublished());
        assertThat(never.getRecords()).isZero();
        assertThat(never.getEcosystems()).isEmpty();
        assertThat(never.getAlarm()).isEqualTo("never reached: the server answered 404");
    }

    @Test
    void showsTheAgeOfAFeed() throws Exception {
        server.script(whole("\"1\"", many(10)));
        var mirror = mirrorAt(NOW, new RecordedTopic());
        mirror.refresh();
        var registry = new SimpleMeterRegistry();

        new FeedMeters(registry, Clock.fixed(LATER, ZoneOffset.UTC)).show(mirror.feeds());

        assertThat(registry.get("plimsoll.feed.age").tag("feed", "debian.jsonl").gauge().value())
                .isEqualTo(3600);
        assertThat(registry.get("plimsoll.feed.records").gauge().value()).isEqualTo(10);
        assertThat(registry.get("plimsoll.feed.refused").gauge().value()).isZero();
    }

    private AdvisoryMirror mirrorAt(Instant now, RecordedTopic topic) throws Exception {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var mirror =
                new AdvisoryMirror(
                        List.of(FeedLocation.parse(address, Set::of)),
                        new FeedFetcher(new DownloadFolder(folder), QUICK, 1 << 24, clock),
                        new FeedReader(FeedLimits.DEFAULT),
                        topic.open(),
                        new Concessions(Map.of()),
                        clock);
        mirror.restore();
        return mirror;
    }

    private static FeedLoaded loaded(List<Published> published) {
        return (FeedLoaded) published.getLast().event();
    }

    private static byte[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        """
                        {"id":"A-%d","modified":"2026-01-01T00:00:00Z","affected":[]}"""
                                ::formatted)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
