package dev.plimsoll.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param images references to scan in registries elsewhere
 * @param archives to publish in the sample registry
 * @param advisories instead of the samples
 * @param rules instead of the samples
 * @param findings where the findings are written at the end
 * @param portBase first of the ports in use
 */
record Options(
        boolean help,
        boolean once,
        List<String> images,
        List<Archive> archives,
        @Nullable Path advisories,
        @Nullable Path rules,
        @Nullable Path findings,
        int portBase) {

    static final int USUAL_PORT_BASE = 18080;

    static final String HELP =
            """
            usage: ./quickstart [option]…

            Starts all of Plimsoll on this machine: Kafka, Elasticsearch, a sample registry and the three services,
            on the loopback address, without Docker. Publishes sample images, and tells what became of them.
            Everything is kept in .quickstart, or in the folder that PLIMSOLL_DATA names; a later start goes on from
            there. Ctrl-C stops everything.

              --once                 tell the story, then stop; the exit code is 0 if every step worked
              --image REF            scan an image of a registry elsewhere, for example alpine:3.20 or
                                     ghcr.io/team/web:1.2; repeatable. For a registry that wants a password set
                                     PLIMSOLL_IMAGE_USERNAME and PLIMSOLL_IMAGE_PASSWORD
              --oci PATH             publish an OCI layout (folder or tar) or a 'docker save' archive, gzip or
                                     not, in the sample registry; repeatable. It is named after the file:
                                     Alpine-3.11.docker-save.tar.gz is alpine-3.11:latest. An archive of
                                     several images keeps the names in it
              --oci NAME:TAG=PATH    the same with a name; without :TAG it is latest
              --advisories DIR       advisories in OSV format (.json .jsonl .zip, also .gz), the CISA list of known
                                     exploited vulnerabilities (.json) and EPSS (.csv); instead of the samples
              --rules DIR            acceptance rules (.yaml) instead of those in deploy/rules
              --findings FILE        at the end write every finding and every image as a line of JSON
              --port-base N          use the ports N to N+6 (default 18080)
              --help                 this

            With --image or --oci the sample images are left out.
            """;

    Options {
        images = List.copyOf(images);
        archives = List.copyOf(archives);
    }

    /**
     * @param name as given; null for one after the file
     */
    record Archive(@Nullable ImageName name, Path path) {}

    boolean samples() {
        return images.isEmpty() && archives.isEmpty();
    }

    static Options parse(List<String> arguments) throws RefusedException {
        var rest = new ArrayDeque<>(arguments);
        var help = false;
        var once = false;
        var images = new ArrayList<String>();
        var archives = new ArrayList<Archive>();
        var advisories = Optional.<Path>empty();
        var rules = Optional.<Path>empty();
        var findings = Optional.<Path>empty();
        var portBase = USUAL_PORT_BASE;
        while (!rest.isEmpty()) {
            var option = rest.removeFirst();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--once" -> once = true;
                case "--image" -> images.add(Reference.parse(value(option, rest)).toString());
                case "--oci" -> archives.add(archive(value(option, rest)));
                case "--advisories" ->
                        advisories = Optional.of(folder(option, value(option, rest)));
                case "--rules" -> rules = Optional.of(folder(option, value(option, rest)));
                case "--findings" -> findings = Optional.of(target(option, value(option, rest)));
                case "--port-base" -> portBase = portBase(value(option, rest));
                default ->
                        throw new RefusedException(
                                "unknown option '%s'; ./quickstart --help tells the options"
                                        .formatted(option));
            }
        }
        refuseEqualNames(archives);
        return new Options(
                help,
                once,
                images,
                archives,
                advisories.orElse(null),
                rules.orElse(null),
                findings.orElse(null),
                portBase);
    }

    private static String value(String option, Deque<String> rest) throws RefusedException {
        var value = rest.pollFirst();
        if (value == null || value.isEmpty() || value.startsWith("--")) {
            throw new RefusedException("option %s needs a value".formatted(option));
        }
        return value;
    }

    private static Archive archive(String value) throws RefusedException {
        var equals = value.indexOf('=');
        if (equals < 0 || Files.exists(Path.of(value))) {
            return new Archive(null, readable("--oci", value));
        }
        try {
            return new Archive(
                    ImageName.parse(value.substring(0, equals)),
                    readable("--oci", value.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("option --oci %s: %s".formatted(value, e.getMessage()));
        }
    }

    private static Path readable(String option, String value) throws RefusedException {
        var path = Path.of(value);
        if (!Files.exists(path)) {
            throw new RefusedException("option %s: there is no '%s'".formatted(option, value));
        }
        if (!Files.isReadable(path)) {
            throw new RefusedException("option %s: '%s' is not readable".formatted(option, value));
        }
        return path.toAbsolutePath().normalize();
    }

    private static Path folder(String option, String value) throws RefusedException {
        var path = readable(option, value);
        if (!Files.isDirectory(path)) {
            throw new RefusedException("option %s: '%s' is not a folder".formatted(option, value));
        }
        return path;
    }

    private static Path target(String option, String value) throws RefusedException {
        var path = Path.of(value).toAbsolutePath().normalize();
        var folder = path.getParent();
        if (Files.isDirectory(path)) {
            throw new RefusedException("option %s: '%s' is a folder".formatted(option, value));
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new RefusedException(
                    "option %s: '%s' cannot be written".formatted(option, value));
        }
        return path;
    }

    private static int portBase(String value) throws RefusedException {
        if (value.matches("\\d{4,5}")) {
            var port = Integer.parseInt(value);
            if (port >= 1024 && port + Ports.COUNT <= 65536) {
                return port;
            }
        }
        throw new RefusedException(
                "option --port-base: '%s' is not a port from 1024 to %d"
                        .formatted(value, 65536 - Ports.COUNT));
    }

    private static void refuseEqualNames(List<Archive> archives) throws RefusedException {
        var names = new ArrayList<ImageName>();
        for (var archive : archives) {
            var name = archive.name() == null ? ImageName.of(archive.path()) : archive.name();
            if (names.contains(name)) {
                throw new RefusedException(
                        "option --oci: two archives would be %s; name one of them with --oci NAME:TAG=PATH"
                                .formatted(name));
            }
            names.add(name);
        }
    }
}
