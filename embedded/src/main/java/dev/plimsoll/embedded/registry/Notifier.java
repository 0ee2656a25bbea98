package dev.plimsoll.embedded.registry;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the notifications for one endpoint: in order, one at a time, each repeated without end
 * and with the same bytes until the endpoint answers with 2xx or 3xx. What waits is in memory only
 * and lost when the registry stops, as with Distribution.
 */
final class Notifier implements AutoCloseable {

    private static final String MEDIA_TYPE = "application/vnd.docker.distribution.events.v1+json";

    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    private final RegistryOptions.Endpoint endpoint;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final Thread thread;

    Notifier(RegistryOptions.Endpoint endpoint) {
        this.endpoint = endpoint;
        thread = Thread.ofVirtual().name("notify-" + endpoint.name()).start(this::deliverAll);
    }

    void send(byte[] envelope) {
        waiting.add(envelope);
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }

    private void deliverAll() {
        try {
            while (true) {
                deliver(waiting.take());
            }
        } catch (InterruptedException _) {
            // The registry stops.
        }
    }

    private void deliver(byte[] envelope) throws InterruptedException {
        var failures = 0;
        while (!accepted(envelope)) {
            failures++;
            if (failures >= endpoint.threshold()) {
                Thread.sleep(endpoint.backoff());
            }
        }
    }

    private boolean accepted(byte[] envelope) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(endpoint.url())
                        .timeout(endpoint.timeout())
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(BodyPublishers.ofByteArray(envelope));
        endpoint.headers().forEach(request::header);
        try {
            var status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            if (status >= 200 && status < 400) {
                return true;
            }
            log.atWarn()
                    .addKeyValue("endpoint", endpoint.name())
                    .addKeyValue("status", status)
                    .log("notification refused");
            return false;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("endpoint", endpoint.name())
                    .addKeyValue("cause", e.toString())
                    .log("notification not delivered");
            return false;
        }
    }
}
