package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dpkg's {@code status} and the files of distroless' {@code status.d} (deb-control(5)), and
 * opkg's {@code status}, which is written alike (D1). A stanza that makes no sense is reported, the
 * others count.
 */
public final class DpkgDatabase {

    private static final int MAX_FIELD = 256 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,255}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:^_-]{0,999}");
    private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9-]{0,64}");

    /** Of a name and a version together; longer ones are not even matched. */
    private static final int LONGEST_SOURCE = 2_048;

    private static final Pattern SOURCE = Pattern.compile("(\\S+)\\s*(?:\\((\\S+)\\))?");

    private enum Field {
        PACKAGE("Package"),
        STATUS("Status"),
        VERSION("Version"),
        SOURCE("Source"),
        ARCHITECTURE("Architecture"),
        SECTION("Section"),
        PRIORITY("Priority"),
        ESSENTIAL("Essential"),
        MAINTAINER("Maintainer"),
        INSTALLED_SIZE("Installed-Size"),
        PRE_DEPENDS("Pre-Depends"),
        DEPENDS("Depends"),
        PROVIDES("Provides"),
        ORIGIN("Origin");

        private final String spelling;

        Field(String spelling) {
            this.spelling = spelling;
        }

        static @Nullable Field of(String name) {
            for (var field : values()) {
                if (field.spelling.equalsIgnoreCase(name)) {
                    return field;
                }
            }
            return null;
        }
    }

    private final String path;
    private final boolean needsStatus;
    private final int maxPackages;
    private final Map<InstalledPackage.Key, InstalledPackage> packages = new LinkedHashMap<>();
    private final Gaps gaps = new Gaps(Reason.CORRUPT_STANZA);
    private final EnumMap<Field, StringBuilder> stanza = new EnumMap<>(Field.class);
    private @Nullable String defect;

    private DpkgDatabase(String path, boolean needsStatus, int maxPackages) {
        this.path = path;
        this.needsStatus = needsStatus;
        this.maxPackages = maxPackages;
    }

    /** {@code var/lib/dpkg/status}: only packages whose state is {@code installed} count (D2). */
    public static PackageDatabase readStatus(String path, InputStream content, int maxPackages)
            throws IOException {
        return new DpkgDatabase(path, true, maxPackages).read(content);
    }

    /** A file of {@code status.d}: what is there is installed, it has no Status field (D1). */
    public static PackageDatabase readStatusD(String path, InputStream content, int maxPackages)
            throws IOException {
        return new DpkgDatabase(path, false, maxPackages).read(content);
    }

    private PackageDatabase read(InputStream content) throws IOException {
        var lines = new Lines(content);
        Field field = null;
        while (lines.advance()) {
            if (lines.isBlank()) {
                endStanza();
                field = null;
            } else if (lines.at(0) == ' ' || lines.at(0) == '\t') {
                if (field != null) {
                    append(field, lines, 0);
                }
            } else {
                field = startField(lines);
            }
        }
        endStanza();
        return new PackageDatabase(List.copyOf(packages.values()), List.of(), gaps.toList());
    }

    private @Nullable Field startField(Lines lines) {
        int colon = lines.indexOf(':');
        if (colon <= 0) {
            defect = "a line without a field: '%s'".formatted(Printable.of(lines.text(0, 100)));
            return null;
        }
        var field = colon > 32 ? null : Field.of(lines.text(0, colon));
        if (field == null) {
            return null;
        }
        if (field == Field.PACKAGE && stanza.containsKey(Field.PACKAGE)) {
            gaps.add("no blank line after %s in %s".formatted(title(), path));
            endStanza();
        } else if (stanza.containsKey(field)) {
            defect = "%s is there twice".formatted(field.spelling);
            return null;
        }
        stanza.put(field, new StringBuilder());
        append(field, lines, colon + 1);
        return field;
    }

    private void append(Field field, Lines lines, int from) {
        var value = stanza.get(field);
        if (value == null) {
            return;
        }
        if (value.length() + lines.length() > MAX_FIELD) {
            defect = "%s is longer than %d bytes".formatted(field.spelling, MAX_FIELD);
            return;
        }
        if (!value.isEmpty()) {
            value.append(' ');
        }
        value.append(lines.text(from, lines.length()));
    }

    private void endStanza() {
        if (!stanza.isEmpty() || defect != null) {
            var problem = defect != null ? defect : take();
            if (problem != null) {
                gaps.add("%s in %s: %s".formatted(title(), path, problem));
            }
        }
        stanza.clear();
        defect = null;
    }

    /**
     * @return what is wrong with it, null if nothing
     */
    private @Nullable String take() {
        var status = value(Field.STATUS);
        if (needsStatus && status.isEmpty()) {
            return "it has no Status";
        }
        if (!status.isEmpty()) {
            var words = status.split("\\s+");
            if (words.length != 3) {
                return "its Status is '%s'".formatted(Printable.of(status));
            }
            if (!words[2].equals("installed")) {
                return null;
            }
        }
        var name = value(Field.PACKAGE);
        var version = value(Field.VERSION);
        var architecture = value(Field.ARCHITECTURE);
        if (!NAME.matcher(name).matches()) {
            return "'%s' is no package name".formatted(Printable.of(name));
        }
        if (!VERSION.matcher(version).matches()) {
            return "'%s' is no version".formatted(Printable.of(version));
        }
        if (!ARCHITECTURE.matcher(architecture).matches()) {
            return "'%s' is no architecture".formatted(Printable.of(architecture));
        }
        var sourceName = name;
        var sourceVersion = version;
        var source = value(Field.SOURCE);
        if (!source.isEmpty()) {
            var matcher = SOURCE.matcher(source);
            if (source.length() > LONGEST_SOURCE
                    || !matcher.matches()
                    || !NAME.matcher(matcher.group(1)).matches()) {
                return "its Source is '%s'".formatted(Printable.of(source));
            }
            sourceName = matcher.group(1);
            if (matcher.group(2) != null) {
                sourceVersion = matcher.group(2);
                if (!VERSION.matcher(sourceVersion).matches()) {
                    return "its Source is '%s'".formatted(Printable.of(source));
                }
            }
        }
        var depends = new ArrayList<>(relations(value(Field.PRE_DEPENDS)));
        depends.addAll(relations(value(Field.DEPENDS)));
        var taken =
                new InstalledPackage(
                        InstalledPackage.Type.DEB,
                        name,
                        version,
                        sourceName,
                        sourceVersion,
                        architecture,
                        path,
                        nullable(Field.SECTION),
                        nullable(Field.PRIORITY),
                        value(Field.ESSENTIAL).equalsIgnoreCase("yes"),
                        List.copyOf(depends),
                        relations(value(Field.PROVIDES)),
                        nullable(Field.MAINTAINER),
                        kibibytes(value(Field.INSTALLED_SIZE)),
                        nullable(Field.ORIGIN),
                        null);
        if (packages.size() >= maxPackages) {
            throw new ImageRefusedException(
                    Reason.LIMIT_PKGDB,
                    "%s lists more than %d packages".formatted(path, maxPackages));
        }
        return packages.put(taken.key(), taken) == null
                ? null
                : "it is there twice, the last counts";
    }

    /** {@code libc6 (>= 2.36), mawk | gawk:any} becomes {@code libc6}, {@code mawk|gawk}. */
    static List<String> relations(String field) {
        var relations = new ArrayList<String>();
        for (var group : field.split(",")) {
            var names = new ArrayList<String>();
            for (var alternative : group.split("\\|")) {
                var name = alternative.strip().split("[ (\\[<:]", 2)[0];
                if (NAME.matcher(name).matches()) {
                    names.add(name);
                }
            }
            if (!names.isEmpty()) {
                relations.add(String.join("|", names));
            }
        }
        return List.copyOf(relations);
    }

    private static @Nullable Long kibibytes(String size) {
        return size.matches("[0-9]{1,15}") ? Long.valueOf(Long.parseLong(size) * 1024) : null;
    }

    private String title() {
        var name = value(Field.PACKAGE);
        return name.isEmpty() ? "a stanza" : "stanza '%s'".formatted(Printable.of(name));
    }

    private @Nullable String nullable(Field field) {
        var value = value(field);
        return value.isEmpty() ? null : value;
    }

    private String value(Field field) {
        var value = stanza.get(field);
        return value == null ? "" : value.toString();
    }
}
