package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.push.proof.Fetch;
import dev.plimsoll.ingest.push.proof.HttpFetch;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PushConfiguration {

    /** Less than the most impatient sender waits for its answer. */
    private static final Duration KEYS_PATIENCE = Duration.ofSeconds(2);

    @Bean
    EventCounter eventCounter(MeterRegistry meters) {
        return new EventCounter(meters);
    }

    @Bean
    BodyReader bodyReader(PushProperties properties) {
        return new BodyReader(properties.largestBody());
    }

    @Bean
    HttpFetch keysOfOthers() {
        return new HttpFetch(HttpClient.newBuilder(), KEYS_PATIENCE);
    }

    @Bean
    Sources sources(PushProperties properties, Fetch keysOfOthers, Clock clock) {
        return new Sources(properties, keysOfOthers, clock);
    }

    @Bean
    Intake intake(
            AllowedRegistries registries,
            EventPublisher publisher,
            EventCounter counter,
            PushProperties properties) {
        return new Intake(registries, publisher, counter, properties);
    }
}
