package dev.plimsoll.embedded.elasticsearch;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The user Elasticsearch runs as: it refuses to be root. */
sealed interface Account {

    static Account ofThisProcess() {
        return new UnixSystem().getUid() == 0 ? new Nobody() : new Own();
    }

    /** The command that runs the given one as this user. */
    List<String> command(List<String> command, List<Path> used);

    /** Gives the user everything in the folder. */
    void own(Path folder);

    /** We are an ordinary user already. */
    record Own() implements Account {

        @Override
        public List<String> command(List<String> command, List<Path> used) {
            return command;
        }

        @Override
        public void own(Path folder) {}
    }

    /** We are root and step down. */
    record Nobody() implements Account {

        private static final String NAME = "nobody";

        @Override
        public List<String> command(List<String> command, List<Path> used) {
            return Stream.concat(stepDown(used).stream(), command.stream()).toList();
        }

        private static List<String> stepDown(List<Path> used) {
            var closed = used.stream().flatMap(path -> closedParent(path).stream()).findFirst();
            if (installed("setpriv")) {
                var command =
                        new ArrayList<>(
                                List.of(
                                        "setpriv",
                                        "--reuid=" + NAME,
                                        "--regid=" + group(),
                                        "--clear-groups"));
                // A folder of root's own lies above, such as a test's temporary one: the right to
                // look
                // into it is the one thing that is kept, also for access(2), which else forgets it.
                closed.ifPresent(
                        _ ->
                                command.addAll(
                                        List.of(
                                                "--inh-caps=+dac_read_search",
                                                "--ambient-caps=+dac_read_search",
                                                "--securebits=+no_setuid_fixup")));
                return command;
            }
            if (!installed("runuser")) {
                throw new IllegalStateException(
                        "Elasticsearch does not run as root, and neither setpriv nor runuser is there to step down"
                                + " with: start as an ordinary user, or install util-linux");
            }
            if (closed.isPresent()) {
                throw new IllegalStateException(
                        "Elasticsearch does not run as root, and user %s may not enter %s: use a data directory elsewhere"
                                .formatted(NAME, closed.get()));
            }
            return List.of("runuser", "-u", NAME, "--");
        }

        @Override
        public void own(Path folder) {
            try (var files = Files.walk(folder)) {
                var owner =
                        folder.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(NAME);
                for (var file : (Iterable<Path>) files::iterator) {
                    Files.setOwner(file, owner);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "%s cannot be given to user %s".formatted(folder, NAME), e);
            }
        }

        /** Debian calls the group nogroup, others nobody; the number is the same as the user's. */
        private static String group() {
            try {
                return Files.readAllLines(Path.of("/etc/passwd")).stream()
                        .map(line -> line.split(":", -1))
                        .filter(fields -> fields[0].equals(NAME))
                        .map(fields -> fields[3])
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no user %s in /etc/passwd".formatted(NAME)));
            } catch (IOException e) {
                throw new UncheckedIOException("/etc/passwd cannot be read", e);
            }
        }

        private static boolean installed(String program) {
            return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }

        private static Optional<Path> closedParent(Path path) {
            return Folders.upwards(path).stream()
                    .filter(
                            folder ->
                                    !permissions(folder)
                                            .contains(PosixFilePermission.OTHERS_EXECUTE))
                    .findFirst();
        }

        private static Set<PosixFilePermission> permissions(Path folder) {
            try {
                return Files.getPosixFilePermissions(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the permissions of %s cannot be read".formatted(folder), e);
            }
        }
    }
}
