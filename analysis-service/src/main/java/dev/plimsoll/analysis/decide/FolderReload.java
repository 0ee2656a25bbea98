package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.RuleState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the rules equal to the folder of rules while the service runs. A rule that can no longer be
 * read is written as refused, so that it stops accepting.
 */
final class FolderReload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FolderReload.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RuleReader reader;
    private final LiveRules rules;
    private final Decisions decisions;
    private final RulesTopic topic;
    private final DecisionRecords records;
    private final InstantSource clock;
    private volatile @Nullable Thread thread;

    /** What the folder wanted when it was last read in whole; null before that. */
    private @Nullable Map<String, SpecificRecord> last;

    FolderReload(
            RuleReader reader,
            LiveRules rules,
            Decisions decisions,
            RulesTopic topic,
            InstantSource clock) {
        this.reader = reader;
        this.rules = rules;
        this.decisions = decisions;
        this.topic = topic;
        this.records = new DecisionRecords(clock);
        this.clock = clock;
    }

    @Override
    public void start() {
        var folder = reader.folder();
        if (folder.isEmpty()) {
            log.info("no folder of rules is configured: only rules of the API hold");
            return;
        }
        // Known before it runs: it ends when it is no longer known.
        var running =
                Thread.ofPlatform().daemon().name("rule-folder").unstarted(() -> run(folder.get()));
        thread = running;
        running.start();
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run(Path folder) {
        while (thread != null) {
            try {
                reload(folder);
            } catch (IOException e) {
                log.atError()
                        .addKeyValue("folder", folder)
                        .setCause(e)
                        .log("rules cannot be read: the last ones stay");
            } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("rules could not be exchanged with Kafka");
            }
            try {
                Thread.sleep(reader.reload());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads the folder once. */
    void reload(Path folder) throws IOException {
        var now = clock.instant();
        var entries = reader.folder(folder, now);
        decisions.turn().lock();
        try {
            rules.catchUp(PATIENCE);
            var held = rules.everything();
            var folderChanges = FolderChanges.of(entries, held, now);
            var changes = folderChanges.since(last, now);
            write(changes, held);
            last = folderChanges.wanted();
        } finally {
            decisions.turn().unlock();
        }
    }

    private void write(List<SpecificRecord> changes, Map<String, Held<SpecificRecord>> held) {
        if (changes.isEmpty()) {
            return;
        }
        var logged = new ArrayList<DecisionLogged>();
        var events = new LinkedHashMap<String, SpecificRecord>();
        for (var change : changes) {
            var id = Entry.id(change);
            var before = held.get(id);
            if (before == null || !Entry.meaning(before.event()).equals(Entry.meaning(change))) {
                logged.add(records.file(id, action(before, change), before, change));
            }
            events.put(id, change);
        }
        topic.log(logged);
        var offsets = topic.hold(events);
        rules.await(offsets.getLast(), PATIENCE);
        changes.forEach(FolderReload::tell);
    }

    private static DecisionAction action(
            @Nullable Held<SpecificRecord> before, SpecificRecord change) {
        if (Entry.state(change) == RuleState.REMOVED) {
            return DecisionAction.REMOVE;
        }
        return before == null || Entry.state(before.event()) == RuleState.REMOVED
                ? DecisionAction.CREATE
                : DecisionAction.CHANGE;
    }

    private static void tell(SpecificRecord change) {
        if (Entry.state(change) == RuleState.REFUSED) {
            log.atError()
                    .addKeyValue("rule", Entry.id(change))
                    .addKeyValue("refusal", Entry.refusal(change))
                    .log("rule refused: it accepts nothing");
        } else {
            log.atInfo()
                    .addKeyValue("rule", Entry.id(change))
                    .addKeyValue("state", Entry.state(change))
                    .log("rule changed");
        }
    }
}
