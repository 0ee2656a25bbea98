package dev.plimsoll.ingest.coverage;

import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.ingest.coverage.Seen.Scanned;
import dev.plimsoll.ingest.registry.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a registry has against what was seen. A digest that was scanned is covered for good:
 * the inventories of the builtin engine, the only one there is, are matched again whenever
 * advisories change. An engine that cannot do that would have to be asked again here.
 */
final class Judge {

    /**
     * Failures that come of how a registry answered, not of what the image holds: the next attempt
     * may go well.
     */
    private static final Set<String> OF_THE_MOMENT =
            Stream.concat(
                            Stream.of("REGISTRY_UNAVAILABLE"),
                            Stream.of(
                                            Reason.UNAUTHORIZED,
                                            Reason.REALM_NOT_ALLOWED,
                                            Reason.REDIRECT_REFUSED,
                                            Reason.TLS_REFUSED,
                                            Reason.UNEXPECTED_RESPONSE,
                                            Reason.GONE,
                                            Reason.REGISTRY_NOT_ALLOWED)
                                    .map(Enum::name))
                    .collect(Collectors.toUnmodifiableSet());

    private final Seen seen;
    private final Duration patience;

    /**
     * @param patience how long a push or a request may be on its way; a tag is asked for once in
     *     this time at most
     */
    Judge(Seen seen, Duration patience) {
        this.seen = seen;
        this.patience = patience;
    }

    /**
     * @param begun when the listing began that found it
     */
    Standing standing(TagName name, Present present, Instant begun, Instant now) {
        return switch (present) {
            case Present.Image image -> image(name, image, begun, now);
            case Present.NoImage(var what) -> new Standing.NoImage(what);
            case Present.Excluded(var why) -> new Standing.Excluded(why);
            case Present.Unreadable(var reason, var message) ->
                    new Standing.Unreadable(reason, message);
        };
    }

    /** Whether the tag was taken away after the listing found it. */
    boolean isGoneSince(TagName name, Instant begun) {
        var told = seen.told(name);
        return told != null && told.deleted() && !told.at().isBefore(begun);
    }

    private Standing image(TagName name, Present.Image image, Instant begun, Instant now) {
        var scans = seen.scans(name);
        var told = seen.told(name);
        var asked = stillAsked(name, image, now);
        if (told != null && !told.deleted() && !told.at().isBefore(begun)) {
            // What the listing found is older than this push.
            var since =
                    scans.stream()
                            .filter(
                                    scan ->
                                            !scan.at().isBefore(told.at())
                                                    || scan.digest().equals(told.digest()))
                            .toList();
            return since.isEmpty() ? told(told.at(), asked, now) : outcome(since, asked);
        }
        var current = current(image, scans, begun);
        if (!current.isEmpty()) {
            return outcome(current, asked);
        }
        var last = last(scans);
        if (last != null && last.status() == ImageStatus.FAILED && last.digest().isEmpty()) {
            return outcome(List.of(last), asked);
        }
        if (told != null && !told.deleted() && isOf(told.digest(), image)) {
            if (last == null || told.at().isAfter(last.at()) || isOnItsWay(told.at(), now)) {
                return told(told.at(), asked, now);
            }
        }
        return missed(image, last, told == null, asked);
    }

    /** When it was asked for at what it names now; by hand it may have been asked for anything. */
    private @Nullable Instant stillAsked(TagName name, Present.Image image, Instant now) {
        var asked = seen.asked(name);
        if (asked == null || !isOnItsWay(asked.at(), now)) {
            return null;
        }
        boolean ours = asked.source().equals(Requests.SOURCE);
        return !ours
                        || asked.eventId()
                                .equals(Requests.id(name, image.digest(), patience, asked.at()))
                ? asked.at()
                : null;
    }

    private boolean isOnItsWay(Instant since, Instant now) {
        return now.isBefore(since.plus(patience));
    }

    private Standing told(Instant at, @Nullable Instant asked, Instant now) {
        return isOnItsWay(at, now) ? new Standing.OnItsWay(at) : new Standing.Lost(at, asked);
    }

    /** The scans of what the tag names, if there is one for each image that it leads to. */
    private static List<Scanned> current(
            Present.Image image, Collection<Scanned> scans, Instant begun) {
        var later = scans.stream().filter(scan -> scan.at().isAfter(begun)).toList();
        if (later.stream().anyMatch(scan -> !scan.digest().isEmpty())) {
            return later;
        }
        var matching = scans.stream().filter(scan -> isOf(scan.digest(), image)).toList();
        var digests = matching.stream().map(Scanned::digest).collect(Collectors.toSet());
        return digests.contains(image.digest()) || digests.containsAll(image.targets())
                ? matching
                : List.of();
    }

    /** A digest that was not told may be any. */
    private static boolean isOf(@Nullable String digest, Present.Image image) {
        return digest == null || digest.equals(image.digest()) || image.targets().contains(digest);
    }

    private static @Nullable Scanned last(Collection<Scanned> scans) {
        return scans.stream().max(Comparator.comparing(Scanned::at)).orElse(null);
    }

    /** The worst of several platforms. */
    private static Standing outcome(List<Scanned> scans, @Nullable Instant asked) {
        for (var status : List.of(ImageStatus.FAILED, ImageStatus.UNSUPPORTED)) {
            for (var scan : scans) {
                if (scan.status() == status) {
                    var reason = Objects.requireNonNullElse(scan.reason(), status.name());
                    var message = Objects.requireNonNullElse(scan.message(), "");
                    return status == ImageStatus.FAILED
                            ? new Standing.Failed(reason, message, again(scan, reason), asked)
                            : reason.equals(Reason.UNSUPPORTED_ARTIFACT.name())
                                    ? new Standing.NoImage(message)
                                    : new Standing.Unsupported(reason, message);
                }
            }
        }
        return new Standing.Covered();
    }

    private static boolean again(Scanned scan, String reason) {
        return scan.digest().isEmpty() || OF_THE_MOMENT.contains(reason);
    }

    private static Standing missed(
            Present.Image image, @Nullable Scanned last, boolean never, @Nullable Instant asked) {
        if (last == null) {
            return new Standing.Missed(
                    Standing.Missed.NEVER_PUSHED,
                    never
                            ? "no push of it was told since we watch"
                            : "no push of this digest was told",
                    asked);
        }
        return new Standing.Missed(
                Standing.Missed.OTHER_DIGEST,
                "scanned is %s, the registry has %s"
                        .formatted(
                                last.digest().isEmpty() ? "nothing" : last.digest(),
                                image.digest()),
                asked);
    }
}
