package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads apk's {@code installed} file: one letter, a colon and a value per line, a blank line after
 * each package (https://wiki.alpinelinux.org/wiki/Apk_spec). Of files only the paths are kept, as
 * numbers: {@code F:} is a directory, {@code R:} a file in it.
 */
public final class ApkDatabase {

    private static final int MAX_VALUE = 256 * 1024;
    private static final int MAX_PATH = 4_096;
    private static final int MAX_FILES = 2_000_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9+._@-]{0,255}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:_-]{0,999}");
    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9_-]{0,64}");
    private static final Pattern WITHOUT_VERSION = Pattern.compile("[<>=~]");

    private final String path;
    private final Map<InstalledPackage.Key, InstalledPackage> packages = new LinkedHashMap<>();
    private final Gaps gaps = new Gaps(Reason.CORRUPT_STANZA);
    private final Map<Character, String> fields = new LinkedHashMap<>();
    private final int maxPackages;
    private final Map<InstalledPackage.Key, OwnedFiles> owned = new LinkedHashMap<>();
    private PathNumbers files = new PathNumbers();
    private byte[] filePath = new byte[256];
    private int directoryLength;
    private long fileCount;
    private @Nullable String defect;
    private boolean started;

    private ApkDatabase(String path, int maxPackages) {
        this.path = path;
        this.maxPackages = maxPackages;
    }

    public static PackageDatabase read(String path, InputStream content, int maxPackages)
            throws IOException {
        return new ApkDatabase(path, maxPackages).read(content);
    }

    private PackageDatabase read(InputStream content) throws IOException {
        var lines = new Lines(content);
        while (lines.advance()) {
            if (lines.isBlank()) {
                endPackage();
            } else {
                started = true;
                take(lines);
            }
        }
        endPackage();
        return new PackageDatabase(
                List.copyOf(packages.values()), List.copyOf(owned.values()), gaps.toList());
    }

    private void take(Lines lines) {
        if (lines.at(1) != ':') {
            defect = "a line without a letter: '%s'".formatted(Printable.of(lines.text(0, 100)));
            return;
        }
        char letter = (char) lines.at(0);
        switch (letter) {
            case 'P', 'V', 'A', 'o', 'm', 'D', 'p', 'I' -> {
                if (letter == 'P' && fields.containsKey('P')) {
                    gaps.add("no blank line after %s in %s".formatted(title(), path));
                    endPackage();
                    started = true;
                }
                if (lines.length() > MAX_VALUE) {
                    defect = "%c is longer than %d bytes".formatted(letter, MAX_VALUE);
                } else {
                    fields.put(letter, lines.text(2, lines.length()));
                }
            }
            case 'F' -> {
                if (lines.length() <= MAX_PATH) {
                    filePath = lines.appendTo(filePath, 0, 2);
                    directoryLength = lines.length() - 2;
                    if (directoryLength > 0) {
                        filePath[directoryLength++] = '/';
                    }
                }
            }
            case 'R' -> {
                if (lines.length() <= MAX_PATH) {
                    filePath = lines.appendTo(filePath, directoryLength, 2);
                    files.add(PathHash.merged(filePath, 0, directoryLength + lines.length() - 2));
                    if (++fileCount > MAX_FILES) {
                        throw new ImageRefusedException(
                                Reason.LIMIT_PKGDB,
                                "%s lists more than %d files".formatted(path, MAX_FILES));
                    }
                }
            }
            default -> {
                // Checksums, owners, dates: nothing of them is kept.
            }
        }
    }

    private void endPackage() {
        if (started) {
            var problem = defect != null ? defect : take();
            if (problem != null) {
                gaps.add("%s in %s: %s".formatted(title(), path, problem));
            }
        }
        fields.clear();
        files = new PathNumbers();
        directoryLength = 0;
        defect = null;
        started = false;
    }

    /**
     * @return what is wrong with it, null if nothing
     */
    private @Nullable String take() {
        var name = value('P');
        var version = value('V');
        var architecture = value('A');
        var origin = value('o').isEmpty() ? name : value('o');
        if (!NAME.matcher(name).matches()) {
            return "'%s' is no package name".formatted(Printable.of(name));
        }
        if (!VERSION.matcher(version).matches()) {
            return "'%s' is no version".formatted(Printable.of(version));
        }
        if (!ARCHITECTURE.matcher(architecture).matches()) {
            return "'%s' is no architecture".formatted(Printable.of(architecture));
        }
        if (!NAME.matcher(origin).matches()) {
            return "'%s' is no origin".formatted(Printable.of(origin));
        }
        var maintainer = value('m');
        var size = value('I');
        var taken =
                new InstalledPackage(
                        InstalledPackage.Type.APK,
                        name,
                        version,
                        origin,
                        version,
                        architecture,
                        path,
                        null,
                        null,
                        false,
                        names(value('D')),
                        names(value('p')),
                        maintainer.isEmpty() ? null : maintainer,
                        size.matches("[0-9]{1,18}") ? Long.valueOf(size) : null,
                        null,
                        null);
        if (packages.size() >= maxPackages) {
            throw new ImageRefusedException(
                    Reason.LIMIT_PKGDB,
                    "%s lists more than %d packages".formatted(path, maxPackages));
        }
        owned.put(taken.key(), new OwnedFiles(name, architecture, files.toArray()));
        return packages.put(taken.key(), taken) == null
                ? null
                : "it is there twice, the last counts";
    }

    /** {@code so:libc.musl.so.1 busybox>=1.2 !uclibc} becomes the first two, without versions. */
    static List<String> names(String field) {
        var names = new ArrayList<String>();
        for (var word : field.split(" ")) {
            var name = WITHOUT_VERSION.split(word, 2)[0];
            if (!name.isEmpty() && !name.startsWith("!")) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private String title() {
        return value('P').isEmpty()
                ? "a package"
                : "package '%s'".formatted(Printable.of(value('P')));
    }

    private String value(char letter) {
        return fields.getOrDefault(letter, "");
    }
}
