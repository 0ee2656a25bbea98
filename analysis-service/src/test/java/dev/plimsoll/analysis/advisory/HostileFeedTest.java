package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 55 of the hostile corpus, as far as it is about the bytes of a feed. */
class HostileFeedTest {

    private static final FeedLimits SMALL = new FeedLimits(1 << 26, 1 << 26, 1 << 20, 50_000);
    private static final String RECORD = "{\"id\":\"A-1\",\"affected\":[]}";

    @TempDir private Path folder;

    @Test
    void row55AMillionEntriesAreRefusedBeforeTheFirstIsRead() throws IOException {
        var zip = folder.resolve("all.zip");
        try (var out =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(zip), 1 << 16))) {
            out.setLevel(0);
            for (int i = 0; i < 1_000_000; i++) {
                var entry = new ZipEntry(i + ".json");
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(0);
                entry.setCrc(0);
                out.putNextEntry(entry);
            }
        }

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(zip, new FeedLimits(1 << 30, 1 << 26, 1 << 20, 50_000)))
                .withMessage("it has 1000000 entries, more than 50000");
    }

    @Test
    void row55ADirectoryBeyondMemoryIsRefusedByWhatItClaims() throws IOException {
        var zip = zip("A-1.json", RECORD);
        try (var file = new RandomAccessFile(zip.toFile(), "rw")) {
            file.seek(file.length() - 22 + 12);
            file.writeInt(Integer.reverseBytes(0x7fff_fff0));
        }

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(zip, SMALL))
                .withMessage("its directory takes 2147483632 bytes, more than 268435456");
    }

    @Test
    void row55AnEntryThatClaimsFourGigabytesIsReadByWhatComes() throws IOException {
        var zip = zip("A-1.json", RECORD);
        var bytes = Files.readAllBytes(zip);
        int directory = indexOfDirectory(bytes);
        for (int i = 0; i < 4; i++) {
            bytes[directory + 24 + i] = (byte) 0xfe; // the uncompressed size
        }
        Files.write(zip, bytes);

        assertThat(read(zip, SMALL)).hasSize(1);
    }

    @Test
    void row55ADamagedEntryIsToldByItsChecksum() throws IOException {
        var zip = zip("A-1.json", RECORD);
        var bytes = Files.readAllBytes(zip);
        int directory = indexOfDirectory(bytes);
        bytes[directory + 16] ^= 1; // the checksum
        Files.write(zip, bytes);

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(zip, SMALL))
                .withMessage("its entry 'A-1.json' is damaged: the checksum differs");
    }

    @Test
    void row55AZipThatIsCutShortOrNoneIsNoFeed() throws IOException {
        var zip = zip("A-1.json", RECORD.repeat(100));
        var bytes = Files.readAllBytes(zip);
        for (int length : List.of(0, 10, bytes.length / 2, bytes.length - 1)) {
            Files.write(zip, Arrays.copyOf(bytes, length));

            assertThatIOException().isThrownBy(() -> read(zip, SMALL));
        }
    }

    @Test
    void row55AZipThatUnpacksToFarMoreThanItIsIsRefused() throws IOException {
        var zip = folder.resolve("all.zip");
        var zeros = new byte[1 << 20];
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int i = 0; i < 400; i++) {
                out.putNextEntry(new ZipEntry(i + ".json"));
                out.write(zeros);
            }
        }

        assertThatExceptionOfType(FeedRefusedException.class)
                .isThrownBy(() -> read(zip, new FeedLimits(1 << 30, 8L << 30, 1 << 20, 50_000)))
                .withMessage("it unpacks to more than its limit of bytes");
    }

    @Test
    void row55ARecordOf100MegabytesIsPassedOver() throws IOException {
        var zip = folder.resolve("all.zip");
        var spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("A-0.json"));
            for (int i = 0; i < 100; i++) {
                out.write(spaces);
            }
            out.putNextEntry(new ZipEntry("A-1.json"));
            out.write(RECORD.getBytes(StandardCharsets.UTF_8));
        }
        var lines = folder.resolve("a.jsonl");
        try (var out = new BufferedOutputStream(Files.newOutputStream(lines))) {
            for (int i = 0; i < 50; i++) {
                out.write(spaces);
            }
            out.write(("\n" + RECORD).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(zip, SMALL))
                .hasSize(2)
                .startsWith(new FeedEntry.Broken("A-0.json", "A-0", "longer than 1048576 bytes"));
        assertThat(read(lines, SMALL))
                .hasSize(2)
                .startsWith(new FeedEntry.Broken("line 1", null, "longer than 1048576 bytes"));
    }

    @Test
    void row55ARecordThatGoesDeepIsBrokenAndTheNextIsRead() throws IOException {
        var deep = "{\"id\":\"A-0\",\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
        var file = Files.writeString(folder.resolve("a.jsonl"), deep + "\n" + RECORD);

        var entries = read(file, SMALL);

        assertThat(entries.getFirst())
                .isInstanceOfSatisfying(
                        FeedEntry.Broken.class,
                        broken -> assertThat(broken.reason()).contains("nesting depth"));
        assertThat(entries.getLast()).isInstanceOf(FeedEntry.Advisory.class);
    }

    @Test
    void namesFromAFeedAreShownPlainly() throws IOException {
        var zip = zip("\u001b[31mred\n.json", "no json");

        assertThat(read(zip, SMALL))
                .singleElement()
                .isInstanceOfSatisfying(
                        FeedEntry.Broken.class,
                        broken -> assertThat(broken.where()).isEqualTo("?[31mred?.json"));
    }

    private Path zip(String name, String content) throws IOException {
        var zip = folder.resolve("all.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }

    private static int indexOfDirectory(byte[] zip) {
        for (int i = 0; ; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                return i;
            }
        }
    }

    private static List<FeedEntry> read(Path path, FeedLimits limits) throws IOException {
        var entries = new ArrayList<FeedEntry>();
        new FeedReader(limits)
                .read(
                        new FeedFile(
                                new Feed.LocalFile(path),
                                path,
                                "",
                                Instant.EPOCH,
                                FeedFile.Kind.LOCAL),
                        entries::add);
        return entries;
    }
}
