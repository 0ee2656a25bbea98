package dev.plimsoll.ingest.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.coverage.Coverage.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration TURN = Duration.ofHours(6);
    private static final Standing NEVER = new Standing.Missed("NEVER_PUSHED", "why", null);
    private static final Standing MOVED = new Standing.Missed("OTHER_DIGEST", "why", null);
    private static final Standing ASKED = new Standing.Missed("NEVER_PUSHED", "why", NOW);

    @Test
    void whatWasMissedIsAskedForByItsTagOnASchedule() {
        var request = Requests.of(List.of(entry("latest", NEVER)), 10, TURN, NOW).getFirst();

        assertThat(request.topic().name()).isEqualTo("images.rescan");
        assertThat(request.event().key()).isEqualTo("registry.example.com/team/web");
        var event = (ImagePushed) request.event().event();
        assertThat(event.getTrigger()).isEqualTo(Trigger.SCHEDULE);
        assertThat(event.getSource()).isEqualTo("coverage");
        assertThat(event.getTag()).isEqualTo("latest");
        assertThat(event.getDigest()).isNull();
    }

    @Test
    void theIdIsTheSameForAllInOneTurnAndAnotherInTheNext() {
        var first = id(entry("1.0", NEVER), NOW);

        assertThat(id(entry("1.0", NEVER), NOW.plusSeconds(60))).isEqualTo(first);
        assertThat(id(entry("1.0", NEVER), NOW.plus(TURN))).isNotEqualTo(first);
        assertThat(id(entry("1.1", NEVER), NOW)).isNotEqualTo(first);
        assertThat(id(new Entry(name("1.0"), "sha256:b", NEVER), NOW)).isNotEqualTo(first);
    }

    @Test
    void noMoreIsAskedForThanThereIsRoom() {
        var entries = IntStream.range(0, 30).mapToObj(i -> entry("t" + i, NEVER)).toList();

        assertThat(Requests.of(entries, 20, TURN, NOW)).hasSize(20);
        assertThat(Requests.of(entries, 0, TURN, NOW)).isEmpty();
        assertThat(Requests.of(entries, -3, TURN, NOW)).isEmpty();
    }

    @Test
    void theNewestOfALineTakesItsPlaceAmongThePushesAndTheOthersWaitForIt() {
        var entries = List.of(entry("1.9", NEVER), entry("1.10", NEVER), entry("2.0", NEVER));

        assertThat(asked(entries)).containsExactly("images.pushed 1.10", "images.pushed 2.0");
    }

    @Test
    void theOthersFollowWhenTheNewestIsScanned() {
        var entries = List.of(entry("1.9", NEVER), entry("1.10", new Standing.Covered()));

        assertThat(asked(entries)).containsExactly("images.rescan 1.9");
        assertThat(asked(List.of(entry("1.9", NEVER), entry("1.10", ASKED)))).isEmpty();
        assertThat(
                        asked(
                                List.of(
                                        entry("1.9", NEVER),
                                        entry("1.10", new Standing.Failed("X", "", false, null)))))
                .containsExactly("images.rescan 1.9");
    }

    @Test
    void aTagThatMovedWasPushedHoweverOldItsNameIs() {
        var entries = List.of(entry("1.9", MOVED), entry("1.10", new Standing.Covered()));

        assertThat(asked(entries)).containsExactly("images.pushed 1.9");
    }

    @Test
    void nothingElseIsAskedFor() {
        assertThat(
                        asked(
                                List.of(
                                        entry("a", new Standing.Covered()),
                                        entry("b", ASKED),
                                        entry("c", new Standing.OnItsWay(NOW)),
                                        entry("d", new Standing.Failed("X", "", false, null)),
                                        entry("e", new Standing.Unsupported("X", "")),
                                        entry("f", new Standing.Excluded("")),
                                        entry("g", new Standing.NoImage("")),
                                        entry("h", new Standing.Unreadable("X", "")))))
                .isEmpty();
        assertThat(asked(List.of(entry("i", new Standing.Lost(NOW, null)))))
                .containsExactly("images.rescan i");
        assertThat(asked(List.of(entry("j", new Standing.Failed("X", "", true, null)))))
                .containsExactly("images.rescan j");
    }

    private static List<String> asked(List<Entry> entries) {
        return Requests.of(entries, 100, TURN, NOW).stream()
                .map(
                        request ->
                                request.topic().name()
                                        + " "
                                        + ((ImagePushed) request.event().event()).getTag())
                .toList();
    }

    private static String id(Entry entry, Instant at) {
        var request = Requests.of(List.of(entry), 1, TURN, at).getFirst();
        return ((ImagePushed) request.event().event()).getEventId();
    }

    private static Entry entry(String tag, Standing standing) {
        return new Entry(name(tag), "sha256:a", standing);
    }

    private static TagName name(String tag) {
        return new TagName("registry.example.com", "team/web", tag);
    }
}
