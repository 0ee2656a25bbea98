package dev.plimsoll.ingest;

import dev.plimsoll.ingest.coverage.CatalogueKind;
import dev.plimsoll.ingest.coverage.CatalogueSource;
import dev.plimsoll.ingest.coverage.CoverageProperties;
import dev.plimsoll.ingest.coverage.WatchPolicy;
import dev.plimsoll.ingest.lane.LaneProperties;
import dev.plimsoll.ingest.push.PushProperties;
import dev.plimsoll.ingest.push.SourceProperties;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.registry.DockerConfig;
import dev.plimsoll.ingest.rescan.RescanProperties;
import dev.plimsoll.ingest.rescan.WatchList;
import dev.plimsoll.ingest.scan.AttestationProperties;
import dev.plimsoll.ingest.scan.ScanProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Everything below {@code ingest}, so that a misspelt key stops the start; each feature gets its
 * part.
 *
 * @param sources who may post to {@code /events/<id>}
 * @param registries the only hosts that events may speak of and that are ever contacted; what is
 *     beside {@code host} belongs to the {@code registry} package, which checks it
 * @param platforms what is scanned of an image for several platforms; belongs to the {@code
 *     registry} package too
 * @param dockerConfig a configuration file of Docker, for registries without a username
 */
@Validated
@ConfigurationProperties(prefix = "ingest", ignoreUnknownFields = false)
record IngestProperties(
        @DefaultValue Map<String, @Valid SourceProperties> sources,
        @DefaultValue List<Map<String, Object>> registries,
        @DefaultValue("linux/amd64") @NotEmpty List<String> platforms,
        @Nullable Path dockerConfig,
        @DefaultValue @Valid Scans scans,
        @DefaultValue Attestations attestations,
        @DefaultValue @Valid Watch watch,
        @DefaultValue @Valid Push push,
        @DefaultValue @Valid Coverage coverage) {

    /**
     * @param token bearer token of {@code POST /scans}; without one the endpoint refuses
     * @param deadline for one image, with everything that is fetched for it
     * @param registryOutage how long a push waits for a registry that does not answer
     */
    record Scans(
            @Nullable String token,
            @DefaultValue("15m") @DurationMin(seconds = 1) Duration deadline,
            @DefaultValue("1h") @DurationMin(millis = 1) Duration registryOutage) {

        @Override
        public String toString() {
            return "Scans[token=%s, deadline=%s, registryOutage=%s]"
                    .formatted(token == null ? "none" : "…", deadline, registryOutage);
        }
    }

    /**
     * VEX statements beside images in their registry.
     *
     * @param enabled whether they are looked for; costs requests for every scan
     * @param keys files with a public key in PEM, by name: whose statements decide anything
     */
    record Attestations(
            @DefaultValue("false") boolean enabled, @DefaultValue Map<String, Path> keys) {}

    /**
     * Base images that nobody pushes here, scanned so that what is built on them can be told.
     *
     * @param images {@code host/repository:tag}, of hosts in {@code ingest.registries}
     */
    record Watch(
            @DefaultValue List<String> images,
            @DefaultValue("24h") @DurationMin(minutes = 1) Duration interval) {}

    /** Bounds of what senders may do, see {@link PushProperties}. */
    record Push(
            @DefaultValue("5MB") DataSize largestBody,
            @DefaultValue("5s") @DurationMin(millis = 1) Duration acknowledgement,
            @DefaultValue("24h") @DurationMin(seconds = 1) Duration repetitionWindow,
            @DefaultValue("100000") @Positive int rememberedDeliveries) {}

    /**
     * Registries that are asked what they hold, see {@link CoverageProperties}.
     *
     * @param registries none by default: it is off
     */
    record Coverage(
            @DefaultValue List<@Valid Catalogue> registries,
            @DefaultValue("6h") @DurationMin(seconds = 1) Duration interval,
            @DefaultValue("6h") @DurationMin(seconds = 1) Duration patience,
            @DefaultValue("20") @Positive int inFlight,
            @DefaultValue("50") @Min(1) @Max(100) int largestDeletion,
            @DefaultValue @Valid Policy policy) {}

    /**
     * @param host one of {@code ingest.registries}
     * @param repositories for the catalogue {@code list}
     */
    record Catalogue(
            @NotNull String host,
            @DefaultValue("distribution") CatalogueKind catalogue,
            @DefaultValue List<String> repositories) {}

    /** Which tags are watched, see {@link WatchPolicy}. */
    record Policy(
            @DefaultValue("**") List<String> include,
            @DefaultValue List<String> exclude,
            @DefaultValue("0") int lastPerLine) {}

    CoverageProperties coverageProperties() {
        return new CoverageProperties(
                        coverage.registries().stream().map(IngestProperties::source).toList(),
                        coverage.interval(),
                        coverage.patience(),
                        coverage.inFlight(),
                        coverage.largestDeletion(),
                        WatchPolicy.of(
                                coverage.policy().include(),
                                coverage.policy().exclude(),
                                coverage.policy().lastPerLine()),
                        scans.token(),
                        push.acknowledgement())
                .within(allowedRegistries());
    }

    private static CatalogueSource source(Catalogue catalogue) {
        return new CatalogueSource(
                new RegistryHost(catalogue.host()),
                catalogue.catalogue(),
                catalogue.repositories().stream().map(RepositoryName::new).toList());
    }

    PushProperties pushProperties() {
        return new PushProperties(
                sources,
                push.largestBody(),
                push.acknowledgement(),
                push.repetitionWindow(),
                push.rememberedDeliveries());
    }

    RescanProperties rescanProperties() {
        return new RescanProperties(scans.token(), push.acknowledgement());
    }

    LaneProperties laneProperties() {
        return new LaneProperties(platforms.getFirst(), scans.registryOutage());
    }

    WatchList watchList() {
        return WatchList.of(watch.images(), watch.interval(), allowedRegistries());
    }

    ScanProperties scanProperties() {
        return new ScanProperties(
                scans.deadline(),
                new AttestationProperties(attestations.enabled(), attestations.keys()));
    }

    DockerConfig dockerLogins() {
        return dockerConfig == null ? DockerConfig.NONE : DockerConfig.of(dockerConfig);
    }

    AllowedRegistries allowedRegistries() {
        return new AllowedRegistries(
                registries.stream().map(IngestProperties::host).collect(Collectors.toSet()));
    }

    private static RegistryHost host(Map<String, Object> registry) {
        var host = registry.get("host");
        if (host == null) {
            throw new IllegalArgumentException("an entry of ingest.registries has no 'host'");
        }
        return new RegistryHost(host.toString());
    }
}
