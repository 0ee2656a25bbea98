package dev.plimsoll.ingest.coverage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.ingest.coverage.Catalogue.Listed;
import dev.plimsoll.ingest.coverage.CatalogueApi.Claim;
import dev.plimsoll.ingest.reference.Tag;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.scan.Targets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;

/** Lists one registry, and finds out what each watched tag names. */
final class CatalogueReader {

    /** Of one registry; what comes after them is not known. */
    static final int MOST_TAGS = 100_000;

    /** Requests at once: a listing has all the time there is. */
    private static final int PARALLEL = 4;

    private static final int REMEMBERED = 50_000;

    private final String registryName;
    private final Registry registry;
    private final CatalogueSource source;
    private final CatalogueApi api;
    private final WatchPolicy policy;
    private final List<Platform> platforms;
    private final Clock clock;

    /** What a digest is never changes. */
    private final Cache<Digest, Present> contents =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    CatalogueReader(
            CatalogueSource source,
            Registry registry,
            CatalogueApi api,
            WatchPolicy policy,
            List<Platform> platforms,
            Clock clock) {
        this.registryName = source.host().value();
        this.registry = registry;
        this.source = source;
        this.api = api;
        this.policy = policy;
        this.platforms = platforms;
        this.clock = clock;
    }

    /**
     * @param scanned whether the tag was scanned at the digest; then the registry is not asked what
     *     that is
     * @param longest after this time it stops, and the catalogue is not complete
     * @throws RegistryUnavailableException if the registry stopped answering
     * @throws ImageRefusedException if it does not tell its repositories
     */
    Catalogue read(BiPredicate<TagName, String> scanned, Duration longest) {
        var begun = clock.instant();
        var names = api.repositories();
        boolean complete = names.complete();
        var repositories = new TreeMap<String, Listed>();
        int tags = 0;
        for (var name : names.values()) {
            if (tags >= MOST_TAGS || clock.instant().isAfter(begun.plus(longest))) {
                complete = false;
                break;
            }
            var listed = listed(name, scanned);
            tags += listed.tags().size();
            repositories.put(name, listed);
        }
        return new Catalogue(
                registryName,
                begun,
                clock.instant(),
                repositories,
                complete,
                source.namesAllRepositories(),
                names.malformed());
    }

    /**
     * What the tag names now; null if it is not there.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    @Nullable String digest(TagName name) {
        try {
            return registry.digest(new Repository(name.repository()), name.tag()).value();
        } catch (ImageRefusedException e) {
            if (e.reason() == Reason.GONE) {
                return null;
            }
            throw e;
        }
    }

    private Listed listed(String name, BiPredicate<TagName, String> scanned) {
        try {
            var repository = new Repository(name);
            var tags = api.tags(repository);
            var excluded = policy.excluded(registryName, name, tags.claims().keySet());
            return new Listed(
                    tags.claims().entrySet().stream()
                            .gather(
                                    Gatherers.mapConcurrent(
                                            PARALLEL,
                                            claim ->
                                                    Map.entry(
                                                            claim.getKey(),
                                                            present(
                                                                    repository,
                                                                    claim,
                                                                    excluded.get(claim.getKey()),
                                                                    scanned))))
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            Map.Entry::getValue,
                                            (one, _) -> one,
                                            TreeMap::new)),
                    tags.complete() ? null : "more tags than are read");
        } catch (ImageRefusedException e) {
            // Distribution names repositories whose tags are all gone, and then does not know them.
            return e.reason() == Reason.GONE && source.namesAllRepositories()
                    ? new Listed(new TreeMap<>(), null)
                    : Listed.unknown(e.toString());
        }
    }

    private Present present(
            Repository repository,
            Map.Entry<String, Claim> tag,
            @Nullable String excluded,
            BiPredicate<TagName, String> scanned) {
        if (new Tag(tag.getKey()).namesAttachment()) {
            return new Present.NoImage("a signature, attestation or bill of materials");
        }
        var claim = tag.getValue();
        if (claim.noImage() != null) {
            return new Present.NoImage(claim.noImage());
        }
        if (excluded != null) {
            return new Present.Excluded(excluded);
        }
        try {
            var digest =
                    claim.digest() == null
                            ? registry.digest(repository, tag.getKey())
                            : new Digest(claim.digest());
            var name = new TagName(registryName, repository.name(), tag.getKey());
            return scanned.test(name, digest.value())
                    ? Present.Image.single(digest.value())
                    : content(repository, digest);
        } catch (ImageRefusedException e) {
            return new Present.Unreadable(e.reason().name(), String.valueOf(e.getMessage()));
        }
    }

    private Present content(Repository repository, Digest digest) {
        var known = contents.getIfPresent(digest);
        if (known != null) {
            return known;
        }
        var read = read(repository, digest);
        contents.put(digest, read);
        return read;
    }

    /** What a scan would read, or that there is nothing to scan. */
    private Present read(Repository repository, Digest digest) {
        try {
            var manifest = registry.manifest(repository, digest);
            return new Present.Image(
                    digest.value(),
                    new Targets(registry, repository)
                            .of(manifest, platforms).stream()
                                    .map(target -> target.digest().value())
                                    .collect(Collectors.toSet()));
        } catch (ImageRefusedException e) {
            return switch (e.reason()) {
                case UNSUPPORTED_ARTIFACT -> new Present.NoImage(String.valueOf(e.getMessage()));
                // It is scanned, and the scan says that it has none of the platforms.
                case PLATFORM_MISSING -> Present.Image.single(digest.value());
                default -> throw e;
            };
        }
    }
}
