package dev.plimsoll.embedded.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts layers and a configuration together to an image, as a build tool would. */
public final class ImageBuilder {

    /** Keys in order: the same image has the same digest in every run. */
    private static final JsonMapper json =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final Format format;
    private final List<Blob> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();
    private final List<Map<String, Object>> history = new ArrayList<>();
    private final Map<String, Object> runtime = new LinkedHashMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final List<String> environment = new ArrayList<>();
    private String architecture = "amd64";
    private Instant created = Instant.EPOCH;

    private ImageBuilder(Format format) {
        this.format = format;
    }

    public static ImageBuilder of(Format format) {
        return new ImageBuilder(format);
    }

    /** A layer with content, gzip-compressed. */
    public ImageBuilder layer(Layer layer, String createdBy) {
        return layer(layer, createdBy, Compression.GZIP);
    }

    public ImageBuilder layer(Layer layer, String createdBy, Compression compression) {
        layers.add(layer.blob(format, compression));
        diffIds.add(layer.diffId().value());
        history.add(Map.of("created", created.toString(), "created_by", createdBy));
        return this;
    }

    /** A build instruction that changed only the configuration. */
    public ImageBuilder instruction(String createdBy) {
        history.add(
                Map.of(
                        "created",
                        created.toString(),
                        "created_by",
                        createdBy,
                        "empty_layer",
                        true));
        return this;
    }

    public ImageBuilder architecture(String name) {
        architecture = name;
        return this;
    }

    /** Also the time of the history entries that follow. */
    public ImageBuilder created(Instant time) {
        created = time;
        return this;
    }

    public ImageBuilder user(String user) {
        runtime.put("User", user);
        return this;
    }

    public ImageBuilder healthcheck(String command) {
        runtime.put("Healthcheck", Map.of("Test", List.of("CMD-SHELL", command)));
        return this;
    }

    public ImageBuilder exposedPort(String portAndProtocol) {
        runtime.put("ExposedPorts", Map.of(portAndProtocol, Map.of()));
        return this;
    }

    public ImageBuilder command(String... command) {
        runtime.put("Cmd", List.of(command));
        return this;
    }

    public ImageBuilder environment(String name, String value) {
        environment.add(name + "=" + value);
        return this;
    }

    public ImageBuilder label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    public Publishable.Image build() {
        var config = Blob.of(format.config(), json.writeValueAsBytes(configuration()));
        var blobs = new ArrayList<Blob>();
        blobs.add(config);
        blobs.addAll(layers);
        return image(format, blobs);
    }

    /** An image of a configuration and layers that are there already, in this order. */
    static Publishable.Image image(Format format, List<Blob> configAndLayers) {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", format.manifest());
        manifest.put("config", descriptor(configAndLayers.getFirst()));
        manifest.put(
                "layers", configAndLayers.stream().skip(1).map(ImageBuilder::descriptor).toList());
        return new Publishable.Image(
                format.manifest(), json.writeValueAsBytes(manifest), configAndLayers);
    }

    /** Several platforms under one name: "linux/amd64" and so on. */
    public static Publishable.Index index(
            Format format, Map<String, Publishable.Image> imageByPlatform) {
        var manifests = new ArrayList<Map<String, Object>>();
        imageByPlatform.forEach(
                (platform, image) -> {
                    var osAndArchitecture = platform.split("/", 2);
                    var descriptor =
                            descriptor(image.mediaType(), image.digest(), image.manifest().length);
                    descriptor.put(
                            "platform",
                            Map.of(
                                    "os",
                                    osAndArchitecture[0],
                                    "architecture",
                                    osAndArchitecture[1]));
                    manifests.add(descriptor);
                });
        var index = new LinkedHashMap<String, Object>();
        index.put("schemaVersion", 2);
        index.put("mediaType", format.index());
        index.put("manifests", manifests);
        return new Publishable.Index(
                format.index(),
                json.writeValueAsBytes(index),
                List.copyOf(imageByPlatform.values()));
    }

    private static Map<String, Object> descriptor(Blob blob) {
        return descriptor(blob.mediaType(), blob.digest(), blob.size());
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, long size) {
        var descriptor = new LinkedHashMap<String, Object>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.value());
        descriptor.put("size", size);
        return descriptor;
    }

    private Map<String, Object> configuration() {
        var container = new TreeMap<>(runtime);
        if (!environment.isEmpty()) {
            container.put("Env", environment);
        }
        if (!labels.isEmpty()) {
            container.put("Labels", labels);
        }
        var configuration = new LinkedHashMap<String, Object>();
        configuration.put("created", created.toString());
        configuration.put("architecture", architecture);
        configuration.put("os", "linux");
        configuration.put("config", container);
        configuration.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        configuration.put("history", history);
        return configuration;
    }
}
