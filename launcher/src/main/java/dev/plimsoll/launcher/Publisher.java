package dev.plimsoll.launcher;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts images into the sample registry, which tells ingest-service of them. */
record Publisher(String registryHost, RegistryClient registry, Console console) {

    Expected publish(ImageName name, Publishable image) throws IOException {
        var at = Instant.now();
        registry.push(image, name.repository(), name.tag());
        console.step("pushed %s (%s)".formatted(name, image.digest().value().substring(0, 19)));
        return new Expected.Published(registryHost, name, image.digest().value(), at);
    }

    /** Everything in the archive. */
    List<Expected> publish(Options.Archive archive) throws IOException {
        try (var opened = ImageArchive.open(archive.path())) {
            var images = opened.images();
            if (images.size() == 1) {
                var image = images.getFirst();
                image.remarks()
                        .forEach(
                                remark -> console.step("%s: %s".formatted(archive.path(), remark)));
                return List.of(publish(name(archive), image.content()));
            }
            var published = new ArrayList<Expected>();
            for (var image : images) {
                published.add(publish(nameOfOneOfSeveral(archive, image), image.content()));
            }
            return published;
        }
    }

    private static ImageName name(Options.Archive archive) {
        return archive.name() == null ? ImageName.of(archive.path()) : archive.name();
    }

    private static ImageName nameOfOneOfSeveral(Options.Archive archive, ImageArchive.Named image)
            throws IOException {
        var name = image.names().isEmpty() ? "" : image.names().getFirst();
        if (archive.name() != null) {
            throw new IOException(
                    "%s holds several images, one of them '%s': they cannot all be %s"
                            .formatted(archive.path(), name, archive.name()));
        }
        try {
            return ImageName.parse(name);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s holds an image called '%s': %s"
                            .formatted(archive.path(), name, e.getMessage()),
                    e);
        }
    }
}
