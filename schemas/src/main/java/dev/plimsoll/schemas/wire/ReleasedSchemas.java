package dev.plimsoll.schemas.wire;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.VexStated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Every schema an event was ever written with, from {@code released/<event>/<n>.avsc} in this jar,
 * n counting from 1. A schema is added there before the first record is written with it and never
 * changed or removed after.
 */
public final class ReleasedSchemas {

    private static final List<Schema> CURRENT =
            List.of(
                    ImagePushed.getClassSchema(),
                    ImageDeleted.getClassSchema(),
                    ScanReported.getClassSchema(),
                    AdvisoryChanged.getClassSchema(),
                    ExploitationChanged.getClassSchema(),
                    FeedLoaded.getClassSchema(),
                    RuleChanged.getClassSchema(),
                    VexStated.getClassSchema(),
                    DecisionLogged.getClassSchema(),
                    ReviewDue.getClassSchema(),
                    FindingsChanged.getClassSchema(),
                    ImageAssessed.getClassSchema(),
                    AlertRecorded.getClassSchema());

    /** One released version of an event's schema. */
    public record Released(String event, int version, Schema schema) {}

    private ReleasedSchemas() {}

    /** Today's schemas, one for each event. */
    public static List<Schema> current() {
        return CURRENT;
    }

    static Schema current(String fullName) {
        return CURRENT.stream()
                .filter(schema -> schema.getFullName().equals(fullName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is not an event of Plimsoll".formatted(fullName)));
    }

    /** All released versions of all events, oldest first within an event. */
    public static List<Released> all() {
        var all = new ArrayList<Released>();
        for (var event : CURRENT) {
            for (int version = 1; ; version++) {
                var schema = read(event.getName(), version);
                if (schema == null) {
                    break;
                }
                all.add(new Released(event.getName(), version, schema));
            }
        }
        return List.copyOf(all);
    }

    private static @Nullable Schema read(String event, int version) {
        var path = "/released/%s/%d.avsc".formatted(event, version);
        try (var stream = ReleasedSchemas.class.getResourceAsStream(path)) {
            return stream == null ? null : new Schema.Parser().parse(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("reading released schema '%s'".formatted(path), e);
        }
    }
}
