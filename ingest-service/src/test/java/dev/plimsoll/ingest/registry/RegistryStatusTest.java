package dev.plimsoll.ingest.registry;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryStatusTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void row40ARegistryThatIsLeftAloneIsVisible() throws IOException {
        try (var server = new ScriptedRegistry()) {
            server.on("/v2/a/manifests/1", status(429, "Retry-After", "60"));
            var registries =
                    Registries.of(
                            List.of(
                                    RegistryAccess.anonymous("busy", server.address()),
                                    RegistryAccess.anonymous("idle", URI.create("http://idle"))),
                            Clock.systemUTC());
            var status = new RegistryStatus();
            status.registryCircuits(registries).bindTo(meters);
            var health = status.registryHealthIndicator(registries);
            assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(
                            () ->
                                    registries
                                            .find("busy")
                                            .orElseThrow()
                                            .manifest(new Repository("a"), "1"));

            assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
            assertThat(health.health().getDetails())
                    .isEqualTo(Map.of("busy", Circuit.State.OPEN, "idle", Circuit.State.CLOSED));
            assertThat(gauge("busy")).isEqualTo(2);
            assertThat(gauge("idle")).isZero();
        }
    }

    private double gauge(String registry) {
        return meters.get("plimsoll.registry.circuit").tag("registry", registry).gauge().value();
    }
}
