package dev.plimsoll.ingest.coverage;

import static dev.plimsoll.ingest.coverage.Events.assessed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.ingest.coverage.Coverage.State;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.schemas.wire.EventSerializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class ReconciliationTest {

    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Publishable.Image OLD = image("one");
    private static final Publishable.Image NEW = image("two");

    @TempDir private Path storage;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final MockProducer<Object, Object> producer =
            new MockProducer(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new EventSerializer<>());

    private final SetClock clock = new SetClock();
    private final Seen seen = new Seen(_ -> true);
    private EmbeddedRegistry registry;
    private String host;

    @BeforeEach
    void start() {
        registry = EmbeddedRegistry.start(RegistryOptions.in(storage));
        host = registry.host();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void whatWasPushedWhileNobodyListenedIsAskedForOnce() throws IOException {
        push(OLD, "team/web", "1.0");
        push(OLD, "team/api", "latest");
        var reconciliation = reconciliation(20);

        turn(reconciliation);

        assertThat(sent())
                .extracting(record -> record.topic() + " " + record.key())
                .containsExactly(
                        "images.rescan %s/team/api".formatted(host),
                        "images.pushed %s/team/web".formatted(host));
        turn(reconciliation);
        assertThat(sent()).as("already on its way").hasSize(2);
        assertThat(count(reconciliation, State.MISSED)).isEqualTo(2);

        scanned("team/web", "1.0", OLD);
        scanned("team/api", "latest", OLD);
        turn(reconciliation);

        assertThat(sent()).hasSize(2);
        assertThat(count(reconciliation, State.COVERED)).isEqualTo(2);
        assertThat(count(reconciliation, State.MISSED)).isZero();
    }

    @Test
    void aDigestThatWasScannedIsNeverAskedForAgainHoweverOftenItIsListed() throws IOException {
        push(OLD, "team/web", "1.0");
        scanned("team/web", "1.0", OLD);
        var reconciliation = reconciliation(20);

        for (int i = 0; i < 100; i++) {
            clock.now = clock.now.plus(INTERVAL);
            turn(reconciliation);
        }

        assertThat(sent()).isEmpty();
    }

    @Test
    void aTagThatMovedUnseenIsAskedFor() throws IOException {
        push(OLD, "team/web", "1.0");
        scanned("team/web", "1.0", OLD);
        push(NEW, "team/web", "1.0");
        var reconciliation = reconciliation(20);

        turn(reconciliation);

        assertThat(sent()).hasSize(1);
        assertThat(((ImagePushed) sent().getFirst().value()).getTag()).isEqualTo("1.0");
    }

    @Test
    void anIndexIsCoveredByTheScanOfTheConfiguredPlatform() throws IOException {
        var arm = ImageBuilder.of(Format.OCI).architecture("arm64").command("/bin/sh").build();
        var index = ImageBuilder.index(Format.OCI, Map.of("linux/amd64", OLD, "linux/arm64", arm));
        push(index, "team/web", "1.0");
        scanned("team/web", "1.0", OLD);
        var reconciliation = reconciliation(20);

        turn(reconciliation);

        assertThat(sent()).isEmpty();
        assertThat(count(reconciliation, State.COVERED)).isEqualTo(1);
    }

    @Test
    void noMoreIsUnderWayThanTheCap() throws IOException {
        for (int i = 0; i < 5; i++) {
            push(OLD, "team/web" + i, "latest");
        }
        var reconciliation = reconciliation(2);

        turn(reconciliation);
        assertThat(sent()).hasSize(2);
        turn(reconciliation);
        assertThat(sent()).hasSize(2);

        scanned("team/web0", "latest", OLD);
        turn(reconciliation);

        assertThat(sent()).hasSize(3);
    }

    @Test
    void aTagThatVanishedIsToldAsDeletedOnce() throws IOException {
        push(OLD, "team/web", "1.0");
        push(NEW, "team/web", "2.0");
        scanned("team/web", "1.0", OLD);
        scanned("team/web", "2.0", NEW);
        var reconciliation = reconciliation(20);
        turn(reconciliation);
        assertThat(sent()).isEmpty();

        delete(OLD, "team/web");
        clock.now = clock.now.plus(INTERVAL);
        turn(reconciliation);

        assertThat(sent()).hasSize(1);
        assertThat(sent().getFirst().topic()).isEqualTo("images.pushed");
        var deletion = (ImageDeleted) sent().getFirst().value();
        assertThat(deletion.getTag()).isEqualTo("1.0");
        assertThat(deletion.getDigest()).isNull();
        clock.now = clock.now.plus(INTERVAL);
        turn(reconciliation);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void aListingThatFailedDeletesNothingAndKeepsWhatIsKnown() throws IOException {
        push(OLD, "team/web", "1.0");
        scanned("team/web", "1.0", OLD);
        var reconciliation = reconciliation(20);
        turn(reconciliation);
        int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        registry.close();

        clock.now = clock.now.plus(INTERVAL.multipliedBy(3));
        turn(reconciliation);

        assertThat(sent()).isEmpty();
        var known = reconciliation.coverage().of(host).orElseThrow();
        assertThat(known.stale()).isTrue();
        assertThat(known.problem()).contains("RegistryUnavailableException");
        assertThat(known.count(State.COVERED)).isEqualTo(1);
        registry = EmbeddedRegistry.start(RegistryOptions.in(storage).withPort(port));
    }

    @Test
    void anEmptyRegistryInPlaceOfAFullOneDeletesNothing(@TempDir Path empty) {
        int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        registry.close();
        registry = EmbeddedRegistry.start(RegistryOptions.in(empty).withPort(port));
        for (int i = 0; i < 11; i++) {
            scanned("team/web" + i, "1.0", OLD);
        }
        var reconciliation = reconciliation(20);

        turn(reconciliation);

        assertThat(sent()).isEmpty();
        assertThat(reconciliation.coverage().of(host).orElseThrow().heldBack()).isEqualTo(11);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        registry.close();
        var meters = new SimpleMeterRegistry();
        var reconciliation = reconciliation(20);
        new CoverageMeters(properties(20), reconciliation).bindTo(meters);

        turn(reconciliation);

        assertThat(meters.get("plimsoll.coverage.unscanned").tag("registry", host).gauge().value())
                .isNaN();
        assertThat(meters.get("plimsoll.coverage.missed").gauge().value()).isNaN();
        assertThat(meters.get("plimsoll.coverage.failed").gauge().value()).isNaN();
        assertThat(meters.get("plimsoll.coverage.stale-catalogue").gauge().value()).isEqualTo(1);
        registry = EmbeddedRegistry.start(RegistryOptions.in(storage).withPort(port));
        clock.now = clock.now.plus(INTERVAL);
        turn(reconciliation);
        assertThat(meters.get("plimsoll.coverage.unscanned").gauge().value()).isZero();
        assertThat(meters.get("plimsoll.coverage.stale-catalogue").gauge().value()).isZero();
    }

    @Test
    void whatThePolicyExcludesIsNotEvenLookedAt() throws IOException {
        push(OLD, "sandbox/web", "1.0");
        var reconciliation =
                reconciliation(
                        properties(20, WatchPolicy.of(List.of("**"), List.of("sandbox/**"), 0)));
        long before = registry.requests();

        turn(reconciliation);

        assertThat(registry.requests() - before).as("the catalogue and the tags").isEqualTo(2);
        assertThat(count(reconciliation, State.EXCLUDED)).isEqualTo(1);
        assertThat(sent()).isEmpty();
    }

    private double count(Reconciliation reconciliation, State state) {
        return reconciliation.coverage().of(host).orElseThrow().count(state);
    }

    /** What Kafka was given is read back before the next look, as it is in the service. */
    private void turn(Reconciliation reconciliation) {
        reconciliation.list();
        int before = sent().size();
        reconciliation.look();
        sent().subList(before, sent().size()).forEach(record -> seen.on(record.value()));
        clock.now = clock.now.plusSeconds(30);
    }

    private Reconciliation reconciliation(int inFlight) {
        return reconciliation(properties(inFlight));
    }

    private Reconciliation reconciliation(CoverageProperties properties) {
        var access = RegistryAccess.anonymous(host, URI.create("http://" + host));
        var client = Registries.of(List.of(access), Clock.systemUTC()).find(host).orElseThrow();
        var source = properties.registries().getFirst();
        var reader =
                new CatalogueReader(
                        source,
                        client,
                        CoverageConfiguration.api(source, client),
                        properties.policy(),
                        List.of(Platform.parse("linux/amd64")),
                        clock);
        return new Reconciliation(
                List.of(reader),
                properties,
                seen,
                new EventPublisher(new KafkaTemplate<>(factory()), ""),
                Runnable::run,
                clock);
    }

    private CoverageProperties properties(int inFlight) {
        return properties(inFlight, WatchPolicy.of(List.of("**"), List.of(), 0));
    }

    private CoverageProperties properties(int inFlight, WatchPolicy policy) {
        return new CoverageProperties(
                List.of(
                        new CatalogueSource(
                                new RegistryHost(host), CatalogueKind.DISTRIBUTION, List.of())),
                INTERVAL,
                Duration.ofHours(2),
                inFlight,
                50,
                policy,
                null,
                Duration.ofSeconds(5));
    }

    private void push(Publishable content, String repository, String tag) throws IOException {
        try (var client = RegistryClient.anonymous(URI.create("http://" + host))) {
            client.push(content, repository, tag);
        }
    }

    private void delete(Publishable.Image image, String repository) throws IOException {
        try (var client = RegistryClient.anonymous(URI.create("http://" + host))) {
            client.delete(repository, image.digest());
        }
    }

    private void scanned(String repository, String tag, Publishable.Image image) {
        seen.on(
                assessed(
                        new TagName(host, repository, tag),
                        "linux/amd64",
                        image.digest().value(),
                        ImageStatus.CLEAN,
                        clock.now.minusSeconds(1)));
    }

    private List<org.apache.kafka.clients.producer.ProducerRecord<Object, Object>> sent() {
        return producer.history();
    }

    private static Publishable.Image image(String label) {
        return ImageBuilder.of(Format.OCI).label("name", label).command("/bin/sh").build();
    }

    private DefaultKafkaProducerFactory<Object, Object> factory() {
        return new DefaultKafkaProducerFactory<>(Map.of()) {
            @Override
            protected Producer<Object, Object> createRawProducer(Map<String, Object> settings) {
                return producer;
            }
        };
    }

    /** Stands still until it is set. */
    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2026-03-01T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
