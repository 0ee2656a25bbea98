package dev.plimsoll.ingest.scan.attestation;

import dev.plimsoll.event.Attestation;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for what is said of images beside them. Safe for many threads. */
public final class Attestations {

    /** No further request is begun after it. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** In one report, so that it stays a small message. */
    private static final int MOST = 20;

    private static final int MOST_CHARACTERS = 256 * 1024;

    private static final int LONGEST_DETAIL = 1_000;

    private final boolean enabled;
    private final PublicKeys keys;

    private Attestations(boolean enabled, PublicKeys keys) {
        this.enabled = enabled;
        this.keys = keys;
    }

    /**
     * @param keys files with a public key, by name
     * @throws IllegalArgumentException if a key cannot be used
     */
    public static Attestations of(boolean enabled, Map<String, Path> keys) {
        return new Attestations(enabled, PublicKeys.read(keys));
    }

    public boolean enabled() {
        return enabled;
    }

    /**
     * What was found, signed ones first.
     *
     * @param detail how it went, in a line
     */
    public record Found(List<Attestation> attestations, String detail) {
        public Found {
            attestations = List.copyOf(attestations);
        }
    }

    /**
     * Looks beside an image, and beside the index through which it was reached. Whatever the
     * registry does, it ends with what was found until then.
     */
    public Found of(
            Registry registry, Repository repository, Digest image, @Nullable Digest index) {
        var search = new Search(registry, repository, image, index, keys, DEADLINE);
        search.run();
        return bounded(search);
    }

    private static Found bounded(Search search) {
        var kept = new ArrayList<Attestation>();
        int characters = 0;
        int left = 0;
        var signedFirst = new ArrayList<>(search.found());
        signedFirst.sort(Comparator.comparing(attestation -> attestation.getSignedBy() == null));
        for (var attestation : signedFirst) {
            int length = attestation.getPredicate().length();
            if (kept.size() == MOST || characters + length > MOST_CHARACTERS) {
                left++;
            } else {
                characters += length;
                kept.add(attestation);
            }
        }
        long signed =
                kept.stream().filter(attestation -> attestation.getSignedBy() != null).count();
        var notes = new ArrayList<String>();
        notes.add(
                "%d found, %d signed by a known key, %d requests"
                        .formatted(kept.size(), signed, search.requests()));
        if (left > 0) {
            notes.add("%d more than a report may hold are left out".formatted(left));
        }
        notes.addAll(search.notes());
        var detail = String.join("; ", notes);
        return new Found(
                kept,
                detail.length() <= LONGEST_DETAIL
                        ? detail
                        : detail.substring(0, LONGEST_DETAIL) + "…");
    }
}
