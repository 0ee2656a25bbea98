package dev.plimsoll.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;

/** Where a test that starts everything keeps its data, and on which ports it listens. */
final class Workplace {

    /** The project: tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Workplace() {}

    /**
     * An empty folder. Below the project and not below /tmp: an Elasticsearch that root starts runs
     * as somebody else, who has to be able to reach it; and what is left there tells of a failure.
     */
    static Path empty(String name) throws IOException {
        var folder = ROOT.resolve("launcher/target/it").resolve(name);
        if (Files.exists(folder)) {
            var old = new ArrayList<Path>();
            try (var files = Files.walk(folder)) {
                files.forEach(old::add);
            }
            Collections.reverse(old);
            for (var path : old) {
                Files.delete(path);
            }
        }
        return Files.createDirectories(folder);
    }

    /** Ports that nobody listens on, below those that the system gives away. */
    static Ports freePorts() {
        for (var attempt = 0; attempt < 100; attempt++) {
            var ports = new Ports(ThreadLocalRandom.current().nextInt(12_000, 31_000));
            try {
                ports.requireFree();
                return ports;
            } catch (RefusedException _) {
                // Somebody listens there: try elsewhere.
            }
        }
        throw new IllegalStateException("no %d free ports in a row".formatted(Ports.COUNT));
    }
}
