package dev.plimsoll.analysis;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the analysis service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AnalysisApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AnalysisApplication.class, arguments);
    }
}
