package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.Words;
import dev.plimsoll.analysis.match.Explanation;
import dev.plimsoll.analysis.track.Explanations.Answer;
import dev.plimsoll.event.Finding;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a vulnerability is a finding of an image, or why not.
 *
 * @param notHere why it cannot be told; null if it can
 * @param answers for each package that it concerns, or one on the whole
 */
record Explained(
        String image,
        String name,
        String vulnerability,
        @Nullable String notHere,
        List<One> answers) {

    /** What advisories are called; whatever else somebody types is not worth a look. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

    /**
     * One answer.
     *
     * @param kind for programs, for example "not-affected"
     * @param sentence the same for people
     * @param decision what was decided of the finding; null where it is none
     */
    record One(
            String kind,
            String sentence,
            String vulnerability,
            @Nullable String ecosystem,
            @JsonProperty("package") @Nullable String component,
            @Nullable String version,
            List<String> packages,
            @Nullable String decision,
            @Nullable String rule,
            @Nullable String reason,
            @Nullable Instant until,
            List<String> evidence) {}

    /**
     * @throws IllegalArgumentException if it cannot be the name of a vulnerability
     */
    static String vulnerability(String asked) {
        var name = asked.strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "that is no name of a vulnerability; write one like CVE-2024-3094");
        }
        return name;
    }

    static Explained of(ImageDocument image, String vulnerability, Answer answer) {
        var id = image.plimsoll().image().id();
        var name = image.resource().name();
        return switch (answer) {
            case Answer.NotHere(var why) -> new Explained(id, name, vulnerability, why, List.of());
            case Answer.Explained(var answers) ->
                    new Explained(
                            id,
                            name,
                            vulnerability,
                            null,
                            answers.stream()
                                    .map(one -> one(one.explanation(), one.finding()))
                                    .toList());
        };
    }

    private static One one(Explanation explanation, @Nullable Finding finding) {
        return new One(
                Words.word(explanation.kind()),
                sentence(explanation.kind(), finding),
                explanation.vulnerability(),
                explanation.ecosystem(),
                explanation.packageName(),
                explanation.version(),
                explanation.packages(),
                finding == null ? null : Words.word(finding.getDecision()),
                finding == null ? null : finding.getRule(),
                finding == null ? null : finding.getDecisionReason(),
                finding == null ? null : finding.getAcceptedUntil(),
                finding == null ? explanation.evidence() : finding.getEvidence());
    }

    private static String sentence(Explanation.Kind kind, @Nullable Finding finding) {
        return switch (kind) {
            case FINDING -> finding == null ? "It is a finding." : decided(finding);
            case NEGLIGIBLE -> "Set aside: the distribution sees no security impact in it.";
            case HEADER_PACKAGE ->
                    "Set aside: only headers of the vulnerable kernel are installed.";
            case UNDETERMINED ->
                    "Set aside: the distribution has not found out yet whether it is affected.";
            case THIRD_PARTY ->
                    "Set aside: the package is of another publisher than the advisory is for.";
            case NOT_AFFECTED -> "No finding: the installed version is not affected.";
            case FIXED -> "No finding: the installed version has the fix.";
            case NOT_APPLICABLE ->
                    "No finding: the advisory is for another module stream or architecture.";
            case OTHER_RELEASE ->
                    "No finding: the advisory names the package in other releases only.";
            case WITHDRAWN -> "No finding: the advisory was withdrawn.";
            case COVERED ->
                    "No finding of its own: the package of the operating system that brings the files is held against the advisories in its stead.";
            case NO_SUCH_COMPONENT -> "No finding: nothing it speaks of is installed.";
            case NOT_MATCHED ->
                    "Not known: what it speaks of could not be held against advisories here.";
            case ADVISORY_UNKNOWN -> "Not known: no advisory that was loaded speaks of it.";
        };
    }

    private static String decided(Finding finding) {
        return switch (finding.getDecision()) {
            case OPEN -> "It is an open finding.";
            case ACCEPTED ->
                    "It is a finding, accepted by rule '%s' until %s."
                            .formatted(finding.getRule(), Times.day(finding.getAcceptedUntil()));
            case NOT_AFFECTED -> "It is listed as not affected.";
            case NOT_APPLICABLE -> "It is listed, and set aside: it does not apply here.";
            case NEGLIGIBLE -> "It is listed, and set aside as negligible.";
            case UNDETERMINED -> "It is listed, and set aside as undetermined.";
        };
    }
}
