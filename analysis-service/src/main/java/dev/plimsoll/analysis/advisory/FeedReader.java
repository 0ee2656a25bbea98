package dev.plimsoll.analysis.advisory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a feed from beginning to end, one record in memory at a time. */
final class FeedReader {

    /** What osv.dev and Debian publish goes eight deep. */
    private static final int DEPTH = 100;

    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private static final Pattern ENTRY_ID =
            Pattern.compile("(?:.*/)?([\\x21-\\x7e&&[^/]]+)\\.json");

    private final FeedLimits limits;
    private final JsonMapper json;

    FeedReader(FeedLimits limits) {
        this.limits = limits;
        this.json =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(DEPTH)
                                                        .maxStringLength(limits.recordBytes())
                                                        .build())
                                        .build())
                        .build();
    }

    /**
     * Hands every record to {@code entries}; one that cannot be read as {@link FeedEntry.Broken}.
     *
     * @throws IOException if the file ends early or cannot be read
     * @throws FeedRefusedException if it is no feed, or beyond the limits
     */
    void read(FeedFile file, Consumer<FeedEntry> entries) throws IOException {
        var name = file.feed().name();
        var counted = counting(entries);
        var format =
                FeedFormat.of(name)
                        .orElseThrow(
                                () ->
                                        new FeedRefusedException(
                                                "its name has no known ending; expected .zip, .jsonl, .json or .csv, also with .gz"));
        switch (format) {
            case ZIP ->
                    ZipFeed.read(
                            file.content(),
                            limits,
                            (entry, bytes) -> readOsv(bytes, entry, idOf(entry), name, counted));
            case JSON_LINES -> {
                try (var in = open(file.content())) {
                    readLines(in, name, counted);
                }
            }
            case JSON -> readJson(file.content(), name, counted);
            case CSV -> {
                try (var in = open(file.content())) {
                    ExploitationTables.readCsv(in, limits.recordBytes(), counted);
                }
            }
        }
    }

    private Consumer<FeedEntry> counting(Consumer<FeedEntry> entries) {
        var left = new long[] {limits.records()};
        return entry -> {
            if (!(entry instanceof FeedEntry.Dated) && left[0]-- <= 0) {
                throw new FeedRefusedException(
                        "it has more than %d records".formatted(limits.records()));
            }
            entries.accept(entry);
        };
    }

    /**
     * Gzip is told by its first bytes: servers pack and unpack files on their way, whatever the
     * file's name says.
     */
    private InputStream open(Path content) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(content), BUFFER);
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
            in.reset();
            return new BufferedInputStream(
                    new LimitedInputStream(
                            gzip ? new GZIPInputStream(in, BUFFER) : in, limits.feedBytes()),
                    BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** osv.dev names an entry by its record. */
    private static @Nullable String idOf(String entry) {
        var matcher = ENTRY_ID.matcher(entry);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private void readLines(InputStream in, String feed, Consumer<FeedEntry> entries)
            throws IOException {
        var lines = new LineReader(in, limits.recordBytes());
        for (var line = lines.next(); line != null; line = lines.next()) {
            var where = "line " + line.number();
            if (line.bytes() == null) {
                entries.accept(tooLong(where, null));
            } else if (line.bytes().length > 0) {
                readOsv(line.bytes(), where, null, feed, entries);
            }
        }
    }

    private void readOsv(
            byte[] bytes,
            String where,
            @Nullable String id,
            String feed,
            Consumer<FeedEntry> entries) {
        if (bytes.length > limits.recordBytes()) {
            entries.accept(tooLong(Printable.of(where), id));
            return;
        }
        FeedEntry entry;
        try {
            entry = osv(json.readTree(bytes), where, id, feed);
        } catch (JacksonException e) {
            entry =
                    new FeedEntry.Broken(
                            Printable.of(where), id, "no JSON: " + e.getOriginalMessage());
        }
        entries.accept(entry);
    }

    private static FeedEntry osv(JsonNode json, String where, @Nullable String named, String feed) {
        try {
            return new FeedEntry.Advisory(OsvRecord.toEvent(json, feed));
        } catch (IllegalArgumentException e) {
            var id = json.path("id").asString("");
            return new FeedEntry.Broken(
                    Printable.of(id.isEmpty() ? where : where + ", " + id),
                    id.isEmpty() ? named : id,
                    String.valueOf(e.getMessage()));
        }
    }

    private void readJson(Path content, String feed, Consumer<FeedEntry> entries)
            throws IOException {
        try {
            if (isTracker(content)) {
                try (var in = open(content);
                        var parser = json.createParser(in)) {
                    TrackerFile.read(parser, feed, limits.records(), entries);
                }
            } else {
                readDocument(content, feed, entries);
            }
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new FeedRefusedException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private boolean isTracker(Path content) throws IOException {
        try (var in = open(content);
                var parser = json.createParser(in)) {
            return TrackerFile.isTracker(parser);
        }
    }

    private void readDocument(Path content, String feed, Consumer<FeedEntry> entries)
            throws IOException {
        byte[] bytes;
        try (var in = open(content)) {
            bytes = in.readNBytes(limits.recordBytes() + 1);
        }
        if (bytes.length > limits.recordBytes()) {
            throw new FeedRefusedException(
                    "it is one JSON document of more than %d bytes"
                            .formatted(limits.recordBytes()));
        }
        var document = json.readTree(bytes);
        if (ExploitationTables.isCatalogue(document)) {
            ExploitationTables.readCatalogue(document, entries);
        } else {
            entries.accept(osv(document, "the document", null, feed));
        }
    }

    private FeedEntry tooLong(String where, @Nullable String id) {
        return new FeedEntry.Broken(
                where, id, "longer than %d bytes".formatted(limits.recordBytes()));
    }
}
