package dev.plimsoll.ingest.coverage;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.coverage.Coverage.Entry;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * Which scans are asked for, and how. Ids are made of content and turn, so that every instance asks
 * under the same one.
 */
final class Requests {

    static final String SOURCE = "coverage";

    private Requests() {}

    /**
     * @param topic {@code images.pushed} if the image takes its place among the pushes: analysis
     *     then knows it as the newest of its line, and what is new in it is told
     */
    record Request(Topic topic, Keyed event) {}

    /** A line of a repository. */
    private record Line(String repository, String line) {}

    /**
     * The newest tag of a line goes first, and the others wait for it: else an old image would be
     * the baseline that a newer one is compared with.
     *
     * @param entries of one registry, all that were judged
     * @param room how many may be asked for
     * @param turn ids are the same within one
     */
    static List<Request> of(Collection<Entry> entries, long room, Duration turn, Instant now) {
        var newest = new HashMap<Line, Entry>();
        for (var entry : entries) {
            if (isImage(entry.standing())) {
                line(entry.name()).forEach(line -> newest.merge(line, entry, Requests::newer));
            }
        }
        var requests = new ArrayList<Request>();
        for (var entry : entries) {
            if (requests.size() >= room) {
                break;
            }
            if (!entry.standing().isToBeAskedFor()) {
                continue;
            }
            var head = line(entry.name()).stream().map(newest::get).findFirst().orElse(null);
            boolean isNewest = head != null && head.name().equals(entry.name());
            if (head == null || isNewest || !isUnderWay(head.standing())) {
                requests.add(
                        new Request(
                                takesItsPlace(entry.standing(), isNewest)
                                        ? Topic.IMAGES_PUSHED
                                        : Topic.IMAGES_RESCAN,
                                new Keyed(entry.name().key(), request(entry, turn, now))));
            }
        }
        return requests;
    }

    private static List<Line> line(TagName name) {
        return TagLine.of(name.tag()).stream()
                .map(line -> new Line(name.repository(), line))
                .toList();
    }

    private static Entry newer(Entry one, Entry other) {
        return one.name().compareTo(other.name()) >= 0 ? one : other;
    }

    /** A tag that moved was pushed, and so was the newest of its line. */
    private static boolean takesItsPlace(Standing standing, boolean isNewest) {
        return switch (standing) {
            case Standing.Missed missed ->
                    isNewest || missed.reason().equals(Standing.Missed.OTHER_DIGEST);
            case Standing.Lost _,
                    Standing.Failed _,
                    Standing.Covered _,
                    Standing.OnItsWay _,
                    Standing.Unsupported _,
                    Standing.Excluded _,
                    Standing.NoImage _,
                    Standing.Unreadable _ ->
                    false;
        };
    }

    private static boolean isImage(Standing standing) {
        return switch (standing) {
            case Standing.Covered _,
                    Standing.OnItsWay _,
                    Standing.Missed _,
                    Standing.Lost _,
                    Standing.Failed _ ->
                    true;
            case Standing.Unsupported _,
                    Standing.Excluded _,
                    Standing.NoImage _,
                    Standing.Unreadable _ ->
                    false;
        };
    }

    private static boolean isUnderWay(Standing standing) {
        return switch (standing) {
            case Standing.OnItsWay _, Standing.Missed _, Standing.Lost _ -> true;
            case Standing.Covered _,
                    Standing.Failed _,
                    Standing.Unsupported _,
                    Standing.Excluded _,
                    Standing.NoImage _,
                    Standing.Unreadable _ ->
                    false;
        };
    }

    /** Of a request that was made at this time. */
    static String id(TagName name, String digest, Duration turn, Instant at) {
        return EventId.of(
                SOURCE,
                name.registry(),
                name.repository(),
                name.tag(),
                digest,
                Long.toString(at.toEpochMilli() / turn.toMillis()));
    }

    /** By tag alone: it is scanned at what it names by then. */
    private static ImagePushed request(Entry entry, Duration turn, Instant now) {
        var name = entry.name();
        return ImagePushed.newBuilder()
                .setEventId(id(name, entry.digest(), turn, now))
                .setSource(SOURCE)
                .setRegistry(name.registry())
                .setRepository(name.repository())
                .setTag(name.tag())
                .setTrigger(Trigger.SCHEDULE)
                .setOccurredAt(now)
                .setReceivedAt(now)
                .build();
    }

    /** A tag that the registry no longer has. */
    static Keyed deletion(TagName name, Seen seen, Instant now) {
        var scanned =
                seen.scans(name).stream()
                        .map(scan -> scan.digest() + " " + scan.at())
                        .sorted()
                        .toList();
        return new Keyed(
                name.key(),
                ImageDeleted.newBuilder()
                        .setEventId(
                                EventId.of(
                                        SOURCE,
                                        "deleted",
                                        name.toString(),
                                        String.join(",", scanned)))
                        .setSource(SOURCE)
                        .setRegistry(name.registry())
                        .setRepository(name.repository())
                        .setTag(name.tag())
                        .setOccurredAt(now)
                        .setReceivedAt(now)
                        .build());
    }
}
