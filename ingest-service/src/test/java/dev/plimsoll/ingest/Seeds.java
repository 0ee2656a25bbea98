package dev.plimsoll.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What fuzzing starts from: texts of ours, and pieces of the corpus that lies beside the project on
 * some machines. Pieces are small: a fuzzer learns more from many short runs.
 */
public final class Seeds {

    private static final Path CORPUS = Path.of("..", "..", "shared");
    private static final int PIECE = 4 * 1024;

    private Seeds() {}

    public static Stream<byte[]> texts(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(UTF_8));
    }

    /** Bodies of webhooks; none where there is no corpus. */
    public static Stream<byte[]> deliveries() {
        return files(CORPUS.resolve("registry-events"))
                .filter(file -> file.toString().endsWith(".json"))
                .map(Seeds::read);
    }

    /** JSON documents inside the archives of images. */
    public static Stream<byte[]> documents() {
        return entries(name -> true)
                .filter(
                        content ->
                                content.length > 2 && content[0] == '{' && content.length < 8192);
    }

    /** The first piece of every entry of the archives whose name is wanted, layers included. */
    public static Stream<byte[]> entries(Predicate<String> wanted) {
        return files(CORPUS.resolve("images"))
                .filter(file -> file.toString().contains(".tar"))
                .flatMap(file -> entries(file, wanted).stream());
    }

    private static List<byte[]> entries(Path file, Predicate<String> wanted) {
        var found = new ArrayList<byte[]>();
        try (var input = Files.newInputStream(file)) {
            collect(input, wanted, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void collect(InputStream input, Predicate<String> wanted, List<byte[]> found)
            throws IOException {
        var tar = new TarArchiveInputStream(unpacked(input));
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (wanted.test(entry.getName())) {
                found.add(tar.readNBytes(PIECE));
            } else if (entry.isFile() && isLayer(entry.getName())) {
                try {
                    collect(tar, wanted, found);
                } catch (IOException _) {
                    // A blob that is no layer: configurations and manifests.
                }
            }
        }
    }

    private static boolean isLayer(String name) {
        return name.startsWith("blobs/sha256/") || name.endsWith("layer.tar");
    }

    private static InputStream unpacked(InputStream input) throws IOException {
        var buffered = new BufferedInputStream(input);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered) : buffered;
    }

    private static Stream<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.of();
        }
        try (var files = Files.list(directory)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
