package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import dev.plimsoll.ingest.scan.system.PathHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Compares a layer's tar with the table of contents that eStargz puts at its end
 * (https://github.com/containerd/stargz-snapshotter/blob/main/docs/estargz.md). Runtimes that load
 * lazily believe the table, so one that lists other files than the tar hides something. The tar
 * alone decides what is found.
 *
 * <p>Both are reduced to the sum of a number for each entry, so neither is kept.
 */
final class TableOfContents {

    static final String PATH = "stargz.index.json";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxNumberLength(40)
                                    .maxNameLength(4_096)
                                    .maxStringLength(1024 * 1024)
                                    .build())
                    .build();

    private long tarSum;
    private long tarCount;
    private long tableSum;
    private long tableCount;
    private @Nullable String defect;
    private boolean present;

    /** The root is in most tars and in no table. */
    void add(TarEntry entry) {
        if (entry.path().isEmpty()) {
            return;
        }
        tarSum += number(PathHash.of(entry.path()), entry.kind(), entry.size());
        tarCount++;
    }

    /** Reads the table; of several the last counts. */
    void read(InputStream content) throws IOException {
        present = true;
        tableSum = 0;
        tableCount = 0;
        defect = null;
        try (var json = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                defect = "it is no JSON object";
                return;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean entries = json.currentName().equals("entries");
                if (json.nextToken() == JsonToken.START_ARRAY && entries) {
                    readEntries(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            defect = "it is no clean JSON";
        }
    }

    /** What is wrong with the table, null if nothing, or if there is none. */
    @Nullable String mismatch() {
        if (!present) {
            return null;
        }
        if (defect != null) {
            return "%s cannot be read: %s".formatted(PATH, defect);
        }
        if (tableCount != tarCount) {
            return "%s lists %d entries, the tar has %d".formatted(PATH, tableCount, tarCount);
        }
        return tableSum == tarSum
                ? null
                : "%s lists other entries than the tar has".formatted(PATH);
    }

    private void readEntries(JsonParser json) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            var name = "";
            var type = "";
            long size = 0;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var field = json.currentName();
                var value = json.nextToken();
                switch (field) {
                    case "name" -> name = value == JsonToken.VALUE_STRING ? json.getString() : "";
                    case "type" -> type = value == JsonToken.VALUE_STRING ? json.getString() : "";
                    case "size" ->
                            size = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
                    default -> json.skipChildren();
                }
            }
            var path =
                    TarEntry.normalise(
                            new String(
                                    name.getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1));
            if (!type.equals("chunk") && !path.isEmpty()) {
                tableCount++;
                tableSum += number(PathHash.of(path), kind(type), size);
            }
        }
    }

    private static TarEntry.Kind kind(String type) {
        return switch (type) {
            case "reg" -> TarEntry.Kind.FILE;
            case "dir" -> TarEntry.Kind.DIRECTORY;
            case "symlink" -> TarEntry.Kind.SYMBOLIC_LINK;
            case "hardlink" -> TarEntry.Kind.HARD_LINK;
            default -> TarEntry.Kind.OTHER;
        };
    }

    /** The path's number is secret, so nobody can make sums that agree (murmur3's finaliser). */
    private static long number(long path, TarEntry.Kind kind, long size) {
        long mixed = path + (kind.ordinal() + 1) * 0x9E3779B97F4A7C15L;
        if (kind == TarEntry.Kind.FILE) {
            mixed ^= size * 0xD6E8FEB86659FD93L;
        }
        mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
