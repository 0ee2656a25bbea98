package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A place where feeds are. */
sealed interface FeedLocation {

    /**
     * A folder or a file on this machine.
     *
     * @param path absolute
     */
    record Local(Path path) implements FeedLocation {

        /** Of a folder the files directly in it that have a known format, by name. */
        @Override
        public List<Feed> feeds() throws IOException {
            if (!Files.isDirectory(path)) {
                return List.of(new Feed.LocalFile(path));
            }
            try (var files = Files.list(path)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> FeedFormat.of(file.getFileName().toString()).isPresent())
                        .sorted()
                        .<Feed>map(Feed.LocalFile::new)
                        .toList();
            }
        }

        @Override
        public boolean holds(String location) {
            return Path.of(location).startsWith(path);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** One feed on a server. */
    record Remote(URI uri) implements FeedLocation {

        @Override
        public List<Feed> feeds() {
            return List.of(new Feed.Download(uri));
        }

        @Override
        public boolean holds(String location) {
            return location.equals(toString());
        }

        @Override
        public String toString() {
            return new Feed.Download(uri).location();
        }
    }

    /**
     * The feeds that are there now.
     *
     * @throws IOException if the folder cannot be listed
     */
    List<Feed> feeds() throws IOException;

    /** Whether a feed that was loaded from {@code location} belongs here. */
    boolean holds(String location);

    /**
     * An address if it starts like one, else a path.
     *
     * @throws IllegalArgumentException if the address has no host, or carries a user
     */
    static FeedLocation parse(String text) {
        return uri(text)
                .<FeedLocation>map(Remote::new)
                .orElseGet(() -> new Local(Path.of(text).toAbsolutePath().normalize()));
    }

    private static Optional<URI> uri(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "advisory location has no host, or a user in its address; expected 'https://host/path'");
            }
            return Optional.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "advisory location '%s' is no address: %s".formatted(text, e.getReason()), e);
        }
    }
}
