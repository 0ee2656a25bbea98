package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code advisories.changed} equal to the feeds: publishes what differs and nothing else.
 * Used by one thread.
 *
 * <p>A feed is surveyed whole before the first of its records is published; one that is empty, cut
 * short, or has lost much is refused, and what was mirrored of it stays. An advisory that left its
 * feed is published once more, as withdrawn. An id that two feeds have belongs to the feed whose
 * record is newer, else to the one that had it first.
 */
final class AdvisoryMirror {

    /** A feed that lost more than two of a hundred advisories at once is broken, not corrected. */
    private static final int LOST_OF_100 = 2;

    /** So few may always go: a small feed, kept by hand, is corrected by a record or two. */
    private static final int LOST_AT_LEAST = 5;

    private static final Logger log = LoggerFactory.getLogger(AdvisoryMirror.class);

    private final List<FeedLocation> locations;
    private final FeedFetcher fetcher;
    private final FeedReader reader;
    private final AdvisoryTopic topic;
    private final Clock clock;

    private final Map<String, Mirrored> mirrored = new HashMap<>();
    private final Map<String, FeedLoaded> feeds = new HashMap<>();
    private final Exploitation exploitation = new Exploitation();
    private final Set<String> named = new HashSet<>();
    private final Set<String> inSeveralFeeds = new HashSet<>();
    private final Map<String, Loaded> loaded = new HashMap<>();

    /**
     * The content of a feed that was read last, taken or refused, and how many names were known
     * then.
     */
    private record Loaded(String stamp, int named) {}

    AdvisoryMirror(
            List<FeedLocation> locations,
            FeedFetcher fetcher,
            FeedReader reader,
            AdvisoryTopic topic,
            Clock clock) {
        this.locations = locations;
        this.fetcher = fetcher;
        this.reader = reader;
        this.topic = topic;
        this.clock = clock;
    }

    /** Learns what the topic has; before the first {@link #refresh}. */
    void restore() throws InterruptedException {
        var deserializer = new EventDeserializer<SpecificRecord>();
        topic.read(
                (key, bytes) -> {
                    if (bytes == null) {
                        return;
                    }
                    try {
                        restore(key, deserializer.deserialize("", bytes), bytes);
                    } catch (UndecodableEventException e) {
                        log.atWarn()
                                .addKeyValue("key", key)
                                .addKeyValue("cause", e.getMessage())
                                .log(
                                        "mirrored advisory cannot be read, it will be published again");
                    }
                });
        log.atInfo()
                .addKeyValue("advisories", mirrored.size())
                .addKeyValue("feeds", feeds.size())
                .log("advisory mirror restored");
    }

    private void restore(String key, @Nullable SpecificRecord event, byte[] bytes) {
        switch (event) {
            case AdvisoryChanged advisory -> {
                mirrored.put(key, Mirrored.of(advisory, bytes));
                FeedSurvey.names(advisory).forEach(named::add);
            }
            case ExploitationChanged known -> exploitation.restore(known);
            case FeedLoaded feed -> feeds.put(feed.getFeed(), feed);
            case null, default ->
                    log.atWarn().addKeyValue("key", key).log("mirror holds a foreign event");
        }
    }

    /**
     * Looks at every location once.
     *
     * @return whether every feed could be looked at; what could not is logged and tried again
     * @throws ExecutionException if the broker refused something: then {@link #restore} again
     */
    boolean refresh() throws InterruptedException, ExecutionException {
        var present = new LinkedHashMap<String, Feed>();
        boolean complete = list(present);
        retire(present.keySet());
        var inOrder =
                present.values().stream()
                        .sorted(
                                Comparator.comparing(
                                        feed ->
                                                FeedFormat.of(feed.name()).orElse(null)
                                                        == FeedFormat.CSV))
                        .toList();
        for (var feed : inOrder) {
            complete &= load(feed);
        }
        return complete;
    }

    private boolean list(Map<String, Feed> present) {
        boolean complete = true;
        for (var location : locations) {
            try {
                for (var feed : location.feeds()) {
                    var other = present.putIfAbsent(feed.name(), feed);
                    if (other != null && !other.equals(feed)) {
                        complete = false;
                        refused(
                                feed,
                                "a feed of this name is at '%s' too".formatted(other.location()));
                    }
                }
            } catch (IOException e) {
                complete = false;
                log.atError()
                        .addKeyValue("location", location)
                        .addKeyValue("cause", e.toString())
                        .log("advisory location cannot be listed, the last good feeds stay");
            }
        }
        return complete;
    }

