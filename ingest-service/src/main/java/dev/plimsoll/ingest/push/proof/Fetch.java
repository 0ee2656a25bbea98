package dev.plimsoll.ingest.push.proof;

import java.io.IOException;
import java.net.URI;

/** Gets the keys of those who vouch for senders. */
public interface Fetch {

    /**
     * The body of an answer with status 200.
     *
     * @param mostBytes more are refused
     * @throws NotThereException if the server says that there is nothing by this name
     * @throws IOException for everything else
     */
    byte[] get(URI address, int mostBytes) throws IOException;

    /** Status 4xx: asking again does not help. */
    final class NotThereException extends IOException {

        private static final long serialVersionUID = 1L;

        public NotThereException(String message) {
            super(message);
        }
    }
}
