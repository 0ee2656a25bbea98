package dev.plimsoll.ingest.scan.rpm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list in images of Azure Linux that have no rpm, a line for each package: name,
 * version-release, time of installation, time of build, vendor, epoch, size, architecture, epoch as
 * a number, source package; divided by tabs (https://github.com/microsoft/marinara).
 */
final class ManifestFile {

    private static final int FIELDS = 10;
    private static final int MAX_LINE = 64 * 1024;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private ManifestFile() {}

    static void read(byte[] content, Installed installed) {
        int line = 0;
        for (int start = 0, end; start < content.length; start = end + 1) {
            end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            line++;
            if (end > start) {
                try {
                    if (end - start > MAX_LINE) {
                        throw new DamagedException(
                                "it is longer than %d bytes".formatted(MAX_LINE));
                    }
                    var text = new String(content, start, end - start, StandardCharsets.UTF_8);
                    take(text, installed);
                } catch (DamagedException e) {
                    installed.stanza("line %d".formatted(line), e);
                }
            }
        }
    }

    private static void take(String line, Installed installed) throws DamagedException {
        var fields = line.strip().split("\t", FIELDS + 1);
        if (fields.length < FIELDS) {
            throw new DamagedException(
                    "%d fields, where there should be %d".formatted(fields.length, FIELDS));
        }
        var name = fields[0];
        int hyphen = fields[1].lastIndexOf('-');
        if (hyphen < 0) {
            throw new DamagedException("its version has no release");
        }
        var source = Installed.Source.of(fields[9], name, fields[1]);
        installed.add(
                new RpmPackage(
                        name,
                        number(fields[5]),
                        fields[1].substring(0, hyphen),
                        fields[1].substring(hyphen + 1),
                        orNone(fields[7], ""),
                        source.name(),
                        source.version(),
                        fields[4].equals("(none)") ? null : fields[4],
                        null,
                        number(fields[6]),
                        List.of(),
                        List.of(),
                        RpmFiles.NONE));
    }

    private static @Nullable Long number(String field) throws DamagedException {
        if (field.equals("(none)")) {
            return null;
        }
        if (!NUMBER.matcher(field).matches()) {
            throw new DamagedException("a number is missing");
        }
        return Long.valueOf(field);
    }

    private static String orNone(String field, String none) {
        return field.equals("(none)") ? none : field;
    }
}
