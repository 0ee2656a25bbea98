package dev.plimsoll.embedded.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A layer made here, in memory. The same entries give the same bytes on every machine: owner root,
 * and one fixed modification time.
 *
 * @param tar before compression
 */
public record Layer(byte[] tar) {

    public static Builder builder() {
        return new Builder();
    }

    /** Of the uncompressed tar, as the image configuration lists it. */
    public Digest diffId() {
        return Digest.of(tar);
    }

    public Blob blob(Format format, Compression compression) {
        var packed = new ByteArrayOutputStream();
        try (var out = compression.into(packed)) {
            out.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException("a layer does not pack in memory", e);
        }
        return Blob.of(format.layer(compression), packed.toByteArray());
    }

    /**
     * Entries in the order in which they are added; paths relative to the image's root, without "/"
     * in front.
     */
    public static final class Builder {

        private static final Date TIME = new Date(0);

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

        private Builder() {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        }

        public Builder file(String path, String content) {
            return file(path, content.getBytes(StandardCharsets.UTF_8));
        }

        public Builder file(String path, byte[] content) {
            return file(path, content, 0644);
        }

        public Builder executable(String path, byte[] content) {
            return file(path, content, 0755);
        }

        public Builder directory(String path) {
            var entry = new TarArchiveEntry(path + "/", TarConstants.LF_DIR);
            entry.setMode(0755);
            return add(entry, new byte[0]);
        }

        public Builder symlink(String path, String target) {
            return link(path, target, TarConstants.LF_SYMLINK);
        }

        public Builder hardLink(String path, String target) {
            return link(path, target, TarConstants.LF_LINK);
        }

        /** Removes what lower layers have at the path. */
        public Builder whiteout(String path) {
            var slash = path.lastIndexOf('/') + 1;
            return file(path.substring(0, slash) + ".wh." + path.substring(slash), new byte[0]);
        }

        /** Hides everything lower layers have in the directory. */
        public Builder opaque(String directory) {
            return file(directory + "/.wh..wh..opq", new byte[0]);
        }

        public Layer build() {
            try {
                tar.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a tar does not end in memory", e);
            }
            return new Layer(bytes.toByteArray());
        }

        private Builder file(String path, byte[] content, int mode) {
            var entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL);
            entry.setMode(mode);
            entry.setSize(content.length);
            return add(entry, content);
        }

        private Builder link(String path, String target, byte kind) {
            var entry = new TarArchiveEntry(path, kind);
            entry.setLinkName(target);
            entry.setMode(0777);
            return add(entry, new byte[0]);
        }

        private Builder add(TarArchiveEntry entry, byte[] content) {
            entry.setModTime(TIME);
            entry.setIds(0, 0);
            entry.setNames("root", "root");
            try {
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            } catch (IOException e) {
                throw new UncheckedIOException("no entry for '%s'".formatted(entry.getName()), e);
            }
            return this;
        }
    }
}
