package dev.plimsoll.ingest.scan.layer;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;

/** How a layer's tar is packed, by its declared media type; its first bytes have to agree. */
public enum LayerEncoding {
    PLAIN,
    GZIP,
    ZSTD,
    /** The registry need not hold it, and its foreign address is never followed. */
    FOREIGN;

    /**
     * @throws ImageRefusedException UNSUPPORTED_ARTIFACT for anything that is no file system layer
     */
    public static LayerEncoding of(Descriptor layer) {
        return switch (layer.mediaType()) {
            case "application/vnd.oci.image.layer.v1.tar",
                    "application/vnd.docker.image.rootfs.diff.tar" ->
                    PLAIN;
            case "application/vnd.oci.image.layer.v1.tar+gzip",
                    "application/vnd.docker.image.rootfs.diff.tar.gzip" ->
                    GZIP;
            case "application/vnd.oci.image.layer.v1.tar+zstd",
                    "application/vnd.docker.image.rootfs.diff.tar.zstd" ->
                    ZSTD;
            case "application/vnd.oci.image.layer.nondistributable.v1.tar",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
                    "application/vnd.docker.image.rootfs.foreign.diff.tar",
                    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" ->
                    FOREIGN;
            default ->
                    throw new ImageRefusedException(
                            Reason.UNSUPPORTED_ARTIFACT,
                            "layer %s has the type '%s', which is no readable file system layer"
                                    .formatted(layer.digest(), Printable.of(layer.mediaType())));
        };
    }

    /**
     * @param head the first bytes of the blob, at least 6 if it has so many
     * @throws ImageRefusedException MEDIA_TYPE_MISMATCH
     */
    public void check(byte[] head, int length) {
        var actual = sniff(head, length);
        var expected =
                switch (this) {
                    case PLAIN, FOREIGN -> "tar";
                    case GZIP -> "gzip";
                    case ZSTD -> "zstd";
                };
        if (!actual.equals(expected)) {
            throw new ImageRefusedException(
                    Reason.MEDIA_TYPE_MISMATCH,
                    "the layer is declared as %s but is %s".formatted(expected, actual));
        }
    }

    private static String sniff(byte[] head, int length) {
        if (starts(head, length, 0x1F, 0x8B)) {
            return "gzip";
        }
        // A skippable frame may come first (RFC 8878, section 3.1.2).
        if (starts(head, length, 0x28, 0xB5, 0x2F, 0xFD)
                || (length >= 4
                        && (head[0] & 0xF0) == 0x50
                        && head[1] == 0x2A
                        && head[2] == 0x4D
                        && head[3] == 0x18)) {
            return "zstd";
        }
        if (starts(head, length, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return "xz";
        }
        if (starts(head, length, 'B', 'Z', 'h')) {
            return "bzip2";
        }
        if (starts(head, length, 0x04, 0x22, 0x4D, 0x18)) {
            return "lz4";
        }
        return "tar";
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
