package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code advisories.changed} equal to the feeds: publishes what differs and nothing else.
 * Used by one thread.
 *
 * <p>A feed is surveyed whole before the first of its records is published; one that {@link
 * FeedGates} finds fault with is refused, and what was mirrored of it stays. An advisory that left
 * its feed is published once more, as withdrawn, unless another feed has it too. An id that two
 * feeds have belongs to the feed whose record is newer, else to the one that had it first.
 *
 * <p>A feed that is no longer configured goes last, when everything that is configured is there:
 * what replaces it counts before it stops counting.
 */
final class AdvisoryMirror {

    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private static final Logger log = LoggerFactory.getLogger(AdvisoryMirror.class);

    private final List<FeedLocation> locations;
    private final FeedFetcher fetcher;
    private final FeedReader reader;
    private final AdvisoryTopic topic;
    private final Concessions concessions;
    private final Clock clock;

    private final Map<String, Mirrored> mirrored = new HashMap<>();
    private final Map<String, FeedLoaded> feeds = new HashMap<>();
    private final Exploitation exploitation = new Exploitation();
    private final Set<String> named = new HashSet<>();
    private final Set<String> inSeveralFeeds = new HashSet<>();
    private final Map<String, Loaded> loaded = new HashMap<>();

    /** Advisories that left their feed: another feed may take them until they are withdrawn. */
    private final Set<String> orphans = new HashSet<>();

    private Set<String> present = Set.of();
    private Set<String> leaving = Set.of();

    /**
     * The content of a feed that was read last, and how many names were known then.
     *
     * @param refused it was not taken
     */
    private record Loaded(String stamp, int named, boolean refused) {}

    AdvisoryMirror(
            List<FeedLocation> locations,
            FeedFetcher fetcher,
            FeedReader reader,
            AdvisoryTopic topic,
            Concessions concessions,
            Clock clock) {
        this.locations = locations;
        this.fetcher = fetcher;
        this.reader = reader;
        this.topic = topic;
        this.concessions = concessions;
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
        var found = new LinkedHashMap<String, Feed>();
        boolean complete = list(found);
        present = Set.copyOf(found.keySet());
        leaving = complete ? leaving() : Set.of();
        var inOrder =
                found.values().stream()
                        .sorted(
                                Comparator.comparing(
                                        feed ->
                                                FeedFormat.of(feed.name()).orElse(null)
                                                        == FeedFormat.CSV))
                        .toList();
        complete &= loadAll(inOrder);
        if (orphans.stream().anyMatch(inSeveralFeeds::contains)) {
            loaded.clear();
            complete &= loadAll(inOrder);
        }
        withdraw(orphans);
        orphans.clear();
        if (complete && inOrder.stream().allMatch(feed -> isLoaded(feed.name()))) {
            retire();
        }
        return complete;
    }

    /** The last state of every feed that is there. */
    List<FeedLoaded> feeds() {
        return feeds.values().stream().filter(feed -> present.contains(feed.getFeed())).toList();
    }

    private boolean loadAll(List<Feed> inOrder) throws InterruptedException, ExecutionException {
        boolean complete = true;
        for (var feed : inOrder) {
            complete &= load(feed);
        }
        return complete;
    }

    private boolean isLoaded(String feed) {
        var last = loaded.get(feed);
        return last != null && !last.refused();
    }

