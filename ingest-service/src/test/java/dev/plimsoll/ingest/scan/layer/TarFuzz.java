package dev.plimsoll.ingest.scan.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives whose headers have the right checksums, since nothing else gets past the first block.
 * What is plain ustar is read by commons-compress as by us.
 */
class TarFuzz {

    private static final int BLOCK = 512;
    private static final LayerLimits SMALL = new LayerLimits(16 << 20, 200, 1 << 20, 100, 1_000);

    private record Read(String path, String content) {}

    static Stream<byte[]> seeds() {
        var long150 = "d/" + "n".repeat(150);
        return Stream.of(
                        Layer.builder().file("etc/os-release", "ID=debian\n"),
                        Layer.builder()
                                .file("etc/a", "first")
                                .file("var/lib/dpkg/status", "Package: a\n")
                                .file(long150, "long"),
                        Layer.builder())
                .map(layer -> layer.build().tar());
    }

    @MethodSource("seeds")
    @FuzzTest
    void readsWhatOthersRead(byte[] data) throws IOException {
        var archive = sealed(data);
        List<Read> ours;
        try {
            ours = ours(archive);
        } catch (ImageRefusedException _) {
            return;
        }
        var theirs = isPlain(archive) ? theirs(archive) : null;
        if (theirs != null) {
            assertThat(ours).isEqualTo(theirs);
        }
    }

    private static List<Read> ours(byte[] archive) throws IOException {
        var bytes =
                new LayerBytes(
                        new ByteArrayInputStream(archive),
                        () -> Long.MAX_VALUE,
                        SMALL,
                        Deadline.in(Duration.ofMinutes(1)));
        var tar = new TarReader(bytes, SMALL.entries());
        var files = new ArrayList<Read>();
        for (var entry = tar.next(); entry != null; entry = tar.next()) {
            if (entry.kind() == TarEntry.Kind.FILE) {
                files.add(new Read(entry.path(), text(tar.content().readAllBytes())));
            }
        }
        return files;
    }

    /** Null if they refuse it: they look at numbers that mean nothing to us. */
    private static @Nullable List<Read> theirs(byte[] archive) {
        var files = new ArrayList<Read>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "ISO-8859-1")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.add(
                            new Read(
                                    TarEntry.normalise(entry.getName()), text(tar.readAllBytes())));
                }
            }
            return files;
        } catch (IOException | IllegalArgumentException _) {
            return null;
        }
    }

    /** Files, directories without content and nothing else; sizes in octal, clean names. */
    private static boolean isPlain(byte[] archive) {
        int at = 0;
        while (at + BLOCK <= archive.length && !isZero(archive, at)) {
            var name = field(archive, at, 100);
            var size = field(archive, at + 124, 12);
            boolean file = archive[at + 156] == '0' && !name.endsWith("/");
            boolean directory = archive[at + 156] == '5';
            if (!isUstar(archive, at)
                    || !(file || directory)
                    || !name.matches("[a-zA-Z0-9/._-]+")
                    || !field(archive, at + 345, 155).matches("[a-zA-Z0-9/._-]*")
                    || !size.matches("[0-7]{1,7}")
                    || (directory && Integer.parseInt(size, 8) != 0)) {
                return false;
            }
            at += BLOCK + (Integer.parseInt(size, 8) + BLOCK - 1) / BLOCK * BLOCK;
        }
        return true;
    }

    private static byte[] sealed(byte[] data) {
        var archive = data.clone();
        for (int at = 0; at + BLOCK <= archive.length; at += BLOCK) {
            if (at == 0 || isUstar(archive, at)) {
                seal(archive, at);
            }
        }
        return archive;
    }

    private static void seal(byte[] archive, int at) {
        Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
            sum += archive[i] & 0xFF;
        }
        var octal = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, archive, at + 148, octal.length);
    }

    private static boolean isUstar(byte[] archive, int at) {
        return field(archive, at + 257, 6).equals("ustar") && archive[at + 262] == 0;
    }

    private static boolean isZero(byte[] archive, int at) {
        for (int i = at; i < at + BLOCK; i++) {
            if (archive[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static String field(byte[] archive, int offset, int length) {
        int end = offset;
        while (end < offset + length && archive[end] != 0) {
            end++;
        }
        return new String(archive, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
