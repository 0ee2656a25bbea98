package dev.plimsoll.analysis.advisory;

import java.net.URI;
import java.nio.file.Path;

/** One feed, not yet read. Its name is its identity: records belong to the feed of that name. */
sealed interface Feed {

    /** A file on this machine. */
    record LocalFile(Path path) implements Feed {

        @Override
        public String name() {
            return path.getFileName().toString();
        }

        @Override
        public String location() {
            return path.toString();
        }
    }

    /** A file on a server. */
    record Download(URI uri) implements Feed {

        /**
         * The last segment of the path. osv.dev calls the feed of every ecosystem "all.zip": there
         * the segment before it is part of the name.
         */
        @Override
        public String name() {
            var segments = uri.getPath().split("/", -1);
            var last = segments[segments.length - 1];
            return last.equals("all.zip") && segments.length > 2
                    ? segments[segments.length - 2] + "/" + last
                    : last;
        }

        /** Without the query: it may carry a token. */
        @Override
        public String location() {
            return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        }
    }

    String name();

    /** Where it is, without credentials. */
    String location();
}
