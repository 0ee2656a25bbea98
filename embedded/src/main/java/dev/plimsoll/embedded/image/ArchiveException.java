package dev.plimsoll.embedded.image;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** An archive that cannot be read; the message names the archive and what is wrong with it. */
public final class ArchiveException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    ArchiveException(Path path, String problem) {
        super("%s: %s".formatted(path, problem));
    }

    ArchiveException(Path path, String problem, Throwable cause) {
        super("%s: %s".formatted(path, problem), cause);
    }
}
