package dev.plimsoll.analysis.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Index templates, indices and the alias for Kibana's Findings page, as this release needs them.
 *
 * <p>Nothing is written before they are there: Elasticsearch would guess a mapping.
 */
final class IndexLayout {

    private static final Logger log = LoggerFactory.getLogger(IndexLayout.class);

    /** Above the templates that Elasticsearch ships. */
    private static final int PRIORITY = 500;

    private final RestClient client;
    private final Indices indices;
    private final AtomicBoolean complete = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    IndexLayout(RestClient client, Indices indices) {
        this.client = client;
        this.indices = indices;
    }

    /**
     * Creates what is missing and adds new fields to what is there; does nothing once that has
     * succeeded.
     *
     * @throws ElasticsearchAwayException if Elasticsearch does not answer or refuses
     */
    void ensure() {
        if (complete.get()) {
            return;
        }
        lock.lock();
        try {
            if (complete.get()) {
                return;
            }
            for (var index : indices.all()) {
                ensure(index);
            }
            complete.set(true);
            log.atInfo()
                    .addKeyValue("indices", indices.all().size())
                    .addKeyValue("prefix", indices.prefix())
                    .log("indices ready");
        } finally {
            lock.unlock();
        }
    }

    private void ensure(Indices.Index index) {
        var mappings = mapping(index);
        put("/_index_template/" + index.name(), template(index, mappings));
        if (exists(index.name())) {
            put("/" + index.name() + "/_mapping", mappings);
            for (var alias : aliases(index).entrySet()) {
                put("/" + index.name() + "/_alias/" + alias.getKey(), alias.getValue());
            }
        } else {
            put("/" + index.name(), Map.of());
        }
    }

    private Map<String, Object> template(Indices.Index index, JsonNode mappings) {
        var template = new LinkedHashMap<String, Object>();
        template.put(
                "settings",
                Map.of("number_of_shards", 1, "auto_expand_replicas", "0-1", "codec", "default"));
        template.put("mappings", mappings);
        template.put("aliases", aliases(index));
        return Map.of(
                "index_patterns",
                List.of(index.name()),
                "priority",
                PRIORITY,
                "template",
                template,
                "_meta",
                Map.of("description", "written by Plimsoll at start-up"));
    }

    /** The Findings page sees present findings only. */
    private Map<String, Object> aliases(Indices.Index index) {
        if (!index.name().equals(indices.findings())) {
            return Map.of();
        }
        return Map.of(
                Indices.FINDINGS_PAGE_ALIAS,
                Map.of("filter", Map.of("term", Map.of("plimsoll.finding.presence", "present"))));
    }

    private boolean exists(String index) {
        try {
            return client.performRequest(new Request("HEAD", "/" + index))
                            .getStatusLine()
                            .getStatusCode()
                    == 200;
        } catch (IOException e) {
            throw away(e);
        }
    }

    private void put(String path, Object body) {
        var request = new Request("PUT", path);
        request.setJsonEntity(DocumentJson.MAPPER.writeValueAsString(body));
        try {
            client.performRequest(request);
        } catch (ResponseException e) {
            if (!String.valueOf(e.getMessage()).contains("resource_already_exists_exception")) {
                throw away(e);
            }
        } catch (IOException e) {
            throw away(e);
        }
    }

    private static ElasticsearchAwayException away(IOException cause) {
        return new ElasticsearchAwayException(
                "the indices cannot be prepared: %s".formatted(cause.getMessage()), cause);
    }

    private static JsonNode mapping(Indices.Index index) {
        try (var resource = IndexLayout.class.getResourceAsStream(index.mapping())) {
            if (resource == null) {
                throw new IllegalStateException(
                        "the mapping '%s' is not in this build".formatted(index.mapping()));
            }
            return DocumentJson.MAPPER.readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("reading mapping '%s'".formatted(index.mapping()), e);
        }
    }
}
