package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of rule files as it stands: what a reload compares with the log of rules. */
final class RuleFolder {

    /** A file of rules is written by people. */
    private static final long MAX_FILE_BYTES = 1024 * 1024;

    private final Path folder;
    private final Duration longest;

    RuleFolder(Path folder, Duration longest) {
        this.folder = folder;
        this.longest = longest;
    }

    /**
     * Every rule by id. Two rules of one id are both refused: nobody can say which was meant.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    Map<String, RuleChanged> read(Instant now) throws IOException {
        var rules = new LinkedHashMap<String, RuleChanged>();
        for (var file : files()) {
            for (var rule : read(file, now)) {
                rules.merge(rule.getId(), rule, RuleFolder::duplicate);
            }
        }
        return rules;
    }

    /**
     * What has to be written so that the log says what the folder says: new, changed and removed
     * rules. Equal rules are left alone, whenever they were read.
     */
    static List<RuleChanged> changes(
            Map<String, RuleChanged> logged, Map<String, RuleChanged> present, Instant now) {
        var changes = new ArrayList<RuleChanged>();
        for (var rule : present.values()) {
            var before = logged.get(rule.getId());
            if (before == null || !timeless(before).equals(timeless(rule))) {
                changes.add(rule);
            }
        }
        for (var rule : logged.values()) {
            if (!present.containsKey(rule.getId()) && rule.getState() != RuleState.REMOVED) {
                changes.add(
                        RuleChanged.newBuilder(rule)
                                .setState(RuleState.REMOVED)
                                .setAt(now)
                                .build());
            }
        }
        return changes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            file ->
                                    file.toString().endsWith(".yaml")
                                            || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    private List<RuleChanged> read(Path file, Instant now) {
        var origin = file.getFileName().toString();
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return List.of(
                        RuleFile.unreadable(
                                origin, now, "is larger than %d bytes".formatted(MAX_FILE_BYTES)));
            }
            return RuleFile.read(origin, Files.readString(file), now, longest);
        } catch (IOException e) {
            return List.of(RuleFile.unreadable(origin, now, "cannot be read: " + e));
        }
    }

    private static RuleChanged duplicate(RuleChanged first, RuleChanged second) {
        return RuleChanged.newBuilder(first)
                .setState(RuleState.REFUSED)
                .setRefusal(
                        "%s: rule '%s', field 'id': is also in %s; an id is used once"
                                .formatted(first.getOrigin(), first.getId(), second.getOrigin()))
                .build();
    }

    private static RuleChanged timeless(RuleChanged rule) {
        return RuleChanged.newBuilder(rule).setAt(Instant.EPOCH).build();
    }
}
