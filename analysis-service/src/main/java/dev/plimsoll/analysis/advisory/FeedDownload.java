package dev.plimsoll.analysis.advisory;

import dev.plimsoll.analysis.advisory.DownloadFolder.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a file from a server into the folder of downloads: whole, or not at all. A connection that
 * breaks is taken up where it broke, if the server says that the file is still the same.
 */
final class FeedDownload implements AutoCloseable {

    private static final int REDIRECTS = 5;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WORTH_ANOTHER_ATTEMPT =
            Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    private static final Logger log = LoggerFactory.getLogger(FeedDownload.class);

    private final HttpClient http;
    private final DownloadFolder folder;
    private final DownloadRules rules;
    private final long maxBytes;

    /** Another attempt may succeed. */
    private static final class BrokenException extends IOException {

        private static final long serialVersionUID = 1L;
        private final @Nullable Duration wait;

        BrokenException(String message, @Nullable Duration wait, @Nullable Throwable cause) {
            super(message, cause);
            this.wait = wait;
        }
    }

    /**
     * @param maxBytes a larger file is refused
     */
    FeedDownload(DownloadFolder folder, DownloadRules rules, long maxBytes) {
        this.folder = folder;
        this.rules = rules;
        this.maxBytes = maxBytes;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(rules.connect())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Downloads to {@link DownloadFolder#partFile}.
     *
     * @param known of the content that is at hand
     * @return empty if that is still the content
     * @throws IOException if the server does not give it
     * @throws FeedRefusedException if it is too large
     */
    Optional<Validators> get(Feed.Download feed, Validators known)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(feed, known);
            } catch (BrokenException e) {
                var pause = e.wait == null ? rules.pauseBefore(attempt + 1) : e.wait;
                if (attempt >= rules.attempts() || pause.compareTo(rules.longestPause()) > 0) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("feed", feed.name())
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("cause", e.getMessage())
                        .log("download of advisories broke, it is taken up again");
                Thread.sleep(pause);
            }
        }
    }

    private Optional<Validators> attempt(Feed.Download feed, Validators known)
            throws IOException, InterruptedException {
        var uri = feed.uri();
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            var part = folder.part(feed);
            var response = send(feed, request(uri, known, part), part);
            int status = response.statusCode();
            if (!MOVED.contains(status)) {
                return result(feed, known, part, response);
            }
            uri = target(uri, response);
        }
        throw new IOException("the server redirects more than %d times".formatted(REDIRECTS));
    }

    private Optional<Validators> result(
            Feed.Download feed, Validators known, Optional<Part> part, HttpResponse<Path> response)
            throws IOException {
        int status = response.statusCode();
        if (status == 304 && !known.isNone()) {
            return Optional.empty();
        }
        if (status == 206 && part.isPresent() && continues(response, part.get())) {
            requireWhole(feed, range(response).orElseThrow().total());
            return Optional.of(part.get().validators());
        }
        if (status == 200) {
            requireWhole(feed, response.headers().firstValueAsLong("Content-Length").orElse(-1));
            return Optional.of(Validators.of(response.headers()));
        }
        if (status == 206 || status == 416) {
            folder.dropPart(feed);
            throw new BrokenException(
                    "the server does not continue where the download broke", null, null);
        }
        var message = "the server answered %d".formatted(status);
        if (WORTH_ANOTHER_ATTEMPT.contains(status)) {
            throw new BrokenException(message, retryAfter(response), null);
        }
        throw new IOException(message);
    }

    /**
     * @param bytes as announced; negative if not
     */
    private void requireWhole(Feed.Download feed, long bytes) throws IOException {
        long size = Files.size(folder.partFile(feed));
        if (size > maxBytes) {
            throw tooLarge(feed);
        }
        if (bytes >= 0 && size != bytes) {
            folder.dropPart(feed);
            throw new BrokenException(
                    "%d bytes came of %d announced".formatted(size, bytes), null, null);
        }
    }

    private FeedRefusedException tooLarge(Feed.Download feed) throws IOException {
        folder.dropPart(feed);
        return new FeedRefusedException("it is larger than %d bytes".formatted(maxBytes));
    }

    private static HttpRequest request(URI uri, Validators known, Optional<Part> part) {
        var request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity").GET();
        known.ifNoneMatch(request);
        part.ifPresent(
                begun -> {
                    request.header("Range", "bytes=%d-".formatted(begun.bytes()));
                    request.header("If-Range", begun.validators().ifRange().orElseThrow());
                });
        return request.build();
    }

    /** Only bytes of the content that was asked for are written. */
    private HttpResponse<Path> send(Feed.Download feed, HttpRequest request, Optional<Part> part)
            throws IOException, InterruptedException {
        BodyHandler<Path> handler = info -> subscriber(feed, info, part);
        var response = http.sendAsync(request, handler);
        try {
            return await(feed, response);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new BrokenException("the connection broke: " + cause, null, cause);
        } finally {
            response.cancel(true);
        }
    }

    private BodySubscriber<Path> subscriber(
            Feed.Download feed, ResponseInfo info, Optional<Part> part) {
        var file = folder.partFile(feed);
        try {
            if (info.statusCode() == 206 && part.isPresent() && continues(info, part.get())) {
                return BodySubscribers.ofFile(
                        file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            }
            if (info.statusCode() == 200
                    && info.headers().firstValueAsLong("Content-Length").orElse(0) <= maxBytes) {
                folder.begin(feed, Validators.of(info.headers()));
                return BodySubscribers.ofFile(
                        file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            }
            return BodySubscribers.replacing(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives up on a server that is too slow, or sends too much. */
    private HttpResponse<Path> await(
            Feed.Download feed, CompletableFuture<HttpResponse<Path>> response)
            throws IOException, InterruptedException, ExecutionException {
        var look = rules.window().compareTo(LOOK) < 0 ? rules.window() : LOOK;
        long windowBegan = System.nanoTime();
        long hadBytes = size(feed);
        while (true) {
            try {
                var complete = response.get(look.toMillis(), TimeUnit.MILLISECONDS);
                if (complete.statusCode() == 200
                        && complete.headers().firstValueAsLong("Content-Length").orElse(0)
                                > maxBytes) {
                    throw tooLarge(feed);
                }
                return complete;
            } catch (TimeoutException e) {
                long bytes = size(feed);
                if (bytes > maxBytes) {
                    response.cancel(true);
                    throw tooLarge(feed);
                }
                if (System.nanoTime() - windowBegan < rules.window().toNanos()) {
                    continue;
                }
                long came = bytes < hadBytes ? bytes : bytes - hadBytes; // it may begin anew
                if (came < rules.bytesInWindow()) {
                    throw new BrokenException(
                            "less than %d bytes came in %s"
                                    .formatted(rules.bytesInWindow(), rules.window()),
                            null,
                            e);
                }
                windowBegan = System.nanoTime();
                hadBytes = bytes;
            }
        }
    }

    private long size(Feed.Download feed) throws IOException {
        var file = folder.partFile(feed);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private record Range(long from, long to, long total) {}

    private static boolean continues(HttpResponse<Path> response, Part part) {
        return continues(range(response), Validators.of(response.headers()), part);
    }

    private static boolean continues(ResponseInfo info, Part part) {
        return continues(
                range(info.headers().firstValue("Content-Range")),
                Validators.of(info.headers()),
                part);
    }

    private static boolean continues(Optional<Range> range, Validators now, Part part) {
        var etag = part.validators().etag();
        return range.isPresent()
                && range.get().from() == part.bytes()
                && range.get().to() == range.get().total() - 1
                && (now.etag().isEmpty() || etag.isEmpty() || now.etag().equals(etag));
    }

    private static Optional<Range> range(HttpResponse<Path> response) {
        return range(response.headers().firstValue("Content-Range"));
    }

    private static Optional<Range> range(Optional<String> header) {
        return header.map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches)
                .map(
                        range ->
                                new Range(
                                        Long.parseLong(range.group(1)),
                                        Long.parseLong(range.group(2)),
                                        Long.parseLong(range.group(3))));
    }

    private static @Nullable Duration retryAfter(HttpResponse<Path> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    /** A host that nobody configured is not asked, wherever the configured one sends us. */
    private static URI target(URI from, HttpResponse<Path> response) throws IOException {
        var location = response.headers().firstValue("Location").orElse("");
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to something that is no address", e);
        }
        var scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        boolean safe = scheme.equals("https") || scheme.equals(from.getScheme());
        if (target.getHost() == null
                || !target.getHost().equalsIgnoreCase(from.getHost())
                || target.getUserInfo() != null
                || !safe) {
            throw new IOException(
                    "the server redirects to '%s://%s'; configure the address there if you trust it"
                            .formatted(scheme, target.getHost()));
        }
        return target;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
