package dev.plimsoll.ingest.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows which registries are left alone at present. */
@Configuration(proxyBeanMethods = false)
class RegistryStatus {

    /** A registry that is down does not make this service unhealthy: no restart would help. */
    private static final Status DEGRADED = new Status("DEGRADED");

    /** {@code plimsoll.registry.circuit}: 0 closed, 1 half open, 2 open, by registry. */
    @Bean
    MeterBinder registryCircuits(Registries registries) {
        return meters ->
                registries
                        .circuits()
                        .forEach(
                                (host, circuit) ->
                                        Gauge.builder(
                                                        "plimsoll.registry.circuit",
                                                        circuit,
                                                        c -> c.state().ordinal())
                                                .tag("registry", host)
                                                .register(meters));
    }

    @Bean
    HealthIndicator registryHealthIndicator(Registries registries) {
        return () -> {
            var states =
                    registries.circuits().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            entry -> entry.getKey(),
                                            entry -> entry.getValue().state()));
            boolean all = states.values().stream().allMatch(Circuit.State.CLOSED::equals);
            return (all ? Health.up() : Health.status(DEGRADED)).withDetails(states).build();
        };
    }
}
