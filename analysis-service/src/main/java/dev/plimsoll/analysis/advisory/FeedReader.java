package dev.plimsoll.analysis.advisory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a feed from beginning to end, one record in memory at a time. */
final class FeedReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EPSS_HEADER = "cve,epss,percentile";
    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}");

    private final FeedLimits limits;

    FeedReader(FeedLimits limits) {
        this.limits = limits;
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
        if (format == FeedFormat.ZIP) {
            readZip(file, counted);
            return;
        }
        try (var in = open(file)) {
            switch (format) {
                case JSON_LINES -> readLines(in, name, counted);
                case JSON -> readJson(in, name, counted);
                case CSV -> readCsv(in, counted);
                case ZIP -> throw new IllegalStateException("a zip was read before");
            }
        }
    }

    private Consumer<FeedEntry> counting(Consumer<FeedEntry> entries) {
        var left = new long[] {limits.records()};
        return entry -> {
            if (left[0]-- <= 0) {
                throw new FeedRefusedException(
                        "it has more than %d records".formatted(limits.records()));
            }
            entries.accept(entry);
        };
    }

    private InputStream open(FeedFile file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file.content()), 64 * 1024);
        try {
            return new LimitedInputStream(
                    FeedFormat.isGzip(file.feed().name()) ? new GZIPInputStream(in, 64 * 1024) : in,
                    limits.feedBytes());
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private void readZip(FeedFile file, Consumer<FeedEntry> entries) throws IOException {
        long left = limits.feedBytes();
        try (var zip = new ZipFile(file.content().toFile())) {
            var zipped = zip.stream().iterator();
            while (zipped.hasNext()) {
                var entry = zipped.next();
                if (entry.isDirectory() || !entry.getName().endsWith(".json")) {
                    continue;
                }
                try (var in = zip.getInputStream(entry)) {
                    var bytes = in.readNBytes(limits.recordBytes() + 1);
                    left -= bytes.length;
                    if (left < 0) {
                        throw new FeedRefusedException(
                                "it unpacks to more than its limit of bytes");
                    }
                    readOsv(bytes, entry.getName(), file.feed().name(), entries);
                }
            }
        }
    }

    private void readLines(InputStream in, String feed, Consumer<FeedEntry> entries)
            throws IOException {
        var lines = new LineReader(in, limits.recordBytes());
        for (var line = lines.next(); line != null; line = lines.next()) {
            var where = "line " + line.number();
            if (line.bytes() == null) {
                entries.accept(tooLong(where));
            } else if (line.bytes().length > 0) {
                readOsv(line.bytes(), where, feed, entries);
            }
        }
    }

    private void readOsv(byte[] bytes, String where, String feed, Consumer<FeedEntry> entries) {
        if (bytes.length > limits.recordBytes()) {
            entries.accept(tooLong(where));
            return;
        }
        FeedEntry entry;
        try {
            entry = osv(JSON.readTree(bytes), where, feed);
        } catch (JacksonException e) {
            entry = new FeedEntry.Broken(where, "no JSON: " + e.getOriginalMessage());
        }
        entries.accept(entry);
    }

    private static FeedEntry osv(JsonNode json, String where, String feed) {
        try {
            return new FeedEntry.Advisory(OsvRecord.toEvent(json, feed));
        } catch (IllegalArgumentException e) {
            var id = json.path("id").asString("");
            return new FeedEntry.Broken(
                    id.isEmpty() ? where : where + ", " + id, String.valueOf(e.getMessage()));
        }
    }

    private void readJson(InputStream in, String feed, Consumer<FeedEntry> entries)
            throws IOException {
        var bytes = in.readNBytes(limits.recordBytes() + 1);
        if (bytes.length > limits.recordBytes()) {
            throw new FeedRefusedException(
                    "it is one JSON document of more than %d bytes"
                            .formatted(limits.recordBytes()));
        }
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new FeedRefusedException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.path("catalogVersion").isMissingNode()
                && json.path("vulnerabilities").isArray()) {
            readCatalogue(json, entries);
        } else {
            entries.accept(osv(json, "the document", feed));
        }
    }

    private static void readCatalogue(JsonNode json, Consumer<FeedEntry> entries) {
        for (var vulnerability : json.path("vulnerabilities")) {
            var id = vulnerability.path("cveID").asString("");
            entries.accept(
                    CVE.matcher(id).matches()
                            ? new FeedEntry.Exploited(
                                    id, vulnerability.path("dueDate").stringValueOpt().orElse(null))
                            : new FeedEntry.Broken("cveID", "'%s' is no CVE".formatted(id)));
        }
    }

    private void readCsv(InputStream in, Consumer<FeedEntry> entries) throws IOException {
        var lines = new LineReader(in, limits.recordBytes());
        boolean header = false;
        for (var line = lines.next(); line != null; line = lines.next()) {
            var text =
                    line.bytes() == null
                            ? ""
                            : new String(line.bytes(), StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (!header) {
                if (!text.equals(EPSS_HEADER)) {
                    throw new FeedRefusedException(
                            "it is no EPSS file: expected the header '%s'".formatted(EPSS_HEADER));
                }
                header = true;
            } else {
                entries.accept(score(text, line.number()));
            }
        }
    }

    private static FeedEntry score(String row, long number) {
        var where = "line " + number;
        var cells = row.split(",", -1);
        if (cells.length != 3 || !CVE.matcher(cells[0]).matches()) {
            return new FeedEntry.Broken(where, "expected a CVE and two numbers");
        }
        var epss = fraction(cells[1]);
        var percentile = fraction(cells[2]);
        return epss == null || percentile == null
                ? new FeedEntry.Broken(where, "expected two numbers from 0 to 1")
                : new FeedEntry.Scored(cells[0], epss, percentile);
    }

    private static @Nullable Double fraction(String text) {
        try {
            double value = Double.parseDouble(text);
            return value >= 0 && value <= 1 ? value : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private FeedEntry tooLong(String where) {
        return new FeedEntry.Broken(where, "longer than %d bytes".formatted(limits.recordBytes()));
    }
}
