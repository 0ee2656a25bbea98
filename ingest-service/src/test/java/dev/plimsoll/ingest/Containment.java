package dev.plimsoll.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link Contained} asks for. */
final class Containment
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver {

    private static final Namespace STORE = Namespace.create(Containment.class);
    private static final Path WORKING = Path.of("").toAbsolutePath();
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /** Where a path that climbs out, or an absolute one, would come to lie. */
    private static final List<Path> ELSEWHERE =
            List.of(Path.of("/"), Path.of("/etc/cron.d"), Path.of(System.getProperty("user.home")));

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(STORE).put("files", files());
    }

    @Override
    @SuppressWarnings("unchecked")
    public void afterAll(ExtensionContext context) {
        var before = (Set<Path>) context.getStore(STORE).get("files");
        var written = new TreeSet<>(files());
        written.removeAll(before);
        assertThat(written).as("files written by hostile input").isEmpty();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var connections = new Connections(ProxySelector.getDefault());
        ProxySelector.setDefault(connections);
        context.getStore(STORE).put("connections", connections);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var store = context.getStore(STORE);
        var connections = (Connections) store.get("connections");
        ProxySelector.setDefault(connections.before);
        assertThat(connections.elsewhere()).as("hosts that were asked beside this one").isEmpty();
        var trap = store.get("trap", Trap.class);
        if (trap != null) {
            assertThat(trap.sprung()).as("connections to the trap").isZero();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Trap.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE).computeIfAbsent("trap", _ -> new Trap(), Trap.class);
    }

    /** Every HTTP client asks it before it connects, whether the connection comes about or not. */
    private static final class Connections extends ProxySelector {

        private final ProxySelector before;
        private final Queue<String> hosts = new ConcurrentLinkedQueue<>();

        Connections(ProxySelector before) {
            this.before = before;
        }

        @Override
        public List<Proxy> select(URI address) {
            hosts.add(String.valueOf(address.getHost()));
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI address, SocketAddress socket, IOException cause) {
            // Connections that fail were counted when they were tried.
        }

        List<String> elsewhere() {
            return hosts.stream().filter(host -> !isHere(host)).distinct().toList();
        }

        /** Without a look-up: names are not ours, {@code localhost} apart. */
        private static boolean isHere(String host) {
            try {
                return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
    }

    private static Set<Path> files() {
        var files = new TreeSet<Path>();
        try {
            Files.walkFileTree(WORKING, new Collecting(files));
            if (TEMPORARY.startsWith(WORKING)) {
                // Ours alone, so that what is left in it was left by these tests.
                Files.walkFileTree(TEMPORARY, new Collecting(files));
            }
            for (var directory : ELSEWHERE) {
                if (Files.isDirectory(directory) && Files.isReadable(directory)) {
                    try (var children = Files.list(directory)) {
                        children.forEach(files::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Without what the build and JUnit write, and libraries that are unpacked to be loaded. */
    private static final class Collecting extends SimpleFileVisitor<Path> {

        private final Set<Path> files;

        Collecting(Set<Path> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean ofTheBuild = directory.equals(WORKING.resolve("target"));
            boolean ofTheTest =
                    directory.startsWith(TEMPORARY)
                            && directory.getFileName().toString().startsWith("junit-");
            return ofTheBuild || ofTheTest
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = file.getFileName().toString();
            if (!(file.startsWith(TEMPORARY) && name.startsWith("libzstd-jni"))) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
