package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.Explanation;
import dev.plimsoll.analysis.match.Matcher;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Inventory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why is a vulnerability a finding of an image, or why not? Asked of the state of the topology: of
 * what was read of the image, and of the advisories as they are now.
 */
public final class Explanations {

    private static final Logger log = LoggerFactory.getLogger(Explanations.class);

    private final Supplier<Optional<Stores>> stores;
    private final InstantSource clock;

    /** What came of asking. */
    public sealed interface Answer {

        /** One or more answers, see {@link Matcher#explain}. */
        record Explained(List<Explained.One> answers) implements Answer {

            /**
             * One answer.
             *
             * @param finding with today's decision; null where it is none
             */
            public record One(Explanation explanation, @Nullable Finding finding) {}

            public Explained {
                answers = List.copyOf(answers);
            }
        }

        /** It cannot be told here and now; {@code why} is for whoever asked. */
        record NotHere(String why) implements Answer {}
    }

    /** The stores of the topology on this instance. */
    interface Stores {
        /**
         * @throws InvalidStateStoreException if it cannot be read now
         */
        <V> ReadOnlyKeyValueStore<String, V> named(String name);
    }

    /**
     * @param stores of the running topology; empty while it is not
     */
    Explanations(Supplier<Optional<Stores>> stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * @param tag null for an image that was scanned by digest
     * @param vulnerability under any of its names
     */
    public Answer explain(
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform,
            String vulnerability) {
        var running = stores.get();
        if (running.isEmpty()) {
            return new Answer.NotHere("The analysis is starting: ask again in a moment.");
        }
        try {
            return explain(
                    running.get(),
                    ImageName.of(registry, repository, tag, digest, platform),
                    vulnerability);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            log.atInfo().addKeyValue("reason", e.getMessage()).log("explanation not possible now");
            return new Answer.NotHere(
                    "The state of the analysis is being moved or restored: ask again in a moment.");
        }
    }

    private Answer explain(Stores running, ImageName name, String vulnerability) {
        var state =
                new TrackState.Reader(
                        running.named(TrackState.STORE), running.named(TrackState.INVENTORIES));
        var image = state.image(name);
        if (image == null) {
            return new Answer.NotHere(
                    "This instance does not hold the image: ask another instance of the analysis,"
                            + " or scan it again.");
        }
        var scan = state.inventory(image);
        if (scan == null) {
            return new Answer.NotHere(
                    image.deleted()
                            ? "The image left the registry."
                            : "What is in the image is not known: no scan of it has succeeded.");
        }
        var advisories = new StoredAdvisories(running.named(AdvisoryStore.STORE));
        var rules = new RuleStore.Reader(running.named(RuleStore.STORE));
        var inventory = (Inventory) scan.getOutcome();
        var assessor =
                new Assessor(advisories, Attested.policy(rules.policy(), scan), clock.instant());
        return new Answer.Explained(
                Matcher.explain(inventory, advisories, vulnerability).stream()
                        .map(explanation -> one(assessor, image, inventory, explanation))
                        .toList());
    }

    private static Answer.Explained.One one(
            Assessor assessor, ImageState image, Inventory inventory, Explanation explanation) {
        var match = explanation.match();
        return new Answer.Explained.One(
                explanation,
                match == null
                        ? null
                        : assessor.finding(image.contentRef(), inventory, image.base(), match));
    }
}
