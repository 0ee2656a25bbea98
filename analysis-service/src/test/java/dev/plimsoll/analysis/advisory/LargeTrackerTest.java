package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document as large as an eighth of the real one. */
class LargeTrackerTest {

    @TempDir private Path folder;

    @Test
    void becomesOneRecordOfEachVulnerabilityTheSameAtEveryReading() throws IOException {
        var file = folder.resolve("tracker.json");
        LargeTracker.write(file, 5_600, 1);

        var first = read(file);

        assertThat(first).hasSizeGreaterThan(4_000);
        assertThat(read(file)).isEqualTo(first);
    }

    private static Set<Mirrored> read(Path file) throws IOException {
        var records = new HashSet<Mirrored>();
        var ids = new HashSet<String>();
        new FeedReader(FeedLimits.DEFAULT)
                .read(
                        new FeedFile(
                                new Feed.LocalFile(file),
                                file,
                                "",
                                Instant.EPOCH,
                                FeedFile.Kind.LOCAL),
                        entry -> {
                            var advisory = ((FeedEntry.Advisory) entry).advisory();
                            assertThat(ids.add(advisory.getId())).isTrue();
                            records.add(Mirrored.of(advisory, Mirrored.bytes(advisory)));
                        });
        return records;
    }
}
