package dev.plimsoll.analysis.index;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import java.nio.file.Path;

/** A node for tests, below {@code target}: unlike a temporary folder, other users may enter it. */
public final class TestNode {

    private TestNode() {}

    public static EmbeddedElasticsearch start(String name) {
        return restart(name, 0);
    }

    /** The node of that name again, with its data, where it was. */
    public static EmbeddedElasticsearch restart(String name, int port) {
        return EmbeddedElasticsearch.start(
                Path.of("target", "elasticsearch", name + "-" + ProcessHandle.current().pid()),
                port);
    }
}
