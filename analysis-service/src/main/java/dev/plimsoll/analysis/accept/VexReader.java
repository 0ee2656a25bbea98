package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads VEX documents. Every statement becomes an event, active or refused with every reason; what
 * is wrong with a text is never an exception. See the package for what the words mean.
 */
public final class VexReader {

    private static final int DEEPEST = 32;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(100)
                                                    .maxNameLength(1_000)
                                                    .maxStringLength(100_000)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private VexReader() {}

    /** The image that a document lies beside in its registry. */
    public record Subject(String registry, String repository, String digest) {

        String glob() {
            return "%s/%s@%s".formatted(registry, repository, digest);
        }
    }

    /**
     * Where a document comes from.
     *
     * @param origin as people know it, for messages
     * @param by who brought it
     * @param subject null for a document that has to name its images itself
     */
    record Source(String origin, String by, Instant now, @Nullable Subject subject) {}

    /**
     * Reads a document as a file holds it: its statements have to name their images.
     *
     * @param origin the file as people know it, for messages
     * @param by who brought it
     */
    public static List<VexStated> file(String json, String origin, String by, Instant now) {
        return read(json, new Source(origin, by, now, null));
    }

    /**
     * Reads the predicate of an attestation. It speaks of the image it is attached to, and of no
     * other: statements about others are refused.
     *
     * @param origin where it was found, for messages
     * @param by who signed it, as far as known
     */
    public static List<VexStated> predicate(
            String json, Subject subject, String origin, String by, Instant now) {
        return read(json, new Source(origin, by, now, subject));
    }

    /** Rules are a list, a VEX document is an object. */
    static boolean isVex(String text) {
        return text.stripLeading().startsWith("{");
    }

    private static List<VexStated> read(String json, Source source) {
        if (json.length() > RuleText.LARGEST) {
            return List.of(
                    unreadable(source, "is larger than %d characters".formatted(RuleText.LARGEST)));
        }
        JsonNode document;
        try {
            document = JSON.readTree(json);
        } catch (JacksonException e) {
            var location = e.getLocation();
            int line = location == null ? 0 : Math.max(0, location.getLineNr());
            return List.of(
                    unreadable(
                            source,
                            RuleProblem.at(
                                    line,
                                    "",
                                    "is not valid JSON: " + Words.quoted(e.getOriginalMessage()))));
        }
        if (OpenVex.isContext(document.get("@context"))) {
            return OpenVex.read(document, source);
        }
        if (document.get("bomFormat") instanceof JsonNode format
                && "CycloneDX".equals(format.asString(""))) {
            return CycloneDx.read(document, source);
        }
        return List.of(unreadable(source, "is neither OpenVEX nor CycloneDX"));
    }

    /** A document that cannot be read at all. */
    static VexStated unreadable(Source source, String why) {
        return unreadable(source, new RuleProblem(null, null, why));
    }

    private static VexStated unreadable(Source source, RuleProblem problem) {
        return new VexStated(
                "vex:file:" + source.origin(),
                RuleState.REFUSED,
                List.of(),
                List.of(),
                List.of(),
                VexStatus.UNDER_INVESTIGATION,
                null,
                null,
                "",
                source.now(),
                new RuleProblem(problem.line(), null, problem.what()).in(source.origin(), null),
                source.by(),
                source.origin(),
                source.now());
    }
}
