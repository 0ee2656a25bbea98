package dev.plimsoll.analysis.decide;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API, for programs that make clients of it. */
@RestController
class OpenApiController {

    static final String FILE = "openapi.json";

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource openApi() {
        return new ClassPathResource(FILE, OpenApiController.class);
    }
}
