package dev.plimsoll.ingest.registry;

import java.util.function.LongFunction;

/**
 * The bytes of one blob over as many connections as it takes: where one breaks off, the next goes
 * on from the same byte, and the reader above notices nothing. A body that was given up for being
 * slow is not resumed.
 */
final class BlobBody {

    /** Connections after the first one. */
    static final int MAX_RESUMPTIONS = 4;

    private final LongFunction<TimedBody> connections;
    private TimedBody body;
    private long position;
    private int resumptions;

    /**
     * @param connections the body from the given byte on
     */
    BlobBody(LongFunction<TimedBody> connections) {
        this.connections = connections;
        this.body = connections.apply(0);
    }

    /**
     * @return -1 at the end
     * @throws RegistryUnavailableException once it does not help to connect again
     */
    int read(byte[] buffer, int offset, int length) {
        while (true) {
            try {
                int count = body.read(buffer, offset, length);
                position += Math.max(count, 0);
                return count;
            } catch (RegistryUnavailableException e) {
                body.close();
                if (body.expired() || ++resumptions > MAX_RESUMPTIONS) {
                    throw e;
                }
                body = connections.apply(position);
            }
        }
    }

    void close() {
        body.close();
    }
}