    /** Withdraws what came from locations that are no longer configured. */
    private void retire(Set<String> present) throws InterruptedException, ExecutionException {
        if (locations.isEmpty()) {
            return;
        }
        var retired =
                feeds.values().stream()
                        .filter(feed -> feed.getRecords() > 0 && !present.contains(feed.getFeed()))
                        .filter(
                                feed ->
                                        locations.stream()
                                                .noneMatch(
                                                        location ->
                                                                location.holds(feed.getLocation())))
                        .toList();
        for (var feed : retired) {
            withdraw(owned(feed.getFeed()));
            if (feed.getKev()) {
                exploitation.replaceListings(Map.of());
            }
            if (feed.getEpss()) {
                exploitation.replaceScores(Map.of());
            }
            publishExploitation();
            publish(
                    FeedLoaded.newBuilder(feed)
                            .setRecords(0)
                            .setEcosystems(List.of())
                            .setKev(false)
                            .setEpss(false)
                            .setLoadedAt(now())
                            .build());
            log.atInfo()
                    .addKeyValue("feed", feed.getFeed())
                    .addKeyValue("location", feed.getLocation())
                    .log("advisory feed retired, its location is no longer configured");
        }
    }

    /** False if the feed could not be reached. */
    private boolean load(Feed feed) throws InterruptedException, ExecutionException {
        var last = loaded.get(feed.name());
        boolean newNames =
                last != null
                        && FeedFormat.of(feed.name()).orElse(null) == FeedFormat.CSV
                        && last.named() != named.size();
        try {
            var fetched = fetcher.fetch(feed, last == null || newNames ? null : last.stamp());
            if (fetched.isPresent()) {
                take(fetched.get());
            }
            return true;
        } catch (IOException e) {
            refused(feed, "it cannot be reached: " + e);
            return false;
        }
    }

    private void take(FeedFile file) throws InterruptedException, ExecutionException {
        var feed = file.feed();
        try (file) {
            // A refused file is looked at again when it changes, a refused download at each
            // refresh.
            if (!file.temporary()) {
                loaded.put(feed.name(), new Loaded(file.stamp(), named.size()));
            }
            publish(file);
            loaded.put(feed.name(), new Loaded(file.stamp(), named.size()));
        } catch (FeedRefusedException e) {
            refused(feed, e.getMessage());
        } catch (IOException e) {
            refused(feed, "it cannot be read to its end: " + e);
        }
    }

    private static void refused(Feed feed, @Nullable String reason) {
        log.atError()
                .addKeyValue("feed", feed.name())
                .addKeyValue("location", feed.location())
                .addKeyValue("reason", reason)
                .log("advisory feed refused, the last good one stays");
    }

    private void publish(FeedFile file)
            throws IOException, InterruptedException, ExecutionException {
        var feed = file.feed();
        var survey = new FeedSurvey(named::contains, this::isNews);
        reader.read(file, survey::add);
        var lost = owned(feed.name());
        lost.removeAll(survey.ids);
        check(feed, survey, lost);
        file.requireUnchanged();

        int published = survey.hasNews ? publishAdvisories(file, survey) : 0;
        withdraw(lost);
        publishExploitation(survey);
        publish(
                FeedLoaded.newBuilder()
                        .setFeed(feed.name())
                        .setLocation(feed.location())
                        .setRecords(survey.records())
                        .setEcosystems(List.copyOf(survey.ecosystems))
                        .setKev(survey.hasListings)
                        .setEpss(survey.hasScores)
                        .setNewest(survey.newest)
                        .setLoadedAt(now())
                        .build());
        log.atInfo()
                .addKeyValue("feed", feed.name())
                .addKeyValue("records", survey.records())
                .addKeyValue("published", published)
                .addKeyValue("withdrawn", lost.size())
                .addKeyValue("broken", survey.broken)
                .log("advisory feed loaded");
        if (survey.broken > 0) {
            log.atWarn()
                    .addKeyValue("feed", feed.name())
                    .addKeyValue("broken", survey.broken)
                    .addKeyValue("first", survey.brokenNamed)
                    .log("advisory feed has records that cannot be read");
        }
    }

    private void check(Feed feed, FeedSurvey survey, Set<String> lost) {
        if (survey.records() == 0) {
            throw new FeedRefusedException(
                    "it has no record that can be read; %d cannot, the first: %s"
                            .formatted(survey.broken, survey.brokenNamed));
        }
        var last = feeds.get(feed.name());
        if (last != null && !last.getLocation().equals(feed.location())) {
            return; // another feed of the same name
        }
        int had = owned(feed.name()).size();
        if (tooMany(lost.size(), had)) {
            throw new FeedRefusedException(
                    "%d of its %d advisories are gone".formatted(lost.size(), had));
        }
        if (last != null && (last.getKev() || last.getEpss())) {
            long gone = last.getRecords() - survey.records();
            if (tooMany(gone, last.getRecords())) {
                throw new FeedRefusedException(
                        "%d of its %d records are gone".formatted(gone, last.getRecords()));
            }
        }
    }

