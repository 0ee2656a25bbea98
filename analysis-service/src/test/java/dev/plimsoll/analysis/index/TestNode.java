package dev.plimsoll.analysis.index;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import java.nio.file.Path;

/** A node for tests, below {@code target}: unlike a temporary folder, other users may enter it. */
public final class TestNode {

    private TestNode() {}

    public static EmbeddedElasticsearch start(String name) {
        return EmbeddedElasticsearch.start(
                Path.of("target", "elasticsearch", name + "-" + ProcessHandle.current().pid()), 0);
    }
}
