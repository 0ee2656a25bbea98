package dev.plimsoll.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that nobody may be lured to. It counts connections before a byte is sent on them. */
public final class Trap implements AutoCloseable {

    private final ServerSocket server;
    private final Thread listener;
    private final AtomicInteger connections = new AtomicInteger();

    Trap() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener = Thread.ofVirtual().start(this::listen);
    }

    /** {@code host:port} */
    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public URI address() {
        return URI.create("http://" + host());
    }

    /** Closes the trap: how many came before our own last visit. */
    int sprung() {
        try (var last = new Socket(server.getInetAddress(), server.getLocalPort())) {
            last.getOutputStream().write('\n');
            last.getInputStream().readNBytes(1);
            return connections.get() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        listener.interrupt();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order they came, so that our own visit is answered after all others were counted. */
    private void listen() {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connections.incrementAndGet();
                connection.getOutputStream().write('\n');
            } catch (IOException _) {
                // Closed, by us or by the visitor; it has been counted.
            }
        }
    }
}
