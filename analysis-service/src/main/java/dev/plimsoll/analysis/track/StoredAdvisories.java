package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.AdvisoryStore.NUL;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** {@link AdvisoryStore} as a partition reads it. For one thread. */
final class StoredAdvisories implements Advisories {

    private static final StringSerializer PREFIX = new StringSerializer();

    /** Decoded advisories kept in memory, in packages; most packages have a handful. */
    private static final int PACKAGES_IN_MEMORY = 2_000;

    private final ReadOnlyKeyValueStore<String, byte[]> rows;
    private final LinkedHashMap<String, Decoded> decoded = new LinkedHashMap<>(16, 0.75f, true);

    private List<FeedLoaded> feeds = List.of();
    private long feedsRevision = -1;

    private record Decoded(String lastChange, List<AdvisoryChanged> advisories) {}

    /**
     * Something that changed.
     *
     * @param subject a package, a CVE, or the coverage of the feeds
     * @param by the record that changed it
     */
    record Changed(Subject subject, String by) {}

    /** What a change is about. */
    sealed interface Subject {
        record Packages(AdvisedPackage advised) implements Subject {}

        record Vulnerability(String id) implements Subject {}

        record Coverage() implements Subject {}
    }

    /**
     * A stretch of changes.
     *
     * @param upTo offset at which the next stretch begins after
     */
    record Changes(long upTo, List<Changed> changes) {}

    StoredAdvisories(ReadOnlyKeyValueStore<String, byte[]> rows) {
        this.rows = rows;
    }

    @Override
    public List<AdvisoryChanged> affecting(String ecosystem, String packageName) {
        var pair = AdvisoryStore.pair(new AdvisedPackage(ecosystem, packageName));
        byte @Nullable [] last =
                rows.get(AdvisoryStore.lastRow(AdvisoryStore.packageSubject(pair)));
        if (last == null) {
            return List.of();
        }
        var lastChange = AdvisoryStore.text(last);
        var known = decoded.get(pair);
        if (known != null && known.lastChange().equals(lastChange)) {
            return known.advisories();
        }
        var advisories = new ArrayList<AdvisoryChanged>();
        try (var entries = rows.prefixScan(AdvisoryStore.advisoriesOf(pair), PREFIX)) {
            entries.forEachRemaining(
                    entry -> advisories.add((AdvisoryChanged) StateCodec.event(entry.value)));
        }
        decoded.put(pair, new Decoded(lastChange, List.copyOf(advisories)));
        if (decoded.size() > PACKAGES_IN_MEMORY) {
            decoded.pollFirstEntry();
        }
        return advisories;
    }

    @Override
    public List<AdvisoryChanged> about(String vulnerability) {
        var found = new ArrayList<AdvisoryChanged>();
        var prefix = AdvisoryStore.aboutRow(vulnerability, "");
        var ids = new ArrayList<String>();
        try (var entries = rows.prefixScan(prefix, PREFIX)) {
            entries.forEachRemaining(entry -> ids.add(entry.key.substring(prefix.length())));
        }
        for (var id : ids) {
            for (var pair : AdvisoryStore.lines(rows.get(AdvisoryStore.namedRow(id)))) {
                byte @Nullable [] slice = rows.get(AdvisoryStore.advisoryRow(pair, id));
                if (slice != null) {
                    found.add((AdvisoryChanged) StateCodec.event(slice));
                }
            }
        }
        return found;
    }

    @Override
    public Optional<ExploitationChanged> exploitation(String vulnerability) {
        byte @Nullable [] bytes = rows.get("exploitation" + NUL + vulnerability);
        return Optional.ofNullable(bytes)
                .map(found -> (ExploitationChanged) StateCodec.event(found));
    }

    @Override
    public List<FeedLoaded> feeds() {
        long revision = revision();
        if (revision != feedsRevision) {
            var loaded = new ArrayList<FeedLoaded>();
            try (var entries = rows.prefixScan("feed" + NUL, PREFIX)) {
                entries.forEachRemaining(
                        entry -> loaded.add((FeedLoaded) StateCodec.event(entry.value)));
            }
            feeds = List.copyOf(loaded);
            feedsRevision = revision;
        }
        return feeds;
    }

    /** Offset of the last record that was taken in whole, or -1. */
    long revision() {
        byte @Nullable [] revision = rows.get("revision");
        return revision == null ? -1 : Long.parseLong(AdvisoryStore.text(revision));
    }

    /**
     * What changed after {@code offset}, oldest first.
     *
     * @param about how many changes; what one record changed is never divided
     */
    Changes changesAfter(long offset, int about) {
        long revision = revision();
        if (revision <= offset) {
            return new Changes(offset, List.of());
        }
        var changes = new ArrayList<Changed>();
        long upTo = offset;
        try (var entries =
                rows.range(
                        AdvisoryStore.changedRow(offset + 1, ""),
                        AdvisoryStore.changedRow(revision + 1, ""))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                var parts = entry.key.split(NUL, 3);
                long at = Long.parseLong(parts[1]);
                if (changes.size() >= about && at != upTo) {
                    return new Changes(upTo, changes);
                }
                upTo = at;
                changes.add(new Changed(subject(parts[2]), AdvisoryStore.text(entry.value)));
            }
        }
        return new Changes(revision, changes);
    }

    private static Subject subject(String text) {
        var parts = text.split(NUL, -1);
        return switch (parts[0]) {
            case "package" -> new Subject.Packages(new AdvisedPackage(parts[1], parts[2]));
            case "vulnerability" -> new Subject.Vulnerability(parts[1]);
            case AdvisoryStore.COVERAGE -> new Subject.Coverage();
            default ->
                    throw new IllegalStateException(
                            "'%s' is no subject of a change".formatted(parts[0]));
        };
    }
}
