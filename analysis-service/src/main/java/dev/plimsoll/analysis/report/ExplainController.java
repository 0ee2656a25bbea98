package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.OneImage;
import dev.plimsoll.analysis.track.Explanations;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /images/{id}/explain?vulnerability=CVE-…}: why is it a finding, or why not? */
@RestController
@RequestMapping("/images/{id:[0-9a-f]{32}}")
class ExplainController {

    private final OneImage images;
    private final Explanations explanations;
    private final Pages pages;

    ExplainController(OneImage images, Explanations explanations, Pages pages) {
        this.images = images;
        this.explanations = explanations;
        this.pages = pages;
    }

    @GetMapping(path = "/explain", produces = MediaType.TEXT_HTML_VALUE)
    String html(@PathVariable String id, @RequestParam String vulnerability) {
        return pages.explained(page(id, vulnerability));
    }

    @GetMapping(
            path = {"/explain", "/explain.json"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Explained json(@PathVariable String id, @RequestParam String vulnerability) {
        return page(id, vulnerability);
    }

    private Explained page(String id, String asked) {
        var vulnerability = Explained.vulnerability(asked);
        var document = images.withId(id).orElseThrow(() -> new UnknownImageException(id));
        var image = document.plimsoll().image();
        return Explained.of(
                document,
                vulnerability,
                explanations.explain(
                        image.registry(),
                        image.repository(),
                        image.tag(),
                        image.digest(),
                        image.platform(),
                        vulnerability));
    }
}
