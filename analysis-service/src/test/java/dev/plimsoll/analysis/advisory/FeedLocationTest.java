package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FeedLocationTest {

    private static final String OSV = "https://feeds.example.com/{ecosystem}/all.zip?key=1";

    @Test
    void aTemplateIsAFeedOfEachEcosystemThatIsNeeded() throws IOException {
        var needed = new TreeSet<>(Set.of("Debian:12", "Debian:13", "PyPI", "Rocky Linux:9"));
        var location = FeedLocation.parse(OSV, () -> needed);

        assertThat(location.feeds())
                .extracting(Feed::name)
                .containsExactly("Debian/all.zip", "PyPI/all.zip", "Rocky Linux/all.zip");

        needed.add("Alpine:v3.19");
        assertThat(location.feeds())
                .extracting(Feed::location)
                .first()
                .isEqualTo("https://feeds.example.com/Alpine/all.zip");
    }

    @Test
    void anEcosystemNeverLeadsElsewhere() throws IOException {
        var location =
                FeedLocation.parse(
                        "/mirror/{ecosystem}/all.zip",
                        () ->
                                Set.of(
                                        "../../etc",
                                        "a/b",
                                        "..",
                                        "Debian?x=",
                                        "",
                                        "x".repeat(61),
                                        "crates.io"));

        assertThat(location.feeds())
                .extracting(Feed::location)
                .containsExactly("/mirror/crates.io/all.zip");
    }

    @Test
    void holdsTheFeedsOfEcosystemsThatAreNotNeededAnyMore() {
        var location = FeedLocation.parse(OSV, Set::of);

        assertThat(location.holds("https://feeds.example.com/Debian/all.zip")).isTrue();
        assertThat(location.holds("https://feeds.example.com//all.zip")).isFalse();
        assertThat(location.holds("https://other.example.com/Debian/all.zip")).isFalse();
        assertThat(location.holds("https://feeds.example.com/kev.json")).isFalse();
    }
}
