package dev.plimsoll.analysis.track;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.annotation.Bean;

/**
 * What the pages see of the topology before it runs: for tests that have no topology. To be
 * imported; no scan for components finds it.
 */
public class TopologyThatStarts {

    @Bean
    Explanations explanations() {
        return new Explanations(Optional::empty, InstantSource.system());
    }

    @Bean
    FeedAges feedAges() {
        return new FeedAges(Optional::empty, Duration.ofHours(48), InstantSource.system());
    }
}
