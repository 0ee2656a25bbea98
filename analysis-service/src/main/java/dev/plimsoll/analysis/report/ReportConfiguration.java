package dev.plimsoll.analysis.report;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the controllers of this package share. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

    @Bean
    Pages pages() {
        return new Pages();
    }
}
