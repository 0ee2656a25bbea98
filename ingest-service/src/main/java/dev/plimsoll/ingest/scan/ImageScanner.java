package dev.plimsoll.ingest.scan;

import dev.plimsoll.event.Attestation;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Manifest;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.scan.attestation.Attestations;
import dev.plimsoll.ingest.scan.builtin.BuiltinEngine;
import dev.plimsoll.ingest.scan.builtin.ImageReading;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import dev.plimsoll.ingest.scan.builtin.ScanRun;
import dev.plimsoll.ingest.scan.builtin.SharedWork;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans what was pushed. Images of equal digest are read once, also when they are asked for at the
 * same time. Safe for many threads.
 */
public final class ImageScanner {

    private static final Logger log = LoggerFactory.getLogger(ImageScanner.class);

    private static final long RESULT_CACHE_BYTES = 64L * 1024 * 1024;

    private final Registries registries;
    private final List<Platform> platforms;
    private final BuiltinEngine engine;
    private final Attestations attestations;
    private final Clock clock;
    private final SharedWork<Digest, ImageReading> images =
            new SharedWork<>(RESULT_CACHE_BYTES, (_, reading) -> reading.weight());

    /**
     * @param platforms not empty, in order of preference
     */
    public ImageScanner(
            Registries registries,
            List<Platform> platforms,
            ScanLimits limits,
            Attestations attestations,
            Clock clock) {
        this.registries = registries;
        this.platforms = List.copyOf(platforms);
        this.engine = new BuiltinEngine(limits);
        this.attestations = attestations;
        this.clock = clock;
    }

    /**
     * One report per image: of the configured platforms for an index, else one. What can never be
     * read is a report with a {@link ScanFailure}. Its digest is empty if the tag leads nowhere,
     * and its platform is the first configured one if the image does not get far enough to tell.
     *
     * @param pushOffset of the push in its partition, -1 if it came by another lane
     * @throws dev.plimsoll.ingest.registry.RegistryUnavailableException to be tried again later
     */
    public List<ScanReported> scan(ImagePushed push, long pushOffset) {
        var report = new Report(push, pushOffset, clock.instant());
        var run = new ScanRun(clock);
        var digest = push.getDigest() == null ? "" : push.getDigest();
        Registry registry;
        Repository repository;
        List<Targets.Target> targets;
        try {
            registry = registry(push);
            repository = new Repository(push.getRepository());
            var manifest = run.time("resolve", () -> manifest(registry, repository, push));
            digest = manifest.digest().value();
            targets = new Targets(registry, repository).of(manifest, platforms);
        } catch (ImageRefusedException e) {
            return List.of(
                    report.of(
                            new Subject(digest, null, platforms.getFirst().toString(), null),
                            failure(e, List.of()),
                            run));
        }
        var reports = new ArrayList<ScanReported>(targets.size());
        for (var target : targets) {
            reports.add(scan(registry, repository, target, report, run));
            run = new ScanRun(clock);
        }
        return List.copyOf(reports);
    }

    private ScanReported scan(
            Registry registry,
            Repository repository,
            Targets.Target target,
            Report report,
            ScanRun run) {
        var asked = target.platform() == null ? platforms.getFirst() : target.platform();
        var index = target.index() == null ? null : target.index().value();
        var layers = new ArrayList<Layer>();
        Digest config = null;
        try {
            var image =
                    target.image() != null
                            ? target.image()
                            : run.time(
                                    "manifest", () -> image(registry, repository, target.digest()));
            config = image.config().digest();
            for (var layer : image.layers()) {
                layers.add(new Layer(layer.digest().value(), null, layer.size(), null));
            }
            var reading =
                    images.get(image.digest(), () -> engine.read(registry, repository, image, run));
            var platform = target.platform() == null ? reading.platform() : asked.toString();
            var subject = new Subject(target.digest().value(), index, platform, config.value());
            return switch (reading.outcome()) {
                case ImageReading.Outcome.NotRead(var failure) -> report.of(subject, failure, run);
                case ImageReading.Outcome.Read(var inventory) ->
                        report.of(
                                subject,
                                checked(inventory, target.platform(), reading.platform()),
                                beside(registry, repository, target, run),
                                run);
            };
        } catch (ImageRefusedException e) {
            return report.of(
                    new Subject(
                            target.digest().value(),
                            index,
                            asked.toString(),
                            config == null ? null : config.value()),
                    failure(e, layers),
                    run);
        }
    }

