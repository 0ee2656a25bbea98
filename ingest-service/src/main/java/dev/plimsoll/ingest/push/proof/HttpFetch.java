package dev.plimsoll.ingest.push.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One GET over TLS: no redirect is followed, nothing is sent that could identify us, and the whole
 * answer has to be there in time, because a sender waits for ours.
 */
public final class HttpFetch implements Fetch, AutoCloseable {

    private final HttpClient client;
    private final Duration whole;

    /**
     * @param whole how long an answer may take, body included
     */
    public HttpFetch(HttpClient.Builder client, Duration whole) {
        this.client =
                client.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(whole).build();
        this.whole = whole;
    }

    @Override
    public byte[] get(URI address, int mostBytes) throws IOException {
        var request = HttpRequest.newBuilder(address).header("User-Agent", "plimsoll-ingest");
        var answer =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
        try {
            var response = answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            if (status == 200) {
                return response.body();
            }
            var message = "%s answered %d".formatted(address.getHost(), status);
            throw status >= 400 && status < 500 && status != 408 && status != 429
                    ? new NotThereException(message)
                    : new IOException(message);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("%s took too long".formatted(address.getHost()), e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "%s cannot be reached or says too much".formatted(address.getHost()),
                    e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + address.getHost(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
