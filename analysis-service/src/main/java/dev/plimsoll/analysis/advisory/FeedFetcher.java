package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Brings the content of a feed to this machine, if it changed. */
final class FeedFetcher implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD = Duration.ofMinutes(15);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final long maxBytes;

    /**
     * @param maxBytes a larger feed, as it lies there, is refused
     */
    FeedFetcher(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @param lastStamp of the content that was loaded last; null to get it in any case
     * @return empty if it is still that content
     * @throws IOException if it cannot be read or the server does not give it
     */
    Optional<FeedFile> fetch(Feed feed, @Nullable String lastStamp)
            throws IOException, InterruptedException {
        return switch (feed) {
            case Feed.LocalFile file -> open(file, lastStamp);
            case Feed.Download download -> download(download, lastStamp);
        };
    }

    private Optional<FeedFile> open(Feed.LocalFile file, @Nullable String lastStamp)
            throws IOException {
        var stamp = stamp(file.path());
        if (stamp.equals(lastStamp)) {
            return Optional.empty();
        }
        if (Files.size(file.path()) > maxBytes) {
            throw new FeedRefusedException("it is larger than %d bytes".formatted(maxBytes));
        }
        return Optional.of(new FeedFile(file, file.path(), stamp, false));
    }

    /** Of a file on this machine: its size and the time of its last change. */
    static String stamp(Path path) throws IOException {
        return "%d bytes of %s".formatted(Files.size(path), Files.getLastModifiedTime(path));
    }

    private Optional<FeedFile> download(Feed.Download download, @Nullable String lastStamp)
            throws IOException, InterruptedException {
        var content = Files.createTempFile("plimsoll-feed-", null);
        boolean kept = false;
        try {
            var response = send(request(download.uri(), lastStamp), content);
            if (response.statusCode() == 304 && lastStamp != null) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new IOException("the server answered %d".formatted(response.statusCode()));
            }
            kept = true;
            return Optional.of(new FeedFile(download, content, stamp(response), true));
        } finally {
            if (!kept) {
                Files.deleteIfExists(content);
            }
        }
    }

    private HttpResponse<Path> send(HttpRequest request, Path content)
            throws IOException, InterruptedException {
        var response =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofFile(content), maxBytes));
        try {
            return response.get(DOWNLOAD.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("download failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("download took longer than " + DOWNLOAD, e);
        } finally {
            response.cancel(true);
        }
    }

    private static HttpRequest request(URI uri, @Nullable String lastStamp) {
        var request = HttpRequest.newBuilder(uri).timeout(DOWNLOAD).GET();
        if (lastStamp == null || lastStamp.isEmpty()) {
            return request.build();
        }
        var separator = lastStamp.indexOf('|');
        var etag = lastStamp.substring(0, separator);
        var modified = lastStamp.substring(separator + 1);
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        if (!modified.isEmpty()) {
            request.header("If-Modified-Since", modified);
        }
        return request.build();
    }

    private static String stamp(HttpResponse<?> response) {
        var etag = response.headers().firstValue("ETag").orElse("");
        var modified = response.headers().firstValue("Last-Modified").orElse("");
        return etag.replace("|", "") + "|" + modified;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
