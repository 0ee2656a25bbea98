package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.CurrentFindings;
import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import dev.plimsoll.analysis.index.ImageList;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.function.Consumer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that is present now, a JSON object on each line, streamed page by page.
 *
 * <p>If Elasticsearch goes away in the middle, the connection is cut: half an export does not look
 * like a whole one.
 */
@RestController
class ExportController {

    private static final String LINES = "application/x-ndjson";

    private final CurrentFindings findings;
    private final ImageList images;
    private final JsonMapper json = new JsonMapper();

    ExportController(CurrentFindings findings, ImageList images) {
        this.findings = findings;
        this.images = images;
    }

    @GetMapping("/findings.ndjson")
    void findings(HttpServletResponse response) throws IOException {
        var deleted = new HashSet<String>();
        images.each(
                new ImageList.Filter("deleted", false, false, ""),
                image -> deleted.add(image.plimsoll().image().key()));
        write(
                response,
                lines ->
                        findings.each(
                                finding -> {
                                    if (!deleted.contains(finding.plimsoll().image().key())) {
                                        lines.accept(FindingLine.of(finding));
                                    }
                                }));
    }

    @GetMapping("/images.ndjson")
    void images(HttpServletResponse response) throws IOException {
        write(
                response,
                lines ->
                        images.each(
                                ImageList.Filter.NONE, image -> lines.accept(ImageLine.of(image))));
    }

    private void write(HttpServletResponse response, Consumer<Consumer<Object>> export)
            throws IOException {
        response.setContentType(LINES);
        try {
            // Flushed only at the end of a page of this size: until then a failure is a clean 503.
            var output = new BufferedOutputStream(response.getOutputStream(), 64 * 1024);
            export.accept(line -> writeLine(output, line));
            output.flush();
        } catch (ElasticsearchAwayException e) {
            if (response.isCommitted()) {
                throw new IOException("the export ended before its end", e);
            }
            response.reset();
            throw e;
        }
    }

    private void writeLine(OutputStream output, Object line) {
        try {
            output.write(json.writeValueAsBytes(line));
            output.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the reader of the export went away", e);
        }
    }
}
