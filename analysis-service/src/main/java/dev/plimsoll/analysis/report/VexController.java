package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.CurrentFindings;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.OneImage;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /images/{id}.openvex.json} and {@code .cdx.json}: the decisions of an image as VEX.
 */
@RestController
@RequestMapping("/images")
class VexController {

    private static final String ID = "{id:[0-9a-f]{32}}";

    private final OneImage images;
    private final CurrentFindings findings;

    VexController(OneImage images, CurrentFindings findings) {
        this.images = images;
        this.findings = findings;
    }

    @GetMapping(path = ID + ".openvex.json", produces = MediaType.APPLICATION_JSON_VALUE)
    OpenVexDocument openVex(@PathVariable String id) {
        var image = image(id);
        return OpenVexDocument.of(image, findings.of(image));
    }

    @GetMapping(path = ID + ".cdx.json", produces = MediaType.APPLICATION_JSON_VALUE)
    CycloneDxDocument cycloneDx(@PathVariable String id) {
        var image = image(id);
        return CycloneDxDocument.of(image, findings.of(image));
    }

    private ImageDocument image(String id) {
        return images.withId(id).orElseThrow(() -> new UnknownImageException(id));
    }
}
