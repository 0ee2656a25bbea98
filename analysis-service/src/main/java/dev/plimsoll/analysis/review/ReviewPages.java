package dev.plimsoll.analysis.review;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.Map;

/** The reviews page as HTML. Its templates lie with all others, in {@code src/main/jte}. */
final class ReviewPages {

    /** Where the build puts every template. */
    private static final String TEMPLATES = "dev.plimsoll.analysis.report";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    Path.of("."), ContentType.Html, ReviewPages.class.getClassLoader(), TEMPLATES);

    String reviews(ReviewsPage page) {
        return render("reviews.jte", Map.of("page", page));
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
