package dev.plimsoll.analysis.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.Map;

/** The pages as HTML, from the templates in {@code src/main/jte}. */
final class Pages {

    /** Lines of findings on an HTML page; a browser does not like many more. */
    static final int LISTED = 500;

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    Path.of("."),
                    ContentType.Html,
                    Pages.class.getClassLoader(),
                    Pages.class.getPackageName());

    String overview(Overview page) {
        return render("overview.jte", Map.of("page", page));
    }

    String knownIssues(KnownIssues page) {
        return render("knownissues.jte", Map.of("page", page, "listed", LISTED));
    }

    String organisation(Organisation page) {
        return render("organisation.jte", Map.of("page", page));
    }

    String explained(Explained page) {
        return render("explained.jte", Map.of("page", page));
    }

    String trouble(String title, String sentence) {
        return render("trouble.jte", Map.of("title", title, "sentence", sentence));
    }

    private String render(String template, Map<String, Object> parameters) {
        var output = new StringOutput();
        templates.render(template, parameters, output);
        return output.toString();
    }
}
