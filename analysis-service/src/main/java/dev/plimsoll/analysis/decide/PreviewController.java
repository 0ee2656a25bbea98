package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.analysis.accept.RuleRefusedException;
import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.index.CurrentFindings;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageList;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /rules/preview}: what changed rules would do, before they do. Writes nothing.
 *
 * <p>The body says what is changed:
 *
 * <ul>
 *   <li>{@code rules}: a list of rules. Each takes the place of the rule of its id, or is new; all
 *       other rules stay.
 *   <li>{@code remove}: a list of ids. They are gone.
 *   <li>{@code files}: contents of rule files by their names, a whole folder. They take the place
 *       of every rule that is kept in a file; rules of the API stay.
 * </ul>
 */
@RestController
class PreviewController {

    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int MOST_LISTED = 1_000;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Set<String> FIELDS = Set.of("rules", "remove", "files");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final LiveRules rules;
    private final RuleReader reader;
    private final CurrentFindings findings;
    private final ImageList images;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    PreviewController(
            LiveRules rules, RuleReader reader, CurrentFindings findings, ImageList images) {
        this.rules = rules;
        this.reader = reader;
        this.findings = findings;
        this.images = images;
    }

    /** Rules as they would stand, and what is wrong with those that cannot. */
    private record Changed(Map<String, SpecificRecord> rules, List<String> problems) {}

    @PostMapping(path = "/rules/preview", produces = MediaType.APPLICATION_JSON_VALUE)
    Object preview(
            @RequestParam(defaultValue = "200") int list,
            @AuthenticationPrincipal Account account,
            HttpServletRequest request)
            throws IOException {
        if (list < 0 || list > MOST_LISTED) {
            throw Problem.bad("list", "Of each group 0 to %d are listed.".formatted(MOST_LISTED));
        }
        var asked = body(Body.of(request, LARGEST));
        if (!turns.tryAcquire()) {
            return Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "busy",
                            "Busy",
                            "%d previews are being made. Ask again in a moment.".formatted(AT_ONCE))
                    .answer();
        }
        try {
            rules.catchUp(PATIENCE);
            var now = Instant.now();
            var held = rules.everything();
            var changed = changed(asked, held, account, now);
            return told(
                    new Preview(Preview.standing(held), changed.rules(), now, list)
                            .of(this::presentFindings),
                    changed.problems());
        } finally {
            turns.release();
        }
    }

    private static Preview.Told told(Preview.Told told, List<String> problems) {
        var all = new ArrayList<>(problems);
        all.addAll(told.problems());
        return new Preview.Told(
                told.judgedAt(),
                told.judged(),
                List.copyOf(all),
                told.rules(),
                told.opened(),
                told.accepted(),
                told.notAffected(),
                told.changed());
    }

    private void presentFindings(Consumer<FindingDocument> receiver) {
        var deleted = new HashSet<String>();
        images.each(
                new ImageList.Filter("deleted", false, false, ""),
                image -> deleted.add(image.plimsoll().image().key()));
        findings.each(
                finding -> {
                    if (!deleted.contains(finding.plimsoll().image().key())) {
                        receiver.accept(finding);
                    }
                });
    }

    private static JsonNode body(String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JacksonException e) {
            throw Problem.bad("", "The body is not valid JSON: " + e.getOriginalMessage());
        }
        if (!body.isObject() || body.isEmpty()) {
            throw Problem.bad("", "Send an object with rules, remove or files.");
        }
        for (var name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw Problem.bad(
                        Account.cleaned(name), "There is no such field: rules, remove or files.");
            }
        }
        return body;
    }

    private Changed changed(
            JsonNode asked, Map<String, Held<SpecificRecord>> held, Account account, Instant now)
            throws IOException {
        var then = new HashMap<>(Preview.standing(held));
        var problems = new ArrayList<String>();
        if (asked.has("files")) {
            then.values().removeIf(event -> Entry.by(event).equals(Actor.FILE));
            then.putAll(FolderChanges.of(folder(asked.get("files"), now), held, now).wanted());
        }
        for (var id : elements(asked, "remove")) {
            if (then.remove(id.asString("")) == null) {
                throw Problem.bad(
                        "remove",
                        "There is no rule '%s'.".formatted(Account.cleaned(id.asString(""))));
            }
        }
        int number = 0;
        for (var rule : elements(asked, "rules")) {
            number++;
            var id = rule.path("id").asString("");
            if (id.isEmpty()) {
                throw Problem.bad("rules", "Rule %d has no id.".formatted(number));
            }
            try {
                then.put(
                        id,
                        reader.rule(
                                id, JSON.writeValueAsString(rule), account.name(), "preview", now));
            } catch (RuleRefusedException e) {
                // A refused rule accepts nothing: what it accepted until now would open.
                then.remove(id);
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new Changed(then, problems);
    }

    private static Iterable<JsonNode> elements(JsonNode asked, String field) {
        var list = asked.path(field);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw Problem.bad(field, "Send a list.");
        }
        return list.values();
    }

    /** Read as the configured folder is read: by the same code, from a folder. */
    private Map<String, ? extends SpecificRecord> folder(JsonNode files, Instant now)
            throws IOException {
        if (!files.isObject()) {
            throw Problem.bad("files", "Send an object: contents by file names.");
        }
        var contents = new LinkedHashMap<String, String>();
        for (var file : files.properties()) {
            if (!FILE.matcher(file.getKey()).matches() || !file.getValue().isString()) {
                throw Problem.bad(
                        "files",
                        "'%s' is no name of a file with a text: letters, digits, '.', '_', '-'."
                                .formatted(Account.cleaned(file.getKey())));
            }
            contents.put(file.getKey(), file.getValue().asString());
        }
        var folder = Files.createTempDirectory("plimsoll-preview");
        try {
            for (var file : contents.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return reader.folder(folder, now);
        } finally {
            for (var name : contents.keySet()) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }
}
