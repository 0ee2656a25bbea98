package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what is wrong: as a page to people, as a line to programs. */
@RestControllerAdvice(basePackageClasses = Trouble.class)
class Trouble {

    private static final Logger log = LoggerFactory.getLogger(Trouble.class);

    private final Pages pages;

    Trouble(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<String> elasticsearchIsAway(
            ElasticsearchAwayException e, HttpServletRequest request) {
        log.atWarn()
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("reason", e.getMessage())
                .log("question not answered");
        return answer(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                "Elasticsearch does not answer",
                "Pages and exports are read from Elasticsearch, which does not answer now. Scans, decisions and alerts go on without it, and what happens meanwhile appears here once it is back.");
    }

    @ExceptionHandler
    ResponseEntity<String> unknownImage(UnknownImageException e, HttpServletRequest request) {
        return answer(
                request,
                HttpStatus.NOT_FOUND,
                "No such image",
                "No image with this address has been assessed.");
    }

    @ExceptionHandler
    ResponseEntity<String> nothingToShow(IllegalArgumentException e, HttpServletRequest request) {
        return answer(
                request,
                HttpStatus.BAD_REQUEST,
                "Not understood",
                "This address is not one of ours: %s".formatted(e.getMessage()));
    }

    private ResponseEntity<String> answer(
            HttpServletRequest request, HttpStatus status, String title, String sentence) {
        var path = request.getRequestURI();
        var forPrograms =
                path.endsWith(".json") || path.endsWith(".md") || path.endsWith(".ndjson");
        return ResponseEntity.status(status)
                .contentType(
                        forPrograms
                                ? MediaType.parseMediaType("text/plain;charset=UTF-8")
                                : MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(
                        forPrograms
                                ? title + ". " + sentence + "\n"
                                : pages.trouble(title, sentence));
    }
}
