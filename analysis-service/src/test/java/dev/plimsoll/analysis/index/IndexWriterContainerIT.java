package dev.plimsoll.analysis.index;

import java.net.URI;
import java.time.Duration;
import org.testcontainers.elasticsearch.ElasticsearchContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The writer and the questions against a whole Elasticsearch, as people run it. */
@Testcontainers(disabledWithoutDocker = true)
class IndexWriterContainerIT extends IndexWriterContract {

    private static final String PASSWORD = "a-password-of-this-test";

    @Container
    private static final ElasticsearchContainer CONTAINER =
            new ElasticsearchContainer("docker.elastic.co/elasticsearch/elasticsearch:8.19.21")
                    .withPassword(PASSWORD)
                    .withEnv("xpack.security.http.ssl.enabled", "false")
                    .withEnv("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
                    .withStartupTimeout(Duration.ofMinutes(5));

    @Override
    ElasticsearchProperties connection(String prefix) {
        return new ElasticsearchProperties(
                URI.create("http://" + CONTAINER.getHttpHostAddress()),
                "elastic",
                PASSWORD,
                prefix,
                Duration.ofSeconds(30));
    }
}
