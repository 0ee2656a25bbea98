package dev.plimsoll.ingest;

import dev.plimsoll.ingest.replay.ReplayCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the ingest service, or with {@code --replay=<topic>.dlq} replays dead letters. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestApplication {

    public static void main(String[] arguments) {
        if (ReplayCommand.isMeant(arguments)) {
            System.exit(ReplayCommand.run(arguments));
        }
        SpringApplication.run(IngestApplication.class, arguments);
    }
}
