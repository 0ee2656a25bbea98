package dev.plimsoll.ingest;

import dev.plimsoll.ingest.coverage.CoverageProperties;
import dev.plimsoll.ingest.lane.LaneProperties;
import dev.plimsoll.ingest.push.PushProperties;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.registry.DockerConfig;
import dev.plimsoll.ingest.rescan.RescanProperties;
import dev.plimsoll.ingest.rescan.WatchList;
import dev.plimsoll.ingest.scan.ScanProperties;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands every feature its part of the configuration. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    PushProperties pushProperties(IngestProperties properties) {
        return properties.pushProperties();
    }

    @Bean
    RescanProperties rescanProperties(IngestProperties properties) {
        return properties.rescanProperties();
    }

    @Bean
    WatchList watchList(IngestProperties properties) {
        return properties.watchList();
    }

    @Bean
    CoverageProperties coverageProperties(IngestProperties properties) {
        return properties.coverageProperties();
    }

    @Bean
    LaneProperties laneProperties(IngestProperties properties) {
        return properties.laneProperties();
    }

    @Bean
    ScanProperties scanProperties(IngestProperties properties) {
        return properties.scanProperties();
    }

    @Bean
    AllowedRegistries allowedRegistries(IngestProperties properties) {
        return properties.allowedRegistries();
    }

    @Bean
    DockerConfig dockerConfig(IngestProperties properties) {
        return properties.dockerLogins();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
