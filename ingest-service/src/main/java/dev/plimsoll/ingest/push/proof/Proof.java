package dev.plimsoll.ingest.push.proof;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells the sender of a source from everybody else. Safe for many threads. */
public interface Proof {

    /** What a sender has proved. */
    enum Verdict {
        AUTHENTIC,
        /** Missing or wrong. */
        REFUSED,
        /** Genuine, and so old that it may be a copy of something we have forgotten. */
        OUTDATED,
        /** Keys that are needed cannot be had at present; the sender has to come again. */
        UNVERIFIABLE
    }

    /** Decides as much as it can without the body: who does not pass, is not read. */
    Verdict ofHead(Head head);

    /** Decides the rest, for a head that has passed, by the bytes as they came. */
    default Verdict ofBody(Head head, byte[] body) {
        return Verdict.AUTHENTIC;
    }

    /**
     * Does what the sender asks for before it sends events.
     *
     * @param body authentic
     * @return the answer, null if this delivery asks for nothing
     * @throws IOException if it could not be done; the sender has to ask again
     */
    default @Nullable Map<String, String> handshake(JsonNode body) throws IOException {
        return null;
    }
}
