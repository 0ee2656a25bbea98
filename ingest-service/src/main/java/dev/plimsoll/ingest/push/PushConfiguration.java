package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PushConfiguration {

    @Bean
    EventCounter eventCounter(MeterRegistry meters) {
        return new EventCounter(meters);
    }

    @Bean
    BodyReader bodyReader(PushProperties properties) {
        return new BodyReader(properties.largestBody());
    }

    @Bean
    Intake intake(
            AllowedRegistries registries,
            EventPublisher publisher,
            EventCounter counter,
            PushProperties properties,
            Clock clock) {
        return new Intake(registries, publisher, counter, properties, clock);
    }
}
