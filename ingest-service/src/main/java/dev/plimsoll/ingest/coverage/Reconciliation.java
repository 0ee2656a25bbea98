package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.coverage.Coverage.Entry;
import dev.plimsoll.ingest.coverage.Coverage.OfRegistry;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the registries when it is time, judges what the last listings found by what was seen since,
 * asks for what is missing and tells what vanished. Every instance does all of it: ids are the
 * same, and what one asked for the others see in the topic.
 */
final class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    /** A listing is stale when as many intervals have passed since the last whole one. */
    private static final int STALE_INTERVALS = 2;

    private final List<Watched> registries;
    private final CoverageProperties properties;
    private final Seen seen;
    private final Judge judge;
    private final EventPublisher publisher;
    private final Executor listings;
    private final Clock clock;
    private volatile Coverage coverage = Coverage.UNKNOWN;

    /**
     * @param listings where listings run, which take as long as the registry takes
     */
    Reconciliation(
            List<CatalogueReader> readers,
            CoverageProperties properties,
            Seen seen,
            EventPublisher publisher,
            Executor listings,
            Clock clock) {
        var watched = new ArrayList<Watched>();
        for (int i = 0; i < readers.size(); i++) {
            watched.add(new Watched(properties.registries().get(i), readers.get(i)));
        }
        this.registries = List.copyOf(watched);
        this.properties = properties;
        this.seen = seen;
        this.judge = new Judge(seen, properties.patience());
        this.publisher = publisher;
        this.listings = listings;
        this.clock = clock;
        this.coverage = judged(clock.instant());
    }

    /**
     * A registry between two looks; written by its listing and by the look, one after the other.
     */
    private static final class Watched {

        private final CatalogueSource source;
        private final CatalogueReader reader;
        private @Nullable Catalogue catalogue;
        private @Nullable Instant attempted;
        private @Nullable Instant knownAt;
        private @Nullable String problem;
        private boolean running;
        private boolean fresh;
        private int heldBack;

        Watched(CatalogueSource source, CatalogueReader reader) {
            this.source = source;
            this.reader = reader;
        }
    }

    Coverage coverage() {
        return coverage;
    }

    /** Starts the listings that are due. */
    void list() {
        var now = clock.instant();
        for (var registry : registries) {
            synchronized (registry) {
                var attempted = registry.attempted;
                if (registry.running
                        || attempted != null
                                && now.isBefore(attempted.plus(properties.interval()))) {
                    continue;
                }
                registry.running = true;
                registry.attempted = now;
            }
            listings.execute(() -> list(registry));
        }
    }

    private void list(Watched registry) {
        try {
            // Another interval may pass, and then it has to be done with.
            var catalogue =
                    registry.reader.read(seen::scanned, properties.interval().multipliedBy(2));
            synchronized (registry) {
                registry.catalogue = catalogue;
                registry.fresh = true;
                registry.problem = catalogue.whole() ? null : "not listed to its end";
                if (catalogue.whole()) {
                    registry.knownAt = catalogue.ended();
                }
            }
            log.atInfo()
                    .addKeyValue("registry", catalogue.registry())
                    .addKeyValue("repositories", catalogue.repositories().size())
                    .addKeyValue("whole", catalogue.whole())
                    .log("registry listed");
        } catch (ImageRefusedException | RegistryUnavailableException e) {
            failed(registry, e.toString());
            log.atWarn()
                    .addKeyValue("registry", registry.source.host())
                    .setCause(e)
                    .log("registry could not be listed");
        } catch (RuntimeException e) {
            failed(registry, "the listing stopped with " + e.getClass().getSimpleName());
            log.atError()
                    .addKeyValue("registry", registry.source.host())
                    .setCause(e)
                    .log("listing stopped");
        } finally {
            synchronized (registry) {
                registry.running = false;
            }
        }
    }

    private static void failed(Watched registry, String problem) {
        synchronized (registry) {
            registry.problem = problem;
        }
    }

    /**
     * Judges, tells and asks. Everything that was in the topics when it was called has to be in
     * {@link Seen}.
     *
     * @throws NotPublishedException if Kafka did not take something: the next look tries again
     */
    void look() {
        registries.forEach(this::tellDeletions);
        var now = clock.instant();
        var judged = judged(now);
        coverage = judged;
        ask(judged, now);
    }

    private void tellDeletions(Watched registry) {
        Catalogue catalogue;
        synchronized (registry) {
            catalogue = registry.fresh ? registry.catalogue : null;
        }
        if (catalogue == null) {
            return;
        }
        var vanished = Vanished.of(catalogue, seen, properties.largestDeletion());
        if (vanished.suspicious()) {
            log.atWarn()
                    .addKeyValue("registry", catalogue.registry())
                    .addKeyValue("tags", vanished.tags().size())
                    .log("too many tags vanished at once, none is told as deleted");
        } else {
            vanished.tags().forEach(tag -> tellDeletion(registry, tag));
        }
        synchronized (registry) {
            registry.fresh = false;
            registry.heldBack = vanished.suspicious() ? vanished.tags().size() : 0;
        }
    }

    /** The registry has the last word: a list may skip what moved while it was read. */
    private void tellDeletion(Watched registry, TagName tag) {
        try {
            if (registry.reader.digest(tag) != null) {
                return;
            }
        } catch (ImageRefusedException | RegistryUnavailableException e) {
            log.atWarn()
                    .addKeyValue("image", tag)
                    .setCause(e)
                    .log("tag not listed, and not confirmed to be gone");
            return;
        }
        publisher.publish(
                Topic.IMAGES_PUSHED,
                List.of(Requests.deletion(tag, seen, clock.instant())),
                properties.acknowledgement());
        log.atInfo().addKeyValue("image", tag).log("tag is gone from its registry");
    }

    private void ask(Coverage judged, Instant now) {
        long room = properties.inFlight() - seen.onTheirWay(now.minus(properties.patience()));
        for (var registry : judged.registries()) {
            var requests = Requests.of(registry.entries(), room, properties.patience(), now);
            for (var request : requests) {
                publisher.publish(
                        request.topic(), List.of(request.event()), properties.acknowledgement());
            }
            room -= requests.size();
            if (!requests.isEmpty()) {
                log.atInfo()
                        .addKeyValue("registry", registry.registry())
                        .addKeyValue("images", requests.size())
                        .log("scans of what was missed");
            }
        }
    }

    private Coverage judged(Instant now) {
        return new Coverage(now, registries.stream().map(one -> judged(one, now)).toList());
    }

    private OfRegistry judged(Watched registry, Instant now) {
        synchronized (registry) {
            var catalogue = registry.catalogue;
            var knownAt = registry.knownAt;
            var staleAfter = properties.interval().multipliedBy(STALE_INTERVALS);
            return new OfRegistry(
                    registry.source.host().value(),
                    registry.source.kind(),
                    catalogue,
                    knownAt,
                    knownAt == null || knownAt.plus(staleAfter).isBefore(now),
                    registry.problem,
                    registry.heldBack,
                    catalogue == null ? List.of() : entries(catalogue, now));
        }
    }

    private List<Entry> entries(Catalogue catalogue, Instant now) {
        var entries = new ArrayList<Entry>();
        catalogue
                .repositories()
                .forEach(
                        (repository, listed) ->
                                listed.tags()
                                        .forEach(
                                                (tag, present) -> {
                                                    var name =
                                                            new TagName(
                                                                    catalogue.registry(),
                                                                    repository,
                                                                    tag);
                                                    if (!judge.isGoneSince(
                                                            name, catalogue.begun())) {
                                                        entries.add(
                                                                entry(
                                                                        name, present,
                                                                        catalogue, now));
                                                    }
                                                }));
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private Entry entry(TagName name, Present present, Catalogue catalogue, Instant now) {
        return new Entry(
                name,
                present instanceof Present.Image image ? image.digest() : "",
                judge.standing(name, present, catalogue.begun(), now));
    }
}
