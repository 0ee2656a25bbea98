package dev.plimsoll.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars for the sample images, made in memory: the same entries give the same bytes. */
final class JavaArchive {

    private JavaArchive() {}

    /** What Maven puts into a library to say what it is. */
    static byte[] library(String group, String artifact, String version) {
        return of(
                Map.of(
                        "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact),
                        "groupId=%s\nartifactId=%s\nversion=%s\n"
                                .formatted(group, artifact, version)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    /** Stored, not deflated, as libraries inside a program have to be. */
    static byte[] of(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (var file : new TreeMap<>(entries).entrySet()) {
                var content = file.getValue();
                var entry = new ZipEntry(file.getKey());
                var crc = new CRC32();
                crc.update(content);
                entry.setCrc(crc.getValue());
                entry.setSize(content.length);
                entry.setTimeLocal(LocalDateTime.of(2024, 2, 1, 8, 0));
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a jar is not made in memory", e);
        }
        return bytes.toByteArray();
    }
}