    private boolean list(Map<String, Feed> found) throws ExecutionException {
        boolean complete = true;
        for (var location : locations) {
            try {
                for (var feed : location.feeds()) {
                    var other = found.putIfAbsent(feed.name(), feed);
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

    /** Feeds of locations that are no longer configured, and those an operator lets go. */
    private Set<String> leaving() {
        if (locations.isEmpty()) {
            return Set.of();
        }
        var names = new HashSet<String>();
        mirrored.values().stream()
                .filter(advisory -> !advisory.withdrawn())
                .forEach(advisory -> names.add(advisory.feed()));
        feeds.values().stream()
                .filter(feed -> feed.getRecords() > 0)
                .forEach(feed -> names.add(feed.getFeed()));
        names.removeIf(name -> present.contains(name) || isConfigured(name));
        return names;
    }

    /** Of a folder, an operator can let a file go; elsewhere it may only be missing for now. */
    private boolean isConfigured(String name) {
        var feed = feeds.get(name);
        return feed != null
                && locations.stream()
                        .filter(location -> location.holds(feed.getLocation()))
                        .anyMatch(
                                location ->
                                        !(location instanceof FeedLocation.Local)
                                                || !concessions.allow(name, now()));
    }

    /**
     * First it stops to count: an image without advisories is not clean, and a vulnerability that
     * no list speaks of is not "not exploited".
     */
    private void retire() throws InterruptedException, ExecutionException {
        for (var name : leaving) {
            var feed = feeds.get(name);
            if (feed != null && feed.getRecords() > 0) {
                publish(
                        FeedLoaded.newBuilder(feed)
                                .setRecords(0)
                                .setEcosystems(List.of())
                                .setKev(false)
                                .setEpss(false)
                                .setAlarm(null)
                                .setLoadedAt(now())
                                .setCheckedAt(now())
                                .build());
            }
            withdraw(owned(name));
            concessions.spend(name, now());
            log.atInfo()
                    .addKeyValue("feed", name)
                    .log("advisory feed retired, its location is no longer configured");
        }
        if (leaving.isEmpty()) {
            return;
        }
        if (feeds.values().stream().noneMatch(FeedLoaded::getKev)) {
            exploitation.replaceListings(Map.of());
        }
        if (feeds.values().stream().noneMatch(FeedLoaded::getEpss)) {
            exploitation.replaceScores(Map.of());
        }
        publishExploitation();
    }

    /** False if the feed could not be reached. */
    private boolean load(Feed feed) throws InterruptedException, ExecutionException {
        var last = loaded.get(feed.name());
        boolean newNames =
                last != null
                        && FeedFormat.of(feed.name()).orElse(null) == FeedFormat.CSV
                        && last.named() != named.size();
        try {
            return switch (fetcher.fetch(feed, last == null || newNames ? null : last.stamp())) {
                case Fetched.Unchanged(var checkedAt) -> {
                    checked(feed, checkedAt);
                    yield true;
                }
                case Fetched.Content(var file, var trouble) -> {
                    take(file);
                    if (trouble != null) {
                        unreachable(feed, trouble);
                    }
                    yield trouble == null;
                }
            };
        } catch (FeedRefusedException e) {
            refused(feed, e.getMessage());
            return true;
        } catch (IOException e) {
            unreachable(feed, e);
            return false;
        }
    }

    private void checked(Feed feed, Instant checkedAt) throws ExecutionException {
        var last = feeds.get(feed.name());
        if (last != null && isLoaded(feed.name())) {
            publish(FeedLoaded.newBuilder(last).setCheckedAt(checkedAt).setAlarm(null).build());
        }
    }

    private void take(FeedFile file) throws IOException, InterruptedException, ExecutionException {
        var name = file.feed().name();
        loaded.put(name, new Loaded(file.stamp(), named.size(), true));
        try {
            publish(file);
            fetcher.keep(file);
            loaded.put(name, new Loaded(file.stamp(), named.size(), false));
        } catch (FeedRefusedException e) {
            discard(file, e.getMessage());
        } catch (IOException e) {
            discard(file, "it cannot be read to its end: " + e);
        }
    }

    /** A refused content is asked for again when it changes; one that was good once, at once. */
    private void discard(FeedFile file, @Nullable String reason)
            throws IOException, ExecutionException {
        fetcher.discard(file);
        if (file.kind() == FeedFile.Kind.KEPT) {
            loaded.remove(file.feed().name());
        }
        refused(file.feed(), reason);
    }

    /** Whoever looks at the feeds sees why it is old. */
    private void refused(Feed feed, @Nullable String reason) throws ExecutionException {
        log.atError()
                .addKeyValue("feed", feed.name())
                .addKeyValue("location", feed.location())
                .addKeyValue("reason", reason)
                .log("advisory feed refused, the last good one stays");
        alarm(feed, "refused: " + reason);
    }

    /** Old age alone tells of a server that is away for a while. */
    private void unreachable(Feed feed, IOException cause) throws ExecutionException {
        log.atError()
                .addKeyValue("feed", feed.name())
                .addKeyValue("location", feed.location())
                .addKeyValue("cause", cause.toString())
                .log("advisory feed cannot be reached, the last good one stays");
        var last = feeds.get(feed.name());
        if (last == null || last.getRecords() == 0) {
            alarm(feed, "never reached: " + cause.getMessage());
        }
    }

    private void alarm(Feed feed, String alarm) throws ExecutionException {
        var last = feeds.get(feed.name());
        var builder =
                last == null
                        ? FeedLoaded.newBuilder()
                                .setFeed(feed.name())
                                .setLocation(feed.location())
                                .setRecords(0)
                                .setLoadedAt(Instant.EPOCH)
                        : FeedLoaded.newBuilder(last);
        if (last == null || !alarm.equals(last.getAlarm())) {
            publish(builder.setAlarm(alarm).build());
        }
    }

    private void publish(FeedFile file)
            throws IOException, InterruptedException, ExecutionException {
        var feed = file.feed();
        var survey = new FeedSurvey(named::contains, this::isNews, now().plus(CLOCKS_DIFFER));
        reader.read(file, survey::add);
        var owned = owned(feed.name());
        var lost = new HashSet<>(owned);
        lost.removeAll(survey.ids);
        lost.removeAll(survey.unreadable);
        check(feed, survey, owned, lost);
        file.requireUnchanged();

        int published = survey.hasNews ? publishAdvisories(file, survey) : 0;
        orphans.addAll(lost);
        publishExploitation(feed, survey);
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
                        .setCheckedAt(file.checkedAt())
                        .build());
        log.atInfo()
                .addKeyValue("feed", feed.name())
                .addKeyValue("records", survey.records())
                .addKeyValue("published", published)
                .addKeyValue("gone", lost.size())
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

    private void check(Feed feed, FeedSurvey survey, Set<String> owned, Set<String> lost) {
        FeedGates.requireUsable(survey);
        var last = feeds.get(feed.name());
        if (last != null && !last.getLocation().equals(feed.location())) {
            return; // another feed of the same name
        }
        try {
            FeedGates.requirePlausible(survey, last, owned, lost);
        } catch (FeedRefusedException e) {
            if (!concessions.allow(feed.name(), now())) {
                throw e;
            }
            concessions.spend(feed.name(), now());
            log.atWarn()
                    .addKeyValue("feed", feed.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("advisory feed taken although it is implausible, as configured");
        }
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
            boolean givenUp =
                    present.withdrawn()
                            || leaving.contains(present.feed())
                            || orphans.contains(advisory.getId());
            if (!givenUp && !advisory.getModified().isAfter(present.modified())) {
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
        orphans.remove(advisory.getId());
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

    /** Of two lists the newer one counts. */
    private void publishExploitation(Feed feed, FeedSurvey survey) throws ExecutionException {
        if (survey.hasListings && !isOutdone(feed, survey, FeedLoaded::getKev)) {
            exploitation.replaceListings(survey.listings);
        }
        if (survey.hasScores && !isOutdone(feed, survey, FeedLoaded::getEpss)) {
            exploitation.replaceScores(survey.scores);
        }
        publishExploitation();
    }

    private boolean isOutdone(Feed feed, FeedSurvey survey, Predicate<FeedLoaded> ofItsKind) {
        var newest = survey.newest;
        return feeds.values().stream()
                .filter(ofItsKind)
                .filter(other -> !other.getFeed().equals(feed.name()))
                .filter(other -> isLoaded(other.getFeed()))
                .map(FeedLoaded::getNewest)
                .anyMatch(other -> other != null && (newest == null || other.isAfter(newest)));
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
