package dev.plimsoll.embedded.image;

/** The two families of media types a manifest can be written in. */
public enum Format {
    OCI(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.config.v1+json"),
    DOCKER(
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.container.image.v1+json");

    private final String index;
    private final String manifest;
    private final String config;

    Format(String index, String manifest, String config) {
        this.index = index;
        this.manifest = manifest;
        this.config = config;
    }

    public String index() {
        return index;
    }

    public String manifest() {
        return manifest;
    }

    public String config() {
        return config;
    }

    /** Of a layer. Docker never named a type for zstd: its clients use the OCI one. */
    public String layer(Compression compression) {
        return switch (this) {
            case OCI ->
                    switch (compression) {
                        case NONE -> "application/vnd.oci.image.layer.v1.tar";
                        case GZIP -> "application/vnd.oci.image.layer.v1.tar+gzip";
                        case ZSTD -> "application/vnd.oci.image.layer.v1.tar+zstd";
                    };
            case DOCKER ->
                    switch (compression) {
                        case NONE -> "application/vnd.docker.image.rootfs.diff.tar";
                        case GZIP -> "application/vnd.docker.image.rootfs.diff.tar.gzip";
                        case ZSTD -> "application/vnd.oci.image.layer.v1.tar+zstd";
                    };
        };
    }
}
