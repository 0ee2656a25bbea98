package dev.plimsoll.notify.channel.http;

import dev.plimsoll.notify.channel.HttpTimeouts;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.channel.SecretUrl;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends JSON and says how that ended. */
public final class HttpPost {

    private static final int ANSWER_BYTES = 4096;
    private static final int SHOWN_CHARACTERS = 200;

    private final HttpClient client;
    private final HttpTimeouts timeouts;

    public HttpPost(HttpTimeouts timeouts) {
        this.timeouts = timeouts;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeouts.connect())
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /** Posts once; never throws for anything the other side does. */
    public Outcome post(SecretUrl url, Map<String, String> headers, byte[] json) {
        var request =
                HttpRequest.newBuilder(url.reveal())
                        .POST(BodyPublishers.ofByteArray(json))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Plimsoll");
        headers.forEach(request::header);
        var answer =
                client.sendAsync(
                        request.build(),
                        head ->
                                isSuccess(head.statusCode())
                                        ? FirstBytes.dropped(ANSWER_BYTES)
                                        : FirstBytes.of(ANSWER_BYTES));
        try {
            return outcome(url, await(answer));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Outcome.Unknown("no answer within %s".formatted(timeouts.answer()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("stopped while waiting for the answer");
        } catch (ExecutionException e) {
            return outcome(url, e.getCause() == null ? e : e.getCause());
        }
    }

    /** A request's own timeout ends with the headers; this one includes the body. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        var all = timeouts.connect().plus(timeouts.answer());
        return answer.get(all.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Outcome outcome(SecretUrl url, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (isSuccess(status)) {
            return new Outcome.Delivered();
        }
        var said = said(url, answer.body());
        var reason = "HTTP %d%s".formatted(status, said.isEmpty() ? "" : ": " + said);
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            var retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
            return new Outcome.Unavailable(reason, retryAfter(retryAfter, Instant.now()));
        }
        return status >= 300 && status < 400
                ? new Outcome.Refused(reason + " (redirects are not followed)")
                : new Outcome.Refused(reason);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static Outcome outcome(SecretUrl url, Throwable failure) {
        var reason = reason(url, failure);
        return neverArrived(failure)
                ? new Outcome.Unavailable(reason, null)
                : new Outcome.Unknown(reason);
    }

    /** Failures from before the first byte of the request. */
    private static boolean neverArrived(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SSLHandshakeException
                || failure.getCause() instanceof UnresolvedAddressException;
    }

    private static String reason(SecretUrl url, Throwable failure) {
        var message = failure.getMessage() == null ? "" : ": " + shown(url, failure.getMessage());
        return failure.getClass().getSimpleName() + message;
    }

    private static String said(SecretUrl url, byte[] body) {
        return shown(url, new String(body, StandardCharsets.UTF_8));
    }

    private static String shown(SecretUrl url, String text) {
        var line = url.redact(text).replaceAll("\\p{C}|\\s", " ").strip();
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /**
     * Seconds or a date, see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC
     * 9110</a>; null if it is neither.
     */
    static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(now, until.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