    private static boolean tooMany(long lost, long had) {
        return lost >= LOST_AT_LEAST && lost * 100 > had * LOST_OF_100;
    }

    private Set<String> owned(String feed) {
        return mirrored.entrySet().stream()
                .filter(entry -> entry.getValue().feed().equals(feed))
                .filter(entry -> !entry.getValue().withdrawn())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isNews(AdvisoryChanged advisory) {
        var present = mirrored.get(advisory.getId());
        return present == null || !present.equals(Mirrored.of(advisory, Mirrored.bytes(advisory)));
    }

    /** The second reading. */
    private int publishAdvisories(FeedFile file, FeedSurvey survey)
            throws IOException, ExecutionException {
        var published = new int[1];
        var repeated = new HashMap<String, AdvisoryChanged>();
        reader.read(
                file,
                entry -> {
                    if (!(entry instanceof FeedEntry.Advisory(var advisory))) {
                        return;
                    }
                    if (survey.repeated.contains(advisory.getId())) {
                        repeated.merge(advisory.getId(), advisory, AdvisoryMirror::union);
                    } else if (publishIfNews(advisory)) {
                        published[0]++;
                    }
                });
        for (var advisory : repeated.values()) {
            if (publishIfNews(advisory)) {
                published[0]++;
            }
        }
        topic.awaitAcknowledged();
        return published[0];
    }

    /** An id that comes twice in a feed: the newer record, affecting what either affects. */
    private static AdvisoryChanged union(AdvisoryChanged one, AdvisoryChanged other) {
        var newer = other.getModified().isAfter(one.getModified()) ? other : one;
        var affected = new LinkedHashSet<Affected>(one.getAffected());
        affected.addAll(other.getAffected());
        return AdvisoryChanged.newBuilder(newer).setAffected(new ArrayList<>(affected)).build();
    }

    private boolean publishIfNews(AdvisoryChanged advisory) {
        FeedSurvey.names(advisory).forEach(named::add);
        var present = mirrored.get(advisory.getId());
        if (present != null && !present.feed().equals(advisory.getFeed())) {
            inSeveralFeeds.add(advisory.getId());
            if (!present.withdrawn() && !advisory.getModified().isAfter(present.modified())) {
                return false;
            }
        }
        var bytes = Mirrored.bytes(advisory);
        var newest = Mirrored.of(advisory, bytes);
        if (newest.equals(present)) {
            return false;
        }
        topic.send(advisory.getId(), bytes);
        mirrored.put(advisory.getId(), newest);
        return true;
    }

    /** Publishes them once more, with the present time as {@code withdrawn}. */
    private void withdraw(Set<String> ids) throws InterruptedException, ExecutionException {
        if (ids.isEmpty()) {
            return;
        }
        for (var advisory : contents(ids)) {
            var withdrawn = AdvisoryChanged.newBuilder(advisory).setWithdrawn(now()).build();
            var bytes = Mirrored.bytes(withdrawn);
            topic.send(withdrawn.getId(), bytes);
            mirrored.put(withdrawn.getId(), Mirrored.of(withdrawn, bytes));
        }
        topic.awaitAcknowledged();
        if (ids.stream().anyMatch(inSeveralFeeds::contains)) {
            loaded.clear(); // the next look reads every feed: one of them still has it
        }
    }

    /** What the topic says of them; the mirror itself remembers hashes only. */
    private List<AdvisoryChanged> contents(Set<String> ids) throws InterruptedException {
        var contents = new HashMap<String, AdvisoryChanged>();
        var deserializer = new EventDeserializer<SpecificRecord>();
        topic.read(
                (key, bytes) -> {
                    if (ids.contains(key)
                            && bytes != null
                            && deserializer.deserialize("", bytes)
                                    instanceof AdvisoryChanged advisory) {
                        contents.put(key, advisory);
                    }
                });
        return List.copyOf(contents.values());
    }

    private void publishExploitation(FeedSurvey survey) throws ExecutionException {
        if (survey.hasListings) {
            exploitation.replaceListings(survey.listings);
        }
        if (survey.hasScores) {
            exploitation.replaceScores(survey.scores);
        }
        publishExploitation();
    }

    private void publishExploitation() throws ExecutionException {
        exploitation
                .takeChanges()
                .forEach(
                        event ->
                                topic.send(
                                        "exploitation:" + event.getVulnerability(),
                                        Mirrored.bytes(event)));
        topic.awaitAcknowledged();
    }

    private void publish(FeedLoaded feed) throws ExecutionException {
        topic.send("feed:" + feed.getFeed(), Mirrored.bytes(feed));
        topic.awaitAcknowledged();
        feeds.put(feed.getFeed(), feed);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
