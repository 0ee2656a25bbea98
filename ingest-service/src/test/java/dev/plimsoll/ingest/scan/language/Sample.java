package dev.plimsoll.ingest.scan.language;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that tests make: archives with what they hold, and how they are read. */
final class Sample {

    private Sample() {}

    /** An archive under construction. */
    static final class Zip {

        private final Map<String, byte[]> entries = new LinkedHashMap<>();
        private boolean stored;

        Zip with(String name, String text) {
            return with(name, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Zip with(String name, byte[] content) {
            entries.put(name, content);
            return this;
        }

        Zip withPom(String group, String artifact, String version) {
            return with(
                    "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact),
                    "groupId=%s\nartifactId=%s\nversion=%s\n".formatted(group, artifact, version));
        }

        Zip withManifest(String... lines) {
            return with(
                    "META-INF/MANIFEST.MF",
                    "Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
        }

        /** Not compressed, so that sizes stand before the content. */
        Zip stored() {
            stored = true;
            return this;
        }

        byte[] bytes() {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                for (var each : entries.entrySet()) {
                    var entry = new ZipEntry(each.getKey());
                    entry.setTime(0);
                    if (stored) {
                        var crc = new CRC32();
                        crc.update(each.getValue());
                        entry.setMethod(ZipEntry.STORED);
                        entry.setSize(each.getValue().length);
                        entry.setCrc(crc.getValue());
                    }
                    zip.putNextEntry(entry);
                    zip.write(each.getValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    static Zip zip() {
        return new Zip();
    }

    static LanguageReading read(String path, byte[] content) {
        return read(path, 0644, content, LanguageLimits.USUAL);
    }

    static LanguageReading read(String path, int mode, byte[] content, LanguageLimits limits) {
        try {
            return LanguageFiles.read(
                    path, mode, content.length, new ByteArrayInputStream(content), limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that starts like an ELF program, its parts at multiples of 16. */
    static byte[] program(byte[]... parts) {
        var header = new byte[64];
        header[0] = 0x7F;
        header[1] = 'E';
        header[2] = 'L';
        header[3] = 'F';
        var content = header;
        for (var part : parts) {
            content = joined(content, new byte[part.length > 32 ? -content.length & 15 : 0], part);
        }
        return content;
    }

    /** As Go since 1.18 writes it: a header of 32 bytes, then two texts with their lengths. */
    static byte[] goInfo(String version, String modules) {
        var list =
                modules.isEmpty()
                        ? new byte[0]
                        : joined(new byte[16], bytes(modules), new byte[16]);
        return joined(
                bytes("\u00ff Go buildinf:\u0008\u0002"),
                new byte[16],
                length(version.length()),
                bytes(version),
                length(list.length),
                list);
    }

    static byte[] packed(String text) {
        return packed(text, Deflater.DEFAULT_COMPRESSION);
    }

    static byte[] packed(String text, int level) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new Deflater(level);
                var deflated = new DeflaterOutputStream(bytes, deflater)) {
            deflated.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] length(int value) {
        var bytes = new ByteArrayOutputStream();
        int left = value;
        while (left >= 0x80) {
            bytes.write(left & 0x7F | 0x80);
            left >>>= 7;
        }
        bytes.write(left);
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static int indexOf(byte[] content, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("it is not there");
    }
}
