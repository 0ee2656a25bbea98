package dev.plimsoll.analysis.accept;

import dev.plimsoll.analysis.accept.Yaml.Mapping;
import dev.plimsoll.analysis.posture.Posture;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule, checked field by field. Everything that is wrong with it is noted, not only the first.
 */
final class RuleEntry {

    private static final Set<String> FIELDS =
            Set.of(
                    "id", "accept", "never", "while", "when", "reason", "owner", "ticket",
                    "decided", "review", "until");
    private static final Set<String> SCOPE_FIELDS =
            Set.of(
                    "images",
                    "layer",
                    "role",
                    "severity",
                    "fix",
                    "packages",
                    "vulnerabilities",
                    "kev",
                    "checks");
    private static final Set<String> GUARD_FIELDS = Set.of("kev", "epss-below", "fix-available");

    /** What a rule's id may be: it is written in addresses and is a key of the log. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

    /** Of everything a rule names: a rule has to fit into one message, and into somebody's head. */
    private static final int LONGEST_SCOPE = 100_000;

    private final @Nullable String sentAs;
    private final Instant now;
    private final Duration longest;
    private final List<RuleProblem> problems = new ArrayList<>();
    private final Fields fields;

    /**
     * @param sentAs the name under which it was sent; null if it has to tell its name itself
     */
    RuleEntry(Mapping entry, @Nullable String sentAs, Instant now, Duration longest) {
        this.sentAs = sentAs;
        this.now = now;
        this.longest = longest;
        this.fields = new Fields(entry, "", FIELDS, problems);
    }

    List<RuleProblem> problems() {
        return List.copyOf(problems);
    }

    /** The rule's name, or null if it has none that can be used. */
    @Nullable String id() {
        var own = fields.text("id", Fields.LONGEST_WORD);
        if (sentAs == null && !fields.has("id")) {
            fields.wrong("id", "is missing");
        }
        if (sentAs != null && own != null && !own.equals(sentAs)) {
            fields.wrong(
                    "id",
                    "'%s' is not the '%s' of the address".formatted(Words.quoted(own), sentAs));
        }
        var id = sentAs == null ? own : sentAs;
        if (id != null && !ID.matcher(id).matches()) {
            fields.wrong(
                    "id",
                    "'%s' is not made of letters, digits, '.', '_', '/' and '-' alone, at most 128"
                            .formatted(Words.quoted(id)));
            return null;
        }
        return id;
    }

    /** What was understood; an active rule only if no problem was noted. */
    RuleChanged toRule(String id, String by, String origin, @Nullable Integer line) {
        boolean accept = fields.has("accept");
        if (accept == fields.has("never")) {
            fields.wrong("accept", "a rule has either 'accept' or 'never', exactly one");
        }
        var scope = scope(accept ? "accept" : "never");
        var guards = guards(accept, scope);
        var when = when(scope);
        var reason = fields.required("reason", Fields.LONGEST_TEXT);
        var owner = fields.required("owner", Fields.LONGEST_WORD);
        var ticket = fields.text("ticket", Fields.LONGEST_WORD);
        var decided = decided();
        var until = end(accept, decided);
        var review = review(decided, until);
        return new RuleChanged(
                id,
                RuleState.ACTIVE,
                accept ? RuleKind.ACCEPT : RuleKind.NEVER,
                scope,
                guards,
                reason,
                owner,
                ticket,
                decided,
                review,
                until,
                null,
                by,
                origin,
                now,
                when,
                line);
    }

    private RuleScope scope(String where) {
        var node = fields.mapping(where, "must name what it speaks of, for example images");
        if (node == null) {
            return emptyScope();
        }
        int before = problems.size();
        var named = new Fields(node, where + ".", SCOPE_FIELDS, problems);
        var scope =
                new RuleScope(
                        named.texts("images"),
                        named.words("layer"),
                        named.words("role"),
                        named.words("severity"),
                        named.words("fix"),
                        named.texts("packages"),
                        named.texts("vulnerabilities"),
                        named.bool("kev"),
                        named.texts("checks"));
        checkWords(named, scope);
        if (problems.size() > before) {
            return scope;
        }
        if (scope.equals(emptyScope())) {
            fields.wrong(where, "names nothing, so it would match everything");
        } else if (!scope.getChecks().isEmpty()) {
            checkChecks(where, scope);
        } else if (where.equals("accept") && isBlanket(scope)) {
            fields.wrong(where, "is a blanket rule; name images, packages or vulnerabilities");
        }
        return scope;
    }

    private void checkWords(Fields named, RuleScope scope) {
        for (var glob : scope.getImages()) {
            try {
                ImageGlob.parse(glob);
            } catch (IllegalArgumentException e) {
                named.wrong("images", String.valueOf(e.getMessage()));
            }
        }
        refuseWildcards(named, "packages", scope.getPackages());
        refuseWildcards(named, "vulnerabilities", scope.getVulnerabilities());
        for (var check : scope.getChecks()) {
            if (!Posture.IDS.contains(check)) {
                named.wrong(
                        "checks",
                        "'%s' is none of %s%s"
                                .formatted(
                                        Words.quoted(check),
                                        String.join(", ", Posture.IDS.stream().sorted().toList()),
                                        Words.nearMiss(check, Posture.IDS)));
            }
        }
        if (length(scope) > LONGEST_SCOPE) {
            named.wrong(
                    "images", "and the rest hold more than %d characters".formatted(LONGEST_SCOPE));
        }
    }

    /** They would match nothing, and nobody would notice. */
    private static void refuseWildcards(Fields named, String field, List<String> names) {
        for (var name : names) {
            if (name.chars().anyMatch(c -> c == '*' || c == '?' || Character.isWhitespace(c))) {
                named.wrong(
                        field,
                        "'%s' is no name; patterns are for images alone"
                                .formatted(Words.quoted(name)));
            }
        }
    }

