package dev.plimsoll.analysis.accept;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The images a VEX document speaks of as a whole: the one it is attached to, or those that it lists
 * itself, in OpenVEX as {@code "plimsoll:images": ["team/*"]} beside its statements, in CycloneDX
 * as a property of that name of its metadata.
 */
final class NamedImages {

    static final String NAME = "plimsoll:images";

    private static final int MOST = 100;

    private NamedImages() {}

    /** Those of an OpenVEX document. */
    static Set<String> of(JsonNode document, VexReader.Source source, Statement statement) {
        var subject = source.subject();
        if (subject != null) {
            return Set.of(subject.glob());
        }
        var images = new LinkedHashSet<String>();
        for (var image : document.path(NAME).values()) {
            add(images, image, statement);
        }
        return images;
    }

    /** Those of a CycloneDX document. */
    static Set<String> ofProperties(JsonNode metadata, Statement statement) {
        var images = new LinkedHashSet<String>();
        for (var property : metadata.path("properties").values()) {
            if (property.path("name").asString("").equals(NAME)) {
                add(images, property.path("value"), statement);
            }
        }
        return images;
    }

    private static void add(Set<String> images, JsonNode image, Statement statement) {
        if (!image.isString()) {
            statement.wrong(NAME, "must be patterns of images");
        } else if (images.size() < MOST) {
            images.add(image.asString());
        } else {
            statement.wrong(NAME, "are more than %d".formatted(MOST));
        }
    }
}
