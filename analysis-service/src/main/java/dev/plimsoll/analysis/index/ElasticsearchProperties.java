package dev.plimsoll.analysis.index;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How to reach Elasticsearch.
 *
 * @param url root of its HTTP API
 * @param username for basic authentication; without one, requests carry no credentials
 * @param indexPrefix put before every index name, so that several installations can share a cluster
 * @param requestTimeout longest wait for one answer; a bulk request that takes longer is sent again
 */
@Validated
@ConfigurationProperties(prefix = "analysis.elasticsearch", ignoreUnknownFields = false)
record ElasticsearchProperties(
        @NotNull @DefaultValue("http://127.0.0.1:9200") URI url,
        @Nullable String username,
        @Nullable String password,
        @NotNull
                @DefaultValue("plimsoll-")
                @Pattern(
                        regexp = "([a-z0-9][a-z0-9._-]*)?",
                        message = "must be lower-case letters, digits, '.', '_' or '-'")
                String indexPrefix,
        @NotNull @DefaultValue("60s") @DurationMin(seconds = 1) Duration requestTimeout) {

    ElasticsearchProperties {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "analysis.elasticsearch.username and analysis.elasticsearch.password belong"
                            + " together: only one of them is set");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "analysis.elasticsearch.url carries credentials: use"
                            + " analysis.elasticsearch.username and password");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ElasticsearchProperties[url=%s, username=%s, indexPrefix=%s, requestTimeout=%s]"
                .formatted(url, username, indexPrefix, requestTimeout);
    }
}