    /**
     * What is said of the image beside it; asked for anew, since the image stays and this grows.
     */
    private List<Attestation> beside(
            Registry registry, Repository repository, Targets.Target target, ScanRun run) {
        return attestations.enabled()
                ? run.time(
                                "attestations",
                                () ->
                                        attestations.of(
                                                registry,
                                                repository,
                                                target.digest(),
                                                target.index()),
                                Attestations.Found::detail)
                        .attestations()
                : List.of();
    }

    private Registry registry(ImagePushed push) {
        return registries
                .find(push.getRegistry())
                .orElseThrow(
                        () ->
                                new ImageRefusedException(
                                        Reason.REGISTRY_NOT_ALLOWED,
                                        "registry '%s' is not configured; add it to ingest.registries if it should be scanned"
                                                .formatted(Printable.of(push.getRegistry()))));
    }

    private static Manifest manifest(Registry registry, Repository repository, ImagePushed push) {
        var digest = push.getDigest();
        if (digest != null) {
            return registry.manifest(repository, new Digest(digest));
        }
        var tag = push.getTag();
        if (tag == null) {
            throw new ImageRefusedException(
                    Reason.REFERENCE_INVALID, "the push has neither a tag nor a digest");
        }
        return registry.manifest(repository, tag);
    }

    private static Manifest.Image image(Registry registry, Repository repository, Digest digest) {
        return switch (registry.manifest(repository, digest)) {
            case Manifest.Image image -> image;
            case Manifest.Index _ ->
                    throw new ImageRefusedException(
                            Reason.MANIFEST_INVALID,
                            "%s is listed as an image but is an index".formatted(digest));
        };
    }

    /** An index that lies about a platform leaves doubt about everything else it says. */
    private static Inventory checked(
            Inventory inventory, @Nullable Platform listed, String actual) {
        if (listed == null || listed.accepts(Platform.parse(actual))) {
            return inventory;
        }
        var gaps = new ArrayList<>(inventory.getGaps());
        gaps.add(
                new Gap(
                        Reason.CONFIG_MISMATCH.name(),
                        "the index lists the image for %s, it is for %s"
                                .formatted(listed, actual)));
        return Inventory.newBuilder(inventory).setGaps(gaps).build();
    }

    private static ScanFailure failure(ImageRefusedException e, List<Layer> layers) {
        return new ScanFailure(
                e.reason().kind(), e.reason().name(), String.valueOf(e.getMessage()), layers);
    }

    /** The image that a report is about. */
    private record Subject(
            String digest, @Nullable String index, String platform, @Nullable String config) {}

    /** What all reports of one push have in common. */
    private final class Report {

        private final ImagePushed push;
        private final long pushOffset;
        private final Instant startedAt;

        Report(ImagePushed push, long pushOffset, Instant startedAt) {
            this.push = push;
            this.pushOffset = pushOffset;
            this.startedAt = startedAt;
        }

        ScanReported of(Subject subject, ScanFailure failure, ScanRun run) {
            return of(subject, failure, List.of(), run);
        }

        ScanReported of(
                Subject subject, Object outcome, List<Attestation> attestations, ScanRun run) {
            logged(subject, outcome, run);
            return new ScanReported(
                    scanId(subject),
                    push.getEventId(),
                    push.getTrigger(),
                    pushOffset,
                    push.getRegistry(),
                    push.getRepository(),
                    push.getTag(),
                    subject.digest(),
                    subject.index(),
                    subject.platform(),
                    subject.config(),
                    BuiltinEngine.NAME,
                    BuiltinEngine.VERSION,
                    push.getOccurredAt(),
                    startedAt,
                    clock.instant(),
                    run.stages(),
                    run.blobBytes(),
                    outcome,
                    attestations);
        }

        private String scanId(Subject subject) {
            return Digest.ofText(
                            String.join(
                                    "\n",
                                    push.getEventId(),
                                    subject.digest(),
                                    subject.platform(),
                                    BuiltinEngine.NAME,
                                    BuiltinEngine.VERSION))
                    .hex()
                    .substring(0, 32);
        }

        private void logged(Subject subject, Object outcome, ScanRun run) {
            var line =
                    log.atInfo()
                            .addKeyValue("registry", push.getRegistry())
                            .addKeyValue("repository", push.getRepository())
                            .addKeyValue("digest", Printable.of(subject.digest()))
                            .addKeyValue("platform", subject.platform())
                            .addKeyValue("blobBytes", run.blobBytes());
            if (outcome instanceof ScanFailure failure) {
                line.addKeyValue("reason", failure.getReason())
                        .addKeyValue("message", failure.getMessage())
                        .log("image could not be read");
            } else if (outcome instanceof Inventory inventory) {
                line.addKeyValue("components", inventory.getComponents().size())
                        .addKeyValue("gaps", inventory.getGaps().size())
                        .log("image read");
            }
        }
    }
}
