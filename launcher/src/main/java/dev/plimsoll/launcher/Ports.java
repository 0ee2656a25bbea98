package dev.plimsoll.launcher;

import java.net.URI;
import java.util.ArrayList;
import java.util.TreeMap;

/** Who listens where, all on the loopback address, one port after the other. */
record Ports(int base) {

    static final int COUNT = 7;

    int ingest() {
        return base;
    }

    int analysis() {
        return base + 1;
    }

    int notification() {
        return base + 2;
    }

    int registry() {
        return base + 3;
    }

    int elasticsearch() {
        return base + 4;
    }

    int kafka() {
        return base + 5;
    }

    int alerts() {
        return base + 6;
    }

    static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Refuses to start over somebody else's server. */
    void requireFree() throws RefusedException {
        var owners = new TreeMap<Integer, String>();
        owners.put(ingest(), "ingest-service");
        owners.put(analysis(), "analysis-service");
        owners.put(notification(), "notify-service");
        owners.put(registry(), "the registry");
        owners.put(elasticsearch(), "Elasticsearch");
        owners.put(kafka(), "Kafka");
        owners.put(alerts(), "the receiver of alerts");
        var taken = new ArrayList<String>();
        owners.forEach(
                (port, owner) -> {
                    if (!dev.plimsoll.embedded.process.Ports.isFree(port)) {
                        taken.add("%d (for %s)".formatted(port, owner));
                    }
                });
        if (!taken.isEmpty()) {
            throw new RefusedException(
                    "in use already: port %s; choose others with --port-base N"
                            .formatted(String.join(", ", taken)));
        }
    }
}
