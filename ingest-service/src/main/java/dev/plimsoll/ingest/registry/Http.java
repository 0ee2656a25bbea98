package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Sends one GET or HEAD, follows nothing, and gives every body a deadline. */
final class Http {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final HttpClient client;
    private final Patience patience;
    private final ScheduledExecutorService watchdog;

    Http(HttpClient client, Patience patience, ScheduledExecutorService watchdog) {
        this.client = client;
        this.patience = patience;
        this.watchdog = watchdog;
    }

    /** Looks after the bodies of any number of clients. */
    static ScheduledExecutorService watchdog() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("registry-watchdog").factory());
    }

    /**
     * A client that follows no redirect by itself and keeps no cookies. It speaks HTTP/1.1 only, so
     * that one connection's end never takes the other layers of an image with it.
     */
    static HttpClient.Builder client(Patience patience) {
        var tls = new SSLParameters();
        tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslParameters(tls)
                .connectTimeout(patience.connect());
    }

    Patience patience() {
        return patience;
    }

    /** An answer whose body has to be closed. */
    record Answer(URI address, int status, HttpHeaders headers, TimedBody body) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /**
         * For every status that no caller understands.
         *
         * @return the exception to throw
         */
        RuntimeException refused() {
            body.discard(64 * 1024);
            var what =
                    "%s answered %d".formatted(Endpoint.withoutQuery(address.toString()), status);
            return switch (status) {
                case 401, 403 ->
                        new ImageRefusedException(
                                Reason.UNAUTHORIZED,
                                what + "; check username and password of this registry");
                case 404, 410 -> new ImageRefusedException(Reason.GONE, what);
                case 408, 429 -> unavailable(what);
                default ->
                        status >= 500
                                ? unavailable(what)
                                : new ImageRefusedException(Reason.UNEXPECTED_RESPONSE, what);
            };
        }

        private RegistryUnavailableException unavailable(String what) {
            return new RegistryUnavailableException(
                    what, null, parseRetryAfter(header("Retry-After"), Instant.now()));
        }
    }

    /**
     * What is asked for, at whatever address it is found.
     *
     * @param method GET or HEAD
     * @param from the first byte wanted; 0 asks for everything
     * @param whole how long the body may take
     */
    record Question(String method, String accept, long from, Duration whole) {

        static Question get(String accept, Duration whole) {
            return new Question("GET", accept, 0, whole);
        }

        static Question head(String accept, Duration whole) {
            return new Question("HEAD", accept, 0, whole);
        }
    }

    /**
     * @param authorization the header's value, null to send none
     */
    Answer ask(URI address, Question question, @Nullable String authorization) {
        var request =
                HttpRequest.newBuilder(address)
                        .method(question.method(), HttpRequest.BodyPublishers.noBody())
                        .timeout(patience.answer())
                        .header("User-Agent", "plimsoll-ingest")
                        .header("Accept", question.accept())
                        .header("Accept-Encoding", "identity");
        if (question.from() > 0) {
            request.header("Range", "bytes=%d-".formatted(question.from()));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        var what = Endpoint.withoutQuery(address.toString());
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            if (isRefusedHandshake(e)) {
                throw new ImageRefusedException(
                        Reason.TLS_REFUSED,
                        "%s: %s".formatted(what, Printable.of(String.valueOf(e.getMessage()))));
            }
            throw new RegistryUnavailableException(
                    "%s cannot be reached: %s".formatted(what, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking " + what, e);
        }
        return new Answer(
                address,
                response.statusCode(),
                response.headers(),
                new TimedBody(response.body(), what, question.whole(), patience.stall(), watchdog));
    }

    static @Nullable Duration parseRetryAfter(String header, Instant now) {
        if (header.isBlank()) {
            return null;
        }
        Duration wait;
        try {
            wait =
                    header.strip().matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(header.strip()))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(
                                                    header.strip(),
                                                    DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant());
        } catch (DateTimeParseException _) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }

    /**
     * Whether TLS ended in a refusal, ours or the other side's. A connection that broke off while
     * it was set up is no refusal.
     */
    private static boolean isRefusedHandshake(Throwable thrown) {
        boolean tls = false;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CertificateException) {
                return true;
            }
            if (t instanceof EOFException || t instanceof SocketException) {
                return false;
            }
            tls |= t instanceof SSLException;
        }
        return tls;
    }
}