    private void checkChecks(String where, RuleScope scope) {
        var alone =
                RuleScope.newBuilder(emptyScope())
                        .setImages(scope.getImages())
                        .setChecks(scope.getChecks())
                        .build();
        if (!scope.equals(alone)) {
            fields.wrong(
                    where,
                    "names checks of images and findings; write a rule for each, checks with images alone");
        } else if (where.equals("accept") && !namesImages(scope)) {
            fields.wrong(where, "is a blanket rule; with checks, name images");
        }
    }

    /**
     * An acceptance for every image, package and vulnerability is no decision about any of them,
     * whatever else it asks for.
     */
    private static boolean isBlanket(RuleScope scope) {
        return !namesImages(scope)
                && scope.getPackages().isEmpty()
                && scope.getVulnerabilities().isEmpty();
    }

    private static boolean namesImages(RuleScope scope) {
        return !scope.getImages().isEmpty()
                && scope.getImages().stream().noneMatch(ImageGlob::isBlanket);
    }

    private RuleGuards guards(boolean accept, RuleScope scope) {
        var node = fields.mapping("while", "must be guards, for example {kev: false}");
        if (node == null) {
            return new RuleGuards(null, null, null);
        }
        if (!accept || !scope.getChecks().isEmpty()) {
            fields.wrong("while", "guards the acceptance of findings; this rule accepts none");
        }
        var named = new Fields(node, "while.", GUARD_FIELDS, problems);
        var fixAvailable = named.bool("fix-available");
        if (Boolean.TRUE.equals(fixAvailable)) {
            named.wrong(
                    "fix-available",
                    "can only be false: the acceptance holds until a fix can be installed");
        }
        return new RuleGuards(named.bool("kev"), named.probability("epss-below"), fixAvailable);
    }

    private @Nullable String when(RuleScope scope) {
        var text = fields.text("when", Fields.LONGEST_TEXT);
        if (text == null) {
            return null;
        }
        if (!scope.getChecks().isEmpty()) {
            fields.wrong("when", "is a condition on findings; this rule speaks of checks");
        }
        try {
            Condition.parse(text);
        } catch (IllegalArgumentException e) {
            fields.wrong("when", String.valueOf(e.getMessage()));
        }
        return text;
    }

    private @Nullable LocalDate decided() {
        var decided = date("decided");
        if (decided != null && decided.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
            fields.wrong("decided", "'%s' is in the future".formatted(decided));
        }
        return decided;
    }

    private @Nullable Instant end(boolean accept, @Nullable LocalDate decided) {
        if (!fields.has("until")) {
            if (accept) {
                fields.wrong("until", "is missing; no acceptance is for ever");
            }
            return null;
        }
        if (!accept && fields.has("never")) {
            fields.wrong("until", "ends an acceptance; take a 'never' rule away instead");
            return null;
        }
        var text = fields.text("until", Fields.LONGEST_WORD);
        var end = text == null ? null : instant(text);
        if (end == null) {
            return null;
        }
        var start = decided == null ? now : decided.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (end.isAfter(start.plus(longest).plus(Duration.ofDays(1)))) {
            fields.wrong(
                    "until",
                    "'%s' is more than %d days after the decision"
                            .formatted(text, longest.toDays()));
        } else if (decided != null && !end.isAfter(start)) {
            fields.wrong("until", "'%s' is before the decision of %s".formatted(text, decided));
        }
        return end;
    }

    private @Nullable LocalDate review(@Nullable LocalDate decided, @Nullable Instant until) {
        var review = date("review");
        if (review == null) {
            return null;
        }
        if (until != null && !review.atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(until)) {
            fields.wrong("review", "'%s' is after the end of the rule".formatted(review));
        } else if (decided != null && review.isBefore(decided)) {
            fields.wrong("review", "'%s' is before the decision of %s".formatted(review, decided));
        }
        return review;
    }

    /** A date holds to its end, in UTC; an instant is exact. */
    private @Nullable Instant instant(String text) {
        try {
            var end =
                    text.length() > 10
                            ? Instant.parse(text)
                            : LocalDate.parse(text)
                                    .plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant();
            return checkedYear(end.atZone(ZoneOffset.UTC).getYear(), "until", text) ? end : null;
        } catch (DateTimeParseException e) {
            fields.wrong(
                    "until",
                    "'%s' is neither a date (2026-12-31) nor an instant (2026-12-31T12:00:00Z)"
                            .formatted(Words.quoted(text)));
            return null;
        }
    }

    private @Nullable LocalDate date(String field) {
        var text = fields.text(field, Fields.LONGEST_WORD);
        if (text == null) {
            return null;
        }
        try {
            var date = LocalDate.parse(text);
            return checkedYear(date.getYear(), field, text) ? date : null;
        } catch (DateTimeParseException e) {
            fields.wrong(field, "'%s' is not a date (2026-12-31)".formatted(Words.quoted(text)));
            return null;
        }
    }

    /** Beyond, a date is a slip of the hand, and no longer four digits wherever it is written. */
    private boolean checkedYear(int year, String field, String text) {
        if (year >= 1970 && year <= 9999) {
            return true;
        }
        fields.wrong(field, "'%s' is not in the years 1970 to 9999".formatted(Words.quoted(text)));
        return false;
    }

    private static int length(RuleScope scope) {
        return List.of(
                        scope.getImages(),
                        scope.getPackages(),
                        scope.getVulnerabilities(),
                        scope.getChecks())
                .stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .sum();
    }

    static RuleScope emptyScope() {
        return new RuleScope(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null,
                List.of());
    }
}
