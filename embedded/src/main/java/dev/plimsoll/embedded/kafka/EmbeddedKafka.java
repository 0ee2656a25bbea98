package dev.plimsoll.embedded.kafka;

import dev.plimsoll.embedded.process.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One broker that is its own controller, on the loopback address, without authentication. Its data
 * directory is formatted once; a later start on the same directory finds every topic again.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;

    /** The services send inventories of up to 16 MiB; a record batch has a little around them. */
    private static final int LARGEST_MESSAGE = 17 << 20;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @param port where clients connect, or 0 for any that is free
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        var clientPort = Ports.chosen(port);
        var logs = dataDirectory.resolve("logs").toAbsolutePath();
        format(logs);
        var server =
                new KafkaRaftServer(
                        new KafkaConfig(settings(logs, clientPort, Ports.chosen(0)), false),
                        Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, clientPort);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path logs) {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(logs);
            new Formatter()
                    .setPrintStream(
                            new PrintStream(
                                    PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs.toString())
                    .addDirectory(logs.toString())
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Kafka's data directory %s cannot be made".formatted(logs), e);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Kafka's data directory %s cannot be formatted".formatted(logs), e);
        }
    }

    private static Map<String, Object> settings(Path logs, int clientPort, int controllerPort) {
        var settings = new HashMap<String, Object>();
        settings.put("node.id", Integer.toString(NODE));
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(clientPort, controllerPort));
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + clientPort);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("log.dirs", logs.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(LARGEST_MESSAGE));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_MESSAGE));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        // A single reader or writer each: the defaults for busy clusters only cost memory here.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("controlled.shutdown.enable", "false");
        return settings;
    }
}
