package dev.plimsoll.ingest.scan;

import dev.plimsoll.ingest.registry.DockerConfig;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryProperties;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wires the scanner from {@code ingest.registries}, {@code ingest.platforms}, {@code ingest.scans}
 * and {@code ingest.attestations}.
 */
@Configuration(proxyBeanMethods = false)
class ScanConfiguration {

    @Bean
    RegistryProperties registryProperties(Environment environment) {
        return RegistryProperties.of(environment);
    }

    @Bean
    Registries registries(RegistryProperties properties, DockerConfig dockerConfig) {
        return Registries.of(properties.registries(), dockerConfig, Clock.systemUTC());
    }

    @Bean
    ImageScanner imageScanner(
            Registries registries, RegistryProperties properties, ScanProperties scans) {
        return new ImageScanner(
                registries,
                properties.platforms(),
                ScanLimits.USUAL.withDeadline(scans.deadline()),
                scans.attestations().attestations(),
                Clock.systemUTC());
    }
}
