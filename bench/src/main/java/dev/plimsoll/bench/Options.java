package dev.plimsoll.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param scansOnly only ingest-service is started, and its scans are measured
 * @param images a folder of image archives that are scanned too
 */
record Options(boolean help, boolean quick, boolean scansOnly, Optional<Path> images) {

    static final String HELP =
            """
            usage: bench/run [option]…

            Starts all of Plimsoll on this machine with empty data, measures it, and prints what came out. Needs Linux.

              --quick         fewer of everything: for a look, not for a comparison
              --scans         only scans: cold ones against gunzip | sha256sum, warm ones, and 8 at once, of the
                              images of bench/images (or --images); starts ingest-service alone
              --images DIR    scan the image archives (.tar, .tar.gz) and OCI layouts (.oci) of this folder too;
                              without --quick the default is ../shared/images beside the project, if that exists
              --help          this
            """;

    /**
     * @throws IllegalArgumentException if it cannot be understood
     */
    static Options parse(List<String> arguments, Path root) {
        var rest = new ArrayDeque<>(arguments);
        var help = false;
        var quick = false;
        var scansOnly = false;
        var images = Optional.<Path>empty();
        while (!rest.isEmpty()) {
            var option = rest.removeFirst();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--quick" -> quick = true;
                case "--scans" -> scansOnly = true;
                case "--images" -> images = Optional.of(folder(rest.pollFirst()));
                default ->
                        throw new IllegalArgumentException(
                                "unknown option '%s'; bench/run --help tells the options"
                                        .formatted(option));
            }
        }
        var usual =
                root.resolve(scansOnly ? "bench/target/images" : "../shared/images").normalize();
        return new Options(
                help,
                quick,
                scansOnly,
                quick && !scansOnly
                        ? images
                        : images.or(() -> Optional.of(usual).filter(Files::isDirectory)));
    }

    private static Path folder(@Nullable String value) {
        if (value == null || !Files.isDirectory(Path.of(value))) {
            throw new IllegalArgumentException(
                    "option --images: '%s' is not a folder".formatted(value));
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    /** A multiple of {@link FindingEvents#CHANGES}. */
    int findings() {
        return quick ? 4_000 : 50_000;
    }

    int warmUpFindings() {
        return quick ? 1_000 : 5_000;
    }

    int alerts() {
        return quick ? 30 : 250;
    }

    int coldRounds() {
        return quick ? 1 : 5;
    }

    int warmScans() {
        return quick ? 2 : 9;
    }
}
