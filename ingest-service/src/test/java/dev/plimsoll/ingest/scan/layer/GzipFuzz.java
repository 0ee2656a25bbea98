package dev.plimsoll.ingest.scan.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.params.provider.MethodSource;

/** What we accept as gzip, the JDK reads as the same bytes. */
class GzipFuzz {

    private static final int LIMIT = 1 << 20;

    static Stream<byte[]> seeds() throws IOException {
        var one = gzip("one");
        var two = gzip("two");
        var named = gzip("named");
        named[3] = 8 | 16;
        return Stream.of(
                one,
                concat(one, two),
                concat(one, gzip(""), two, new byte[512]),
                concat(Arrays.copyOf(named, 10), new byte[] {'n', 0, 'c', 0}, rest(named)),
                concat(Arrays.copyOf(one, 3), new byte[] {4}, new byte[6], new byte[2], rest(one)),
                rest(one));
    }

    @MethodSource("seeds")
    @FuzzTest
    void agreesWithTheJdk(byte[] data) throws IOException {
        check(data);
        check(sealed(data));
    }

    private static void check(byte[] stream) throws IOException {
        byte[] ours;
        try (var gzip = new GzipMembers(new ByteArrayInputStream(stream), 100)) {
            ours = gzip.readNBytes(LIMIT);
        } catch (ImageRefusedException _) {
            return;
        }
        if (ours.length < LIMIT) {
            try (var jdk = new GZIPInputStream(new ByteArrayInputStream(stream))) {
                assertThat(ours).isEqualTo(jdk.readAllBytes());
            }
        }
    }

    /** The data as deflated content, with the checksum and length that it should have. */
    private static byte[] sealed(byte[] data) {
        var crc = new CRC32();
        int length = 0;
        try (var inflater = new Inflater(true)) {
            inflater.setInput(data);
            var buffer = new byte[8192];
            while (!inflater.finished() && length < LIMIT) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return data;
                }
                crc.update(buffer, 0, count);
                length += count;
            }
            var trailer =
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt((int) crc.getValue())
                            .putInt(length);
            int end = data.length - inflater.getRemaining();
            return concat(
                    new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0},
                    Arrays.copyOf(data, end),
                    trailer.array(),
                    Arrays.copyOfRange(data, end, data.length));
        } catch (DataFormatException _) {
            return data;
        }
    }

    private static byte[] rest(byte[] gzip) {
        return Arrays.copyOfRange(gzip, 10, gzip.length);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Seeds.texts(text).findFirst().orElseThrow());
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
