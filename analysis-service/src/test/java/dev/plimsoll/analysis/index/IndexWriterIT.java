package dev.plimsoll.analysis.index;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The writer and the questions against a node of their own. */
class IndexWriterIT extends IndexWriterContract {

    private static EmbeddedElasticsearch node;

    @BeforeAll
    static void startNode() {
        node = TestNode.start("index-writer");
    }

    @AfterAll
    static void stopNode() {
        node.close();
    }

    @Override
    ElasticsearchProperties connection(String prefix) {
        return new ElasticsearchProperties(
                node.uri(), node.username(), node.password(), prefix, Duration.ofSeconds(30));
    }
}
