package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What rules and VEX statements have in common. */
final class Entry {

    private Entry() {}

    static String id(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getId();
            case VexStated statement -> statement.getId();
            default -> throw stranger(event);
        };
    }

    static RuleState state(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getState();
            case VexStated statement -> statement.getState();
            default -> throw stranger(event);
        };
    }

    static String by(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getBy();
            case VexStated statement -> statement.getBy();
            default -> throw stranger(event);
        };
    }

    static String origin(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getOrigin();
            case VexStated statement -> statement.getOrigin();
            default -> throw stranger(event);
        };
    }

    static @Nullable String refusal(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getRefusal();
            case VexStated statement -> statement.getRefusal();
            default -> throw stranger(event);
        };
    }

    /** What whoever wrote it gives as the reason. */
    static @Nullable String reason(SpecificRecord event) {
        var reason =
                switch (event) {
                    case RuleChanged rule -> rule.getReason();
                    case VexStated statement -> statement.getStatement();
                    default -> throw stranger(event);
                };
        return reason == null || reason.isBlank() ? null : reason;
    }

    /** The images it speaks of. */
    static List<String> images(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> rule.getScope().getImages();
            case VexStated statement -> statement.getImages();
            default -> throw stranger(event);
        };
    }

    static SpecificRecord removed(SpecificRecord event, String by, String origin, Instant at) {
        return switch (event) {
            case RuleChanged rule ->
                    RuleChanged.newBuilder(rule)
                            .setState(RuleState.REMOVED)
                            .setBy(by)
                            .setOrigin(origin)
                            .setAt(at)
                            .build();
            case VexStated statement ->
                    VexStated.newBuilder(statement)
                            .setState(RuleState.REMOVED)
                            .setBy(by)
                            .setOrigin(origin)
                            .setAt(at)
                            .build();
            default -> throw stranger(event);
        };
    }

    /** What it says, whenever it was read. */
    static SpecificRecord timeless(SpecificRecord event) {
        return switch (event) {
            case RuleChanged rule -> RuleChanged.newBuilder(rule).setAt(Instant.EPOCH).build();
            case VexStated statement ->
                    VexStated.newBuilder(statement).setAt(Instant.EPOCH).build();
            default -> throw stranger(event);
        };
    }

    /** What it decides: wherever it stands in its file, whoever wrote it. */
    static SpecificRecord meaning(SpecificRecord event) {
        return switch (timeless(event)) {
            case RuleChanged rule ->
                    RuleChanged.newBuilder(rule).setLine(null).setOrigin("").setBy("").build();
            case VexStated statement ->
                    VexStated.newBuilder(statement).setOrigin("").setBy("").build();
            case SpecificRecord other -> throw stranger(other);
        };
    }

    private static IllegalArgumentException stranger(SpecificRecord event) {
        return new IllegalArgumentException(
                "'%s' does not belong in the topic of rules"
                        .formatted(event.getSchema().getName()));
    }
}
