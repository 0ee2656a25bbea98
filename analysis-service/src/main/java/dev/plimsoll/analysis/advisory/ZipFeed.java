package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The JSON entries of a zip, which may come from anybody. */
final class ZipFeed {

    /** An entry takes at least 46 bytes there, and the JDK keeps all of them in memory. */
    private static final int DIRECTORY_BYTES = 256 << 20;

    /** JSON packs to a tenth; beyond this it is made to fill memory or time. */
    private static final long RATIO = 200;

    private static final long ANY_RATIO_BYTES = 64L << 20;

    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int COMMENT_BYTES = 0xffff;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;

    /** Takes one entry; {@code bytes} is one longer than the limit if the entry is too long. */
    interface Taking {
        void take(String name, byte[] bytes);
    }

    private ZipFeed() {}

    /**
     * @throws IOException if it is no zip, or ends early
     * @throws FeedRefusedException if it is beyond the limits, or an entry is not what its checksum
     *     says
     */
    static void read(Path file, FeedLimits limits, Taking taking) throws IOException {
        requireSmallDirectory(file);
        long left = Math.min(limits.feedBytes(), ANY_RATIO_BYTES + Files.size(file) * RATIO);
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > limits.records()) {
                throw new FeedRefusedException(
                        "it has %d entries, more than %d".formatted(zip.size(), limits.records()));
            }
            var entries = zip.entries().asIterator();
            while (entries.hasNext()) {
                var entry = entries.next();
                if (entry.isDirectory() || !entry.getName().endsWith(".json")) {
                    continue;
                }
                var bytes = bytes(zip, entry, limits.recordBytes());
                left -= bytes.length;
                if (left < 0) {
                    throw new FeedRefusedException("it unpacks to more than its limit of bytes");
                }
                taking.take(entry.getName(), bytes);
            }
        }
    }

    /** Goes by the bytes that come, not by those that the entry claims. */
    private static byte[] bytes(ZipFile zip, ZipEntry entry, int maxBytes) throws IOException {
        byte[] bytes;
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length <= maxBytes) {
            var crc = new CRC32();
            crc.update(bytes);
            if (crc.getValue() != entry.getCrc()) {
                throw new FeedRefusedException(
                        "its entry '%s' is damaged: the checksum differs"
                                .formatted(Printable.of(entry.getName())));
            }
        }
        return bytes;
    }

    /** Before the JDK reads the directory, as its end tells. */
    private static void requireSmallDirectory(Path path) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            int length = (int) Math.min(file.length(), END_BYTES + COMMENT_BYTES + LOCATOR_BYTES);
            var bytes = new byte[length];
            file.seek(file.length() - length);
            file.readFully(bytes);
            var tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = length - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) != END_SIGNATURE) {
                    continue;
                }
                boolean large =
                        at >= LOCATOR_BYTES && tail.getInt(at - LOCATOR_BYTES) == LOCATOR_SIGNATURE;
                long directory = Integer.toUnsignedLong(tail.getInt(at + 12));
                if (large) {
                    directory = largeDirectory(file, tail.getLong(at - LOCATOR_BYTES + 8));
                }
                if (directory < 0 || directory > DIRECTORY_BYTES) {
                    throw new FeedRefusedException(
                            "its directory takes %s bytes, more than %d"
                                    .formatted(Long.toUnsignedString(directory), DIRECTORY_BYTES));
                }
                return;
            }
        }
    }

    private static long largeDirectory(RandomAccessFile file, long at) throws IOException {
        if (at < 0 || at > file.length() - 56) {
            return 0; // the JDK says what is wrong
        }
        file.seek(at + 40);
        return Long.reverseBytes(file.readLong());
    }
}
