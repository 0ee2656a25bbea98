package dev.plimsoll.ingest.scan.rpm;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what one database lists, and what of it makes no sense. */
final class Installed {

    /** Fedora, all of it, has some 70,000 packages. */
    private static final int MAX_PACKAGES = 100_000;

    /** Of all packages together; an image with 2,000 packages has some 100,000. */
    private static final int MAX_NAMES = 500_000;

    /** More broken parts than this are not looked at. */
    private static final int MAX_BROKEN = 10_000;

    private static final int SHOWN = 20;
    private static final int MAX_TEXT = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9+._~^@%-]{0,255}");
    private static final Pattern VERSION = Pattern.compile("[!-~&&[^/:-]]{1,255}");
    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9_]{0,64}");
    private static final Pattern SOURCE =
            Pattern.compile("(.+)-([^-]{1,255}-[^-]{1,255})\\.(?:no)?src\\.rpm");

    private final String path;
    private final List<RpmPackage> packages = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, String> known = new HashMap<>();
    private long bytesLeft;
    private int broken;
    private long names;

    /**
     * @param size of the file, and of what belongs to it, in bytes
     */
    Installed(String path, long size) {
        this.path = path;
        this.bytesLeft = size;
    }

    /**
     * @param place of the header in the file, for people
     */
    void take(String place, Bytes blob) {
        bytesLeft -= blob.length();
        if (bytesLeft < 0) {
            // Without this a small file could hold one large header a million times.
            throw new ImageRefusedException(
                    Reason.PKGDB_CORRUPT, "the headers in %s overlap".formatted(path));
        }
        try {
            take(place, Header.of(blob));
        } catch (DamagedException e) {
            stanza(place, e);
        }
    }

    /** A part of the file that may have held packages cannot be read. */
    void broken(String place, DamagedException cause) {
        gap(Reason.PKGDB_CORRUPT, place, cause);
    }

    /** One package cannot be understood. */
    void stanza(String place, DamagedException cause) {
        gap(Reason.CORRUPT_STANZA, place, cause);
    }

    void add(RpmPackage rpm) throws DamagedException {
        requireMatch(NAME, rpm.name(), "package name");
        requireMatch(VERSION, rpm.version(), "version");
        requireMatch(VERSION, rpm.release(), "release");
        requireMatch(ARCHITECTURE, rpm.architecture(), "architecture");
        if (packages.size() == MAX_PACKAGES) {
            throw limit("%d packages".formatted(MAX_PACKAGES));
        }
        packages.add(rpm);
    }

    RpmReading toReading() {
        if (packages.isEmpty() && !gaps.isEmpty()) {
            throw new ImageRefusedException(Reason.PKGDB_CORRUPT, gaps.getFirst().getMessage());
        }
        if (broken > SHOWN) {
            gaps.add(
                    new Gap(
                            Reason.PKGDB_CORRUPT.name(),
                            "and %d more broken parts in %s".formatted(broken - SHOWN, path)));
        }
        return new RpmReading(packages, gaps);
    }

    private void take(String place, Header header) throws DamagedException {
        var name = header.text(Header.Tag.NAME);
        if (name == null) {
            throw new DamagedException("it has no name");
        }
        if (name.equals("gpg-pubkey")) {
            // A key that packages were signed with: kept among them, but installed nothing.
            return;
        }
        var version = orEmpty(header.text(Header.Tag.VERSION));
        var release = orEmpty(header.text(Header.Tag.RELEASE));
        var source = Source.of(header.text(Header.Tag.SOURCE_RPM), name, version + "-" + release);
        add(
                new RpmPackage(
                        name,
                        header.number(Header.Tag.EPOCH),
                        version,
                        release,
                        orEmpty(header.text(Header.Tag.ARCH)),
                        source.name(),
                        source.version(),
                        shown(header.text(Header.Tag.VENDOR)),
                        shown(header.text(Header.Tag.MODULARITY_LABEL)),
                        size(header),
                        names(header.texts(Header.Tag.REQUIRE_NAME)),
                        names(header.texts(Header.Tag.PROVIDE_NAME)),
                        files(place, name, header)));
    }

    private static @Nullable Long size(Header header) throws DamagedException {
        var size = header.number(Header.Tag.LONG_SIZE);
        if (size == null) {
            size = header.number(Header.Tag.SIZE);
        }
        return size == null || size < 0 ? null : size;
    }

    /** A package without its files is still a package. */
    private RpmFiles files(String place, String name, Header header) {
        try {
            return header.files();
        } catch (DamagedException e) {
            stanza("the file list of '%s' in %s".formatted(Printable.of(name), place), e);
            return RpmFiles.NONE;
        }
    }

    private List<String> names(Texts texts) {
        names += texts.count();
        if (names > MAX_NAMES) {
            throw limit("%d required and provided names".formatted(MAX_NAMES));
        }
        var found = new LinkedHashSet<String>();
        for (var name : texts.toList()) {
            if (!name.isEmpty() && !name.startsWith("(") && !name.startsWith("rpmlib(")) {
                found.add(known.computeIfAbsent(name, same -> same));
            }
        }
        return List.copyOf(found);
    }

    private void gap(Reason reason, String place, DamagedException cause) {
        if (++broken > MAX_BROKEN) {
            throw new ImageRefusedException(
                    Reason.PKGDB_CORRUPT,
                    "%s has more than %d broken parts".formatted(path, MAX_BROKEN));
        }
        if (broken <= SHOWN) {
            gaps.add(
                    new Gap(
                            reason.name(),
                            "%s of %s: %s".formatted(place, path, cause.getMessage())));
        }
    }

    private ImageRefusedException limit(String what) {
        return new ImageRefusedException(
                Reason.LIMIT_PKGDB, "%s lists more than %s".formatted(path, what));
    }

    private static void requireMatch(Pattern pattern, String value, String what)
            throws DamagedException {
        if (!pattern.matcher(value).matches()) {
            throw new DamagedException("'%s' is no %s".formatted(Printable.of(value), what));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String shown(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** The source package, told by the name of its file. */
    record Source(String name, String version) {

        static Source of(@Nullable String file, String name, String version) {
            var matcher = SOURCE.matcher(file == null ? "" : file);
            return matcher.matches() && NAME.matcher(matcher.group(1)).matches()
                    ? new Source(matcher.group(1), matcher.group(2))
                    : new Source(name, version);
        }
    }
}
