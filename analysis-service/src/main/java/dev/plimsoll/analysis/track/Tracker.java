package dev.plimsoll.analysis.track;

import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanReported;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition: pushes, deletions and scans in, changed findings and assessed images out. Carries
 * out what {@link Fold} decides.
 *
 * <p>At least once, without transactions: every step goes into the journal first. After a restart
 * the journal of the last minutes is carried out again, with the same ids, before anything else: a
 * step whose telling or whose writes were lost in the crash is complete then, and receivers know
 * the rest by its ids.
 */
final class Tracker implements Processor<String, SpecificRecord, String, SpecificRecord> {

    private static final Logger log = LoggerFactory.getLogger(Tracker.class);

    /** How often the outside is looked at: what a changed advisory waits at most. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    /** What is told again after a restart: far more than can lie between two commits. */
    static final Duration JOURNAL_KEPT = Duration.ofMinutes(10);

    /** Assessing again gives way to new scans after this time. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private static final int DUE_AT_ONCE = 50;

    private final Duration staleAfter;
    private final Lines lines;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable TrackState state;
    private @Nullable Fold fold;
    private @Nullable Outside outside;
    private boolean recovered;
    private long lastStep;

    /**
     * @param staleAfter age of the last check of a feed beyond which its ecosystems are stale
     */
    Tracker(Duration staleAfter, Lines lines) {
        this.staleAfter = staleAfter;
        this.lines = lines;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        state =
                new TrackState(
                        processorContext.getStateStore(TrackState.STORE),
                        processorContext.getStateStore(TrackState.INVENTORIES));
        var advisories = new StoredAdvisories(processorContext.getStateStore(AdvisoryStore.STORE));
        var rules = new RuleStore.Reader(processorContext.getStateStore(RuleStore.STORE));
        var knownImages = new KnownImages.Reader(processorContext.getStateStore(KnownImages.STORE));
        var freshness = new Freshness(advisories, staleAfter);
        fold = new Fold(state, lines, advisories, rules, knownImages, freshness);
        outside = new Outside(state, advisories, rules, knownImages, freshness);
        processorContext.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, _ -> look());
    }

    @Override
    public void process(Record<String, SpecificRecord> message) {
        recover();
        switch (message.value()) {
            case ImagePushed _ -> {}
            case ImageDeleted deletion -> deleted(deletion);
            case ScanReported scan -> scanned(scan);
            case null, default ->
                    throw new IllegalArgumentException(
                            "'%s' is neither a push nor a deletion nor a scan"
                                    .formatted(message.value()));
        }
    }

    private void scanned(ScanReported scan) {
        var step = fold().scanned(scan, now());
        carryOut(step);
        if (step.error() != null) {
            throw step.error();
        }
    }

    private void deleted(ImageDeleted deletion) {
        long offset = context().recordMetadata().orElseThrow().offset();
        for (var image : fold().deleted(deletion, offset)) {
            carryOut(fold().delete(image, now()));
        }
        assessWhatIsDue();
    }

    private void look() {
        recover();
        outside().notice(now());
        assessWhatIsDue();
        state().forgetJournalBefore(lastStep - JOURNAL_KEPT.toMillis());
    }

    private void assessWhatIsDue() {
        long end = System.nanoTime() + SLICE.toNanos();
        do {
            var due = state().due(DUE_AT_ONCE);
            if (due.isEmpty()) {
                return;
            }
            for (var image : due) {
                var step = fold().again(image, now());
                carryOut(step);
                state().done(image.image());
                if (step.error() != null) {
                    log.atError()
                            .addKeyValue("image", image.image().topicKey())
                            .setCause(step.error())
                            .log("image could not be assessed again");
                }
            }
        } while (System.nanoTime() < end);
    }

    private void carryOut(Fold.Step step) {
        for (var entry : step.entries()) {
            lastStep = Math.max(now().toEpochMilli(), lastStep + 1);
            state().journal(lastStep, entry);
            state().apply(entry);
            tell(entry);
        }
    }

    private void recover() {
        if (recovered) {
            return;
        }
        var steps = state().journalSteps();
        lastStep = steps.isEmpty() ? 0 : steps.getLast();
        for (long step : steps) {
            if (step >= lastStep - JOURNAL_KEPT.toMillis()) {
                var entry = state().journal(step);
                state().apply(entry);
                tell(entry);
            }
        }
        state().bringUpToDate();
        outside().notice(now());
        recovered = true;
        if (!steps.isEmpty()) {
            log.atInfo().addKeyValue("steps", steps.size()).log("journal carried out again");
        }
    }

    private void tell(JournalEntry entry) {
        for (var event : entry.told()) {
            context().forward(new Record<>(keyOf(event), event, context().currentSystemTimeMs()));
        }
    }

    private static String keyOf(SpecificRecord event) {
        return switch (event) {
            case FindingsChanged changed ->
                    ImageName.repositoryKey(
                            changed.getImage().getRegistry(), changed.getImage().getRepository());
            case ImageAssessed assessed -> {
                var image = assessed.getImage();
                yield ImageName.of(
                                image.getRegistry(),
                                image.getRepository(),
                                image.getTag(),
                                image.getDigest(),
                                image.getPlatform())
                        .topicKey();
            }
            default ->
                    throw new IllegalStateException(
                            "'%s' is not told to anyone".formatted(event.getSchema().getName()));
        };
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "initialised");
    }

    private TrackState state() {
        return Objects.requireNonNull(state, "initialised");
    }

    private Fold fold() {
        return Objects.requireNonNull(fold, "initialised");
    }

    private Outside outside() {
        return Objects.requireNonNull(outside, "initialised");
    }
}
