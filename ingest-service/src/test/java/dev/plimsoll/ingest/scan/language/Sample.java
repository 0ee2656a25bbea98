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
        private int level = Deflater.DEFAULT_COMPRESSION;

        /** 0 for blocks that hold the content as it is. */
        Zip level(int compression) {
            level = compression;
            return this;
        }

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
                zip.setLevel(level);
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

    /** A small file of every kind, by path; each names a package. */
    static Map<String, byte[]> valid() {
        var files = new LinkedHashMap<String, byte[]>();
        var inner = zip().withPom("org.example", "inner", "1.0").bytes();
        files.put(
                "a.jar",
                zip().withManifest("Implementation-Version: 1.0")
                        .withPom("org.example", "outer", "2.0")
                        .with("BOOT-INF/lib/inner-1.0.jar", inner)
                        .with("A.class", "class")
                        .bytes());
        files.put("stored/a.jar", zip().stored().with("lib/inner-1.0.jar", inner).bytes());
        files.put("a.whl", zip().with("a.dist-info/METADATA", "Name: a\nVersion: 1\n").bytes());
        files.put("a.dist-info/METADATA", bytes("Name: a\nVersion: 1.0\nSummary: text\n\nText"));
        files.put("node_modules/a/package.json", bytes("{\"name\":\"a\",\"version\":\"1.0.0\"}"));
        files.put(
                "package-lock.json",
                bytes(
                        "{\"packages\":{\"\":{},\"node_modules/@s/a\":{\"version\":\"1.0.0\"}},"
                                + "\"dependencies\":{\"b\":{\"version\":\"2.0.0\",\"dependencies\":"
                                + "{\"c\":{\"version\":\"npm:d@1.0.0\"}}}}}"));
        files.put("yarn.lock", bytes("\"@s/a@^1\", a@2:\n  version \"1.0.0\"\n  resolved \"x\"\n"));
        files.put(
                "pnpm-lock.yaml",
                bytes(
                        "lockfileVersion: '6.0'\npackages:\n\n  /@s/a@1.0.0(b@1):\n    dev: false\n"));
        files.put(
                "tool",
                program(
                        goInfo("go1.22.3", "mod\texample.com/a\tv1.0.0\th1:x=\n"),
                        packed("{\"packages\":[{\"name\":\"a\",\"version\":\"1.0.0\"}]}"),
                        new byte[64]));
        return files;
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
