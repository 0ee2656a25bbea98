package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.ImageList;
import dev.plimsoll.analysis.track.FeedAges;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The overview page.
 *
 * @param assessedAt the newest assessment on this page
 * @param next address of the next page, if there is one
 * @param refusals why a rule accepts nothing, one sentence for each such rule
 * @param feeds how old each feed of advisories is
 */
record Overview(
        List<Row> rows,
        List<Choice> choices,
        String text,
        long matching,
        @Nullable Instant assessedAt,
        @Nullable String next,
        List<String> refusals,
        List<FeedAges.Age> feeds) {

    /** Images on one page. */
    static final int PAGE = 100;

    private static final List<String> STATUSES =
            List.of("affected", "clean", "stale", "failed", "unsupported", "deleted");

    /** One image. */
    record Row(
            String id,
            String name,
            String platform,
            boolean head,
            Status status,
            Tally open,
            Bar bar,
            int accepted,
            int fixable,
            Instant assessedAt) {}

    /** A filter that is one click away. */
    record Choice(String title, long count, String url, boolean chosen) {}

    /** What of the overview somebody asked for. */
    record Request(@Nullable String show, String text, List<String> after) {

        private static final String SEPARATOR = "\n";

        /**
         * @param after as in {@link Overview#next}
         * @throws IllegalArgumentException if {@code show} or {@code after} is nothing we wrote
         */
        static Request of(@Nullable String show, @Nullable String text, @Nullable String after) {
            if (show != null && !show.equals("serious") && !STATUSES.contains(show)) {
                throw new IllegalArgumentException(
                        "there is nothing to show as '%s'".formatted(show));
            }
            return new Request(show, text == null ? "" : text.strip(), read(after));
        }

        ImageList.Filter filter() {
            if (show == null) {
                return new ImageList.Filter(null, false, false, text);
            }
            return show.equals("serious")
                    ? new ImageList.Filter(null, true, false, text)
                    : new ImageList.Filter(show, false, false, text);
        }

        private static List<String> read(@Nullable String after) {
            if (after == null || after.isEmpty()) {
                return List.of();
            }
            var decoded = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            return List.of(decoded.split(SEPARATOR, -1));
        }

        private static String write(List<String> after) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(String.join(SEPARATOR, after).getBytes(StandardCharsets.UTF_8));
        }
    }

    static Overview of(
            ImageList.Page page, Request request, List<String> refusals, List<FeedAges.Age> feeds) {
        var images = page.images();
        var largest =
                images.stream()
                        .mapToInt(image -> image.plimsoll().counts().open().total())
                        .max()
                        .orElse(0);
        return new Overview(
                images.stream().map(image -> row(image, largest)).toList(),
                choices(page, request),
                request.text(),
                page.matching(),
                images.stream().map(ImageDocument::timestamp).max(Instant::compareTo).orElse(null),
                page.next().isEmpty()
                        ? null
                        : url(request.show(), request.text(), Request.write(page.next())),
                List.copyOf(refusals),
                List.copyOf(feeds));
    }

    /**
     * @param largest the total that fills the whole bar
     */
    static Row row(ImageDocument document, int largest) {
        var image = document.plimsoll().image();
        var counts = document.plimsoll().counts();
        var open = Tally.of(counts.open());
        return new Row(
                image.id(),
                document.resource().name(),
                image.platform(),
                image.head(),
                Status.of(document),
                open,
                Bar.of(open, largest),
                counts.accepted().total(),
                counts.fixable(),
                document.timestamp());
    }

    private static List<Choice> choices(ImageList.Page page, Request request) {
        var choices = new ArrayList<Choice>();
        var inRegistry =
                page.byStatus().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("deleted"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        choices.add(choice("all", null, inRegistry, request));
        choices.add(choice("high or critical", "serious", page.serious(), request));
        for (var status : STATUSES) {
            var count = page.byStatus().getOrDefault(status, 0L);
            if (count > 0 || status.equals(request.show())) {
                choices.add(choice(status, status, count, request));
            }
        }
        return List.copyOf(choices);
    }

    private static Choice choice(String title, @Nullable String show, long count, Request request) {
        return new Choice(
                title,
                count,
                url(show, request.text(), null),
                Objects.equals(show, request.show()));
    }

    private static String url(@Nullable String show, String text, @Nullable String after) {
        var url = UriComponentsBuilder.fromPath("/");
        if (show != null) {
            url.queryParam("show", "{show}");
        }
        if (!text.isEmpty()) {
            url.queryParam("text", "{text}");
        }
        if (after != null) {
            url.queryParam("after", "{after}");
        }
        var values = new HashMap<String, String>();
        values.put("show", show == null ? "" : show);
        values.put("text", text);
        values.put("after", after == null ? "" : after);
        return url.encode().buildAndExpand(values).toUriString();
    }
}
