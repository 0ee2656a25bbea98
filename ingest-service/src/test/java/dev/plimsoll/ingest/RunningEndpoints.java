package dev.plimsoll.ingest;

import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.push.proof.Fetch;
import dev.plimsoll.schemas.wire.EventSerializer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * The web endpoints as they run, on a port of their own, with Kafka's own stand-in for a producer.
 */
public final class RunningEndpoints implements AutoCloseable {

    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningEndpoints(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    public static RunningEndpoints start(Map<String, String> properties) {
        return start(properties, true);
    }

    /**
     * @param acknowledging whether Kafka acknowledges
     */
    public static RunningEndpoints start(Map<String, String> properties, boolean acknowledging) {
        return start(properties, acknowledging, Map.of());
    }

    /** In a world where some things are other than they are. */
    public static RunningEndpoints start(Map<String, String> properties, Clock clock, Fetch keys) {
        return start(properties, true, Map.of(Clock.class, clock, Fetch.class, keys));
    }

    private static RunningEndpoints start(
            Map<String, String> properties, boolean acknowledging, Map<Class<?>, Object> instead) {
        var all = new TreeMap<String, Object>(properties);
        all.put("server.port", "0");
        all.put("server.shutdown", "immediate");
        all.put("spring.main.banner-mode", "off");
        all.put("test.acknowledging", acknowledging);
        var context =
                new SpringApplicationBuilder(Endpoints.class)
                        .web(WebApplicationType.SERVLET)
                        .initializers(
                                application ->
                                        instead.forEach(
                                                (type, object) ->
                                                        insteadOf(application, type, object)))
                        .run(
                                all.entrySet().stream()
                                        .map(
                                                entry ->
                                                        "--%s=%s"
                                                                .formatted(
                                                                        entry.getKey(),
                                                                        entry.getValue()))
                                        .toArray(String[]::new));
        return new RunningEndpoints((ServletWebServerApplicationContext) context);
    }

    private static <T> void insteadOf(
            ConfigurableApplicationContext application, Class<T> type, Object object) {
        ((GenericApplicationContext) application)
                .registerBean(
                        "testing" + type.getSimpleName(),
                        type,
                        () -> type.cast(object),
                        definition -> definition.setPrimary(true));
    }

    public HttpRequest.Builder request(String path) {
        int port = context.getWebServer().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return context.getWebServer().getPort();
    }

    /** Everything sent so far, acknowledged or not, in order. */
    public List<ProducerRecord<Object, Object>> sent() {
        return producer().history();
    }

    public List<SpecificRecord> events() {
        return sent().stream().map(record -> (SpecificRecord) record.value()).toList();
    }

    public void forget() {
        producer().clear();
    }

    /** Of {@code plimsoll.events}. */
    public double counted(String source, String outcome, String reason) {
        return context.getBean(MeterRegistry.class)
                .counter("plimsoll.events", "source", source, "outcome", outcome, "reason", reason)
                .count();
    }

    @SuppressWarnings("unchecked")
    public MockProducer<Object, Object> producer() {
        return context.getBean(MockProducer.class);
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }

    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @ComponentScan({"dev.plimsoll.ingest.push", "dev.plimsoll.ingest.rescan"})
    @EnableConfigurationProperties(IngestProperties.class)
    @Import(IngestConfiguration.class)
    static class Endpoints {

        @Bean
        @SuppressWarnings({"unchecked", "rawtypes"})
        MockProducer<Object, Object> producer(
                @Value("${test.acknowledging}") boolean acknowledging) {
            return new MockProducer(
                    acknowledging,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new EventSerializer<>());
        }

        @Bean
        EventPublisher publisher(MockProducer<Object, Object> producer) {
            var factory =
                    new DefaultKafkaProducerFactory<Object, Object>(Map.of()) {
                        @Override
                        protected Producer<Object, Object> createRawProducer(
                                Map<String, Object> settings) {
                            return producer;
                        }
                    };
            return new EventPublisher(new KafkaTemplate<>(factory), "test-");
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
