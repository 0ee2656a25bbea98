package dev.plimsoll.ingest.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * A server below HTTP: a test writes the bytes of each connection, whatever protocol they break.
 */
final class RawServer implements AutoCloseable {

    /** Handles one connection, which is reset afterwards if it was not closed. */
    @FunctionalInterface
    interface Connection {
        void handle(Socket socket) throws IOException;
    }

    private final ServerSocket server;

    RawServer(Connection connection) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> listen(connection));
    }

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    URI address(String scheme) {
        return URI.create(scheme + "://" + host());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(Connection connection) {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, connection));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private static void serve(Socket socket, Connection connection) {
        try (socket) {
            // Closing sends a reset instead of an orderly end.
            socket.setSoLinger(true, 0);
            connection.handle(socket);
        } catch (IOException _) {
            // The client went away, which is what most of these servers are for.
        }
    }

    /** Reads a request's head. */
    static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        var input = socket.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("the client went away");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
