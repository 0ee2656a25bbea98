package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection to Elasticsearch and the questions asked over it. */
@Configuration(proxyBeanMethods = false)
class ElasticsearchConfiguration {

    @Bean
    Indices indices(ElasticsearchProperties properties) {
        return new Indices(properties.indexPrefix());
    }

    /** Credentials go with every request, without waiting to be asked for them. */
    @Bean
    RestClient elasticsearch(ElasticsearchProperties properties) {
        var builder =
                RestClient.builder(host(properties.url()))
                        .setCompressionEnabled(false)
                        .setRequestConfigCallback(
                                request ->
                                        request.setConnectTimeout(5_000)
                                                .setSocketTimeout(
                                                        Math.toIntExact(
                                                                properties
                                                                        .requestTimeout()
                                                                        .toMillis())));
        var path = properties.url().getPath();
        if (path != null && !path.replace("/", "").isEmpty()) {
            builder.setPathPrefix(path);
        }
        var username = properties.username();
        if (username != null) {
            var credentials = username + ":" + properties.password();
            builder.setDefaultHeaders(
                    new Header[] {
                        new BasicHeader(
                                HttpHeaders.AUTHORIZATION,
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        credentials.getBytes(
                                                                StandardCharsets.UTF_8)))
                    });
        }
        return builder.build();
    }

    private static HttpHost host(URI url) {
        return new HttpHost(url.getHost(), url.getPort(), url.getScheme());
    }

    @Bean
    IndexLayout indexLayout(RestClient client, Indices indices) {
        return new IndexLayout(client, indices);
    }

    @Bean
    Search search(RestClient client, Indices indices) {
        var transport =
                new RestClientTransport(client, new Jackson3JsonpMapper(DocumentJson.MAPPER));
        return new Search(new ElasticsearchClient(transport), indices);
    }

    @Bean
    CurrentFindings currentFindings(Search search) {
        return new CurrentFindings(search);
    }

    @Bean
    ImageList imageList(Search search) {
        return new ImageList(search);
    }

    @Bean
    OneImage oneImage(Search search) {
        return new OneImage(search);
    }

    @Bean
    LineHistory lineHistory(Search search) {
        return new LineHistory(search);
    }

    @Bean
    LoggedDecisions loggedDecisions(Search search) {
        return new LoggedDecisions(search);
    }

    @Bean
    DecisionLog decisionLog(Search search) {
        return new DecisionLog(search);
    }

    @Bean
    AcceptedByRule acceptedByRule(Search search) {
        return new AcceptedByRule(search);
    }

    @Bean
    ComparableImages comparableImages(Search search) {
        return new ComparableImages(search);
    }

    @Bean
    FixWaits fixWaits(Search search) {
        return new FixWaits(search);
    }

    @Bean
    OldestSerious oldestSerious(Search search) {
        return new OldestSerious(search);
    }

    @Bean
    AwaitingUpstream awaitingUpstream(Search search) {
        return new AwaitingUpstream(search);
    }

    @Bean
    AcceptancesToReview acceptancesToReview(Search search) {
        return new AcceptancesToReview(search);
    }

    @Bean
    BasesToRebuild basesToRebuild(Search search) {
        return new BasesToRebuild(search);
    }

    @Bean
    BasesInUse basesInUse(Search search) {
        return new BasesInUse(search);
    }

    @Bean
    NamedImages namedImages(Search search) {
        return new NamedImages(search);
    }

    @Bean
    OptionTotals optionTotals(Search search) {
        return new OptionTotals(search);
    }

    @Bean
    AdviceRecord adviceRecord(Search search) {
        return new AdviceRecord(search);
    }

    @Bean
    CheckTotals checkTotals(Search search) {
        return new CheckTotals(search);
    }

    @Bean
    WeeklyChanges weeklyChanges(Search search) {
        return new WeeklyChanges(search);
    }
}
