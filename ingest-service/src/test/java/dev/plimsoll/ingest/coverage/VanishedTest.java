package dev.plimsoll.ingest.coverage;

import static dev.plimsoll.ingest.coverage.Events.assessed;
import static dev.plimsoll.ingest.coverage.Events.deleted;
import static dev.plimsoll.ingest.coverage.Events.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.ingest.coverage.Catalogue.Listed;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VanishedTest {

    private static final String REGISTRY = "registry.example.com";
    private static final Instant BEGUN = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant BEFORE = BEGUN.minusSeconds(3600);
    private static final Instant AFTER = BEGUN.plusSeconds(5);
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static final TagName GONE = tag("team/web", "1.0");
    private static final TagName KEPT = tag("team/web", "1.1");

    private final Seen seen = new Seen(REGISTRY::equals);

    @Test
    void aScannedTagThatIsListedNoMoreHasVanished() {
        scanned(GONE, BEFORE);
        scanned(KEPT, BEFORE);

        assertThat(vanished(catalogue(true, true, listed(KEPT)))).isEqualTo(all(GONE));
    }

    @Test
    void soHasOneOfARepositoryThatIsListedNoMore() {
        scanned(tag("other/app", "1.0"), BEFORE);

        assertThat(vanished(catalogue(true, true, listed(KEPT))))
                .isEqualTo(all(tag("other/app", "1.0")));
    }

    @Test
    void aPartOfACatalogueLacksNothing() {
        scanned(tag("other/app", "1.0"), BEFORE);
        scanned(GONE, BEFORE);

        assertThat(vanished(catalogue(false, true, listed(KEPT)))).isEqualTo(all(GONE));
        assertThat(vanished(catalogue(false, true, Map.of("team/web", Listed.unknown("401")))))
                .isEqualTo(Vanished.NONE);
        assertThat(
                        vanished(
                                catalogue(
                                        true,
                                        true,
                                        Map.of(
                                                "team/web",
                                                Listed.unknown("401"),
                                                "other/app",
                                                Listed.unknown("more tags than are read")))))
                .isEqualTo(Vanished.NONE);
    }

    @Test
    void aConfiguredListSaysNothingOfOtherRepositories() {
        scanned(tag("other/app", "1.0"), BEFORE);
        scanned(GONE, BEFORE);

        assertThat(vanished(catalogue(true, false, listed(KEPT)))).isEqualTo(all(GONE));
    }

    @Test
    void whatHappenedSinceTheListingBeganIsLeftForTheNextOne() {
        scanned(GONE, AFTER);
        assertThat(vanished(catalogue(true, true, listed(KEPT)))).isEqualTo(Vanished.NONE);

        scanned(GONE, BEFORE);
        seen.on(pushed(GONE, DIGEST, AFTER));
        assertThat(vanished(catalogue(true, true, listed(KEPT)))).isEqualTo(Vanished.NONE);
    }

    @Test
    void whatWasToldAsDeletedIsNotToldAgain() {
        scanned(GONE, BEFORE);
        seen.on(deleted(GONE, BEFORE));

        assertThat(vanished(catalogue(true, true, listed(KEPT)))).isEqualTo(Vanished.NONE);
    }

    @Test
    void tooManyAtOnceAreNotBelieved() {
        for (int i = 0; i < 22; i++) {
            scanned(tag("team/web", "1." + i), BEFORE);
        }
        var half = new TreeMap<String, Present>();
        for (int i = 0; i < 11; i++) {
            half.put("1." + i, Present.Image.single(DIGEST));
        }
        var catalogue = catalogue(true, true, Map.of("team/web", new Listed(half, null)));

        assertThat(vanished(catalogue).suspicious()).isFalse();
        assertThat(vanished(catalogue).tags()).hasSize(11);
        assertThat(Vanished.of(catalogue, seen, 49).suspicious()).isTrue();
        assertThat(vanished(catalogue(true, true, Map.of())).suspicious()).isTrue();
    }

    private Vanished vanished(Catalogue catalogue) {
        return Vanished.of(catalogue, seen, 50);
    }

    private void scanned(TagName name, Instant at) {
        seen.on(assessed(name, "linux/amd64", DIGEST, ImageStatus.CLEAN, at));
    }

    private static Vanished all(TagName... tags) {
        return new Vanished(java.util.List.of(tags), false);
    }

    private static Map<String, Listed> listed(TagName name) {
        return Map.of(
                name.repository(),
                new Listed(new TreeMap<>(Map.of(name.tag(), Present.Image.single(DIGEST))), null));
    }

    private static Catalogue catalogue(
            boolean complete, boolean namesAll, Map<String, Listed> repositories) {
        return new Catalogue(
                REGISTRY,
                BEGUN,
                BEGUN.plusSeconds(1),
                new TreeMap<>(repositories),
                complete,
                namesAll,
                0);
    }

    private static TagName tag(String repository, String tag) {
        return new TagName(REGISTRY, repository, tag);
    }
}
