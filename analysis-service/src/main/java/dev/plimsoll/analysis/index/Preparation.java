package dev.plimsoll.analysis.index;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the indices as soon as Elasticsearch lets it. */
record Preparation(IndexLayout layout) implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    @Override
    public void run() {
        var said = "";
        while (true) {
            try {
                layout.ensure();
                return;
            } catch (ElasticsearchAwayException e) {
                var reason = String.valueOf(e.getMessage());
                if (!reason.equals(said)) {
                    log.atWarn().addKeyValue("reason", reason).log("Elasticsearch is not ready");
                    said = reason;
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
