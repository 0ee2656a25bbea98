package dev.plimsoll.ingest.scan.attestation;

import dev.plimsoll.event.Attestation;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Artifact;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One look beside one image. */
final class Search {

    private static final int MOST_ARTIFACTS = 20;
    private static final int MOST_NOTES = 20;
    private static final int LARGEST_BLOB = 1024 * 1024;
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private static final String OPENVEX = "https://openvex.dev/ns";
    private static final String CYCLONEDX = "https://cyclonedx.org/";

    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
    private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
    private static final String PLAIN = "application/vnd.openvex";

    private final Registry registry;
    private final Repository repository;
    private final Digest image;
    private final @Nullable Digest index;
    private final PublicKeys keys;
    private final long deadline;
    private final List<Attestation> found = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<Digest> seen = new HashSet<>();
    private int requests;
    private int artifacts;
    private long bytes;
    private boolean over;

    Search(
            Registry registry,
            Repository repository,
            Digest image,
            @Nullable Digest index,
            PublicKeys keys,
            Duration within) {
        this.registry = registry;
        this.repository = repository;
        this.image = image;
        this.index = index;
        this.keys = keys;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    List<Attestation> found() {
        return List.copyOf(found);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    int requests() {
        return requests;
    }

    void run() {
        beside(image);
        if (index != null) {
            beside(index);
        }
    }

    private void beside(Digest subject) {
        for (var referrer : referrers(subject)) {
            if (mayTell(referrer.type(), referrer.predicateType()) && takePlace()) {
                var digest = referrer.manifest().digest();
                ask("artifact", () -> registry.artifact(repository, digest, left()))
                        .filter(artifact -> isAbout(artifact, subject))
                        .ifPresent(artifact -> read(artifact, subject));
            }
        }
        var tag = "sha256-" + subject.hex() + ".att";
        ask(null, () -> registry.artifact(repository, tag, left()))
                .ifPresent(artifact -> read(artifact, null));
    }

    private List<Artifact.Referrer> referrers(Digest subject) {
        var listed = ask(null, () -> registry.referrers(repository, subject, left()));
        if (listed.isEmpty()) {
            listed = ask(null, () -> registry.taggedReferrers(repository, subject, left()));
        }
        return listed.orElse(List.of());
    }

    /** What it is about stands in its manifest, too: a list can say anything. */
    private boolean isAbout(Artifact artifact, Digest subject) {
        if (subject.equals(artifact.subject())) {
            return true;
        }
        note(
                "%s is listed, but is about %s"
                        .formatted(
                                artifact.digest(),
                                artifact.subject() == null ? "nothing" : artifact.subject()));
        return false;
    }

    private boolean takePlace() {
        if (artifacts == MOST_ARTIFACTS) {
            note("more than %d artifacts: the others are not read".formatted(MOST_ARTIFACTS));
            return false;
        }
        artifacts++;
        return true;
    }

    /**
     * @param subject that its manifest names, null if it names none
     */
    private void read(Artifact artifact, @Nullable Digest subject) {
        for (var part : artifact.parts()) {
            var blob = part.blob();
            if (!mayTell(blob.mediaType(), part.predicateType()) || !seen.add(blob.digest())) {
                continue;
            }
            if (bytes + blob.size() > MOST_BYTES) {
                note("more than %d bytes: the others are not read".formatted(MOST_BYTES));
                return;
            }
            bytes += blob.size();
            ask(
                            "blob",
                            () -> {
                                var content =
                                        registry.document(repository, blob, LARGEST_BLOB, left());
                                return attestation(
                                        content, blob.mediaType(), blob.digest(), subject);
                            })
                    .flatMap(attestation -> attestation)
                    .ifPresent(found::add);
        }
    }

    private Optional<Attestation> attestation(
            byte[] content, String mediaType, Digest digest, @Nullable Digest subject) {
        if (mediaType.startsWith(PLAIN)) {
            return subject == null
                    ? Optional.empty()
                    : Optional.of(
                            new Attestation(
                                    OPENVEX,
                                    digest.value(),
                                    UntrustedJson.object(
                                                    content,
                                                    Reason.MANIFEST_INVALID,
                                                    "the document")
                                            .toString(),
                                    null));
        }
        if (mediaType.equals(Envelope.IN_TOTO)) {
            return statement(content, digest, null);
        }
        var envelope = Envelope.parse(content);
        if (!envelope.type().equals(Envelope.IN_TOTO)) {
            note(
                    "%s holds '%s', no in-toto statement"
                            .formatted(digest, Printable.of(envelope.type())));
            return Optional.empty();
        }
        return statement(
                envelope.payload(), digest, keys.signer(envelope.signed(), envelope.signatures()));
    }

    private Optional<Attestation> statement(
            byte[] payload, Digest digest, @Nullable String signedBy) {
        var statement = InTotoStatement.parse(payload);
        if (!isVex(statement.predicateType())) {
            return Optional.empty();
        }
        if (!statement.isAbout(image) && (index == null || !statement.isAbout(index))) {
            note("%s does not name the image's digest: it does not count".formatted(digest));
            return Optional.empty();
        }
        if (!statement.predicate().isObject()) {
            note("%s states nothing: its predicate is no object".formatted(digest));
            return Optional.empty();
        }
        // A list of components says nothing of vulnerabilities.
        if (statement.predicateType().startsWith(CYCLONEDX)
                && !(statement.predicate().get("vulnerabilities") instanceof JsonNode list
                        && !list.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new Attestation(
                        statement.predicateType(),
                        digest.value(),
                        statement.predicate().toString(),
                        signedBy));
    }

    /** By what it is said to be; what is said to be nothing may be anything. */
    private static boolean mayTell(String mediaType, String predicateType) {
        boolean form =
                mediaType.isEmpty()
                        || mediaType.startsWith(BUNDLE)
                        || mediaType.equals(DSSE)
                        || mediaType.equals(Envelope.IN_TOTO)
                        || mediaType.startsWith(PLAIN);
        return form && (predicateType.isEmpty() || isVex(predicateType));
    }

    private static boolean isVex(String predicateType) {
        return predicateType.startsWith(OPENVEX) || predicateType.startsWith(CYCLONEDX);
    }

    /**
     * @param what it is, for the note about its absence; null if it may well be absent
     * @return empty if there is none, or none that makes sense
     */
    private <T> Optional<T> ask(@Nullable String what, Supplier<T> request) {
        if (over) {
            return Optional.empty();
        }
        if (!left().isPositive()) {
            over = true;
            note("the time for it is over: what else there may be is not read");
            return Optional.empty();
        }
        requests++;
        try {
            return Optional.of(request.get());
        } catch (ImageRefusedException e) {
            if (what != null || e.reason() != Reason.GONE) {
                note("%s: %s".formatted(e.reason(), e.getMessage()));
            }
            return Optional.empty();
        } catch (RegistryUnavailableException e) {
            note("not now: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void note(String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(Printable.of(note));
        }
    }

    private Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }
}
