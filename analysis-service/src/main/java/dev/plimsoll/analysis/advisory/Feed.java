package dev.plimsoll.analysis.advisory;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One feed, not yet read. Its name is its identity: records belong to the feed of that name. */
sealed interface Feed {

    /** A file on this machine. */
    record LocalFile(Path path) implements Feed {

        @Override
        public String name() {
            return named(path.toString().replace('\\', '/'));
        }

        @Override
        public String location() {
            return path.toString();
        }
    }

    /** A file on a server. */
    record Download(URI uri) implements Feed {

        /** Debian's tracker is "tracker/data/json". */
        @Override
        public String name() {
            var path = uri.getPath();
            return path.endsWith("/json") ? path.substring(1) : named(path);
        }

        /** Without the query: it may carry a token. */
        @Override
        public String location() {
            return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        }
    }

    String name();

    /**
     * The last segment of a path. osv.dev calls the feed of every ecosystem "all.zip": there the
     * segment before it is part of the name.
     */
    private static String named(String path) {
        var segments = Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
        if (segments.isEmpty()) {
            return "";
        }
        var last = segments.getLast();
        if (last.equals("all.zip") && segments.size() > 1) {
            return segments.get(segments.size() - 2) + "/" + last;
        }
        return last;
    }

    /** Where it is, without credentials. */
    String location();
}
