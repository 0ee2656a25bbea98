package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
     * A place with a feed for each ecosystem, of which only those are fetched that are needed.
     *
     * @param text an address or a path with {@link #ECOSYSTEM} in it
     * @param needed asked at each look; names of ecosystems, also with a release ("Debian:12")
     */
    record Template(String text, Supplier<Set<String>> needed) implements FeedLocation {

        /** A name goes into an address or a path: nothing in it may lead elsewhere. */
        private static final Pattern NAME =
                Pattern.compile("[A-Za-z][A-Za-z0-9 _-]*(\\.[A-Za-z0-9 _-]+)*");

        private static final int NAME_CHARACTERS = 60;

        @Override
        public List<Feed> feeds() throws IOException {
            var feeds = new ArrayList<Feed>();
            for (var ecosystem : ecosystems(needed.get())) {
                feeds.addAll(of(ecosystem).feeds());
            }
            return feeds;
        }

        /** By their top-level names, as osv.dev arranges its archives. */
        static SortedSet<String> ecosystems(Set<String> needed) {
            return needed.stream()
                    .map(ecosystem -> ecosystem.split(":", 2)[0])
                    .filter(name -> name.length() <= NAME_CHARACTERS)
                    .filter(name -> NAME.matcher(name).matches())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private FeedLocation of(String ecosystem) {
            boolean address = text.matches("(?i)https?://.*");
            return fixed(text.replace(ECOSYSTEM, address ? encoded(ecosystem) : ecosystem));
        }

        private static String encoded(String ecosystem) {
            return ecosystem.replace(" ", "%20");
        }

        /** Also of an ecosystem that is not needed any more: its advisories stay. */
        @Override
        public boolean holds(String location) {
            var around = of("plimsoll-any").toString().split("plimsoll-any", -1);
            return location.startsWith(around[0])
                    && location.endsWith(around[around.length - 1])
                    && location.length() > around[0].length() + around[around.length - 1].length();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    String ECOSYSTEM = "{ecosystem}";

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
     * @param needed ecosystems, for a place that has a feed for each
     * @throws IllegalArgumentException if the address has no host, or carries a user
     */
    static FeedLocation parse(String text, Supplier<Set<String>> needed) {
        if (!text.contains(ECOSYSTEM)) {
            return fixed(text);
        }
        var template = new Template(text, needed);
        fixed(text.replace(ECOSYSTEM, "any"));
        return template;
    }

    private static FeedLocation fixed(String text) {
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
