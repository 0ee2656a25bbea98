package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be done about the findings of an image.
 *
 * @param removes what it would remove of the open and accepted findings; null where the data does
 *     not tell
 * @param explanation how that was computed, or why it is not known
 * @param caveats what to consider first
 */
record Option(
        String id,
        String title,
        @Nullable Tally removes,
        String explanation,
        List<String> caveats) {

    /**
     * @param carried the findings that are open or accepted
     * @param baseImage null if none is known
     */
    static List<Option> of(List<FindingDocument> carried, @Nullable String baseImage) {
        return List.of(
                rebuild(carried),
                newerBase(carried, baseImage),
                withoutBuildTools(carried),
                otherBase(),
                await(carried),
                accept(carried));
    }

    private static Option rebuild(List<FindingDocument> carried) {
        var fixable = matching(carried, finding -> fix(finding).equals("fixed"));
        return new Option(
                "rebuild",
                "Rebuild with the updates that are out",
                Tally.of(fixable),
                "%d of %d have a fixed version.".formatted(fixable.size(), carried.size()),
                List.of("Needs the build to update packages, not only to copy them."));
    }

    private static Option newerBase(List<FindingDocument> carried, @Nullable String baseImage) {
        var inherited = matching(carried, finding -> layer(finding).equals("base"));
        if (baseImage == null && inherited.isEmpty()) {
            return new Option(
                    "newer-base",
                    "Rebuild on a newer base image",
                    null,
                    "Not known: the base is not among the images that were scanned.",
                    List.of());
        }
        var fixable = matching(inherited, finding -> fix(finding).equals("fixed"));
        return new Option(
                "newer-base",
                "Rebuild on a newer base image",
                Tally.of(fixable),
                "%d come from the base image; %d of them have a fixed version that a newer base can carry."
                        .formatted(inherited.size(), fixable.size()),
                List.of("Whether the newest base carries these versions already is not known."));
    }

    private static Option withoutBuildTools(List<FindingDocument> carried) {
        var caveats = List.of("Takes a second build stage.");
        if (!carried.isEmpty()
                && carried.stream().allMatch(finding -> role(finding).equals("unknown"))) {
            return new Option(
                    "multi-stage",
                    "Leave build tools out: multi-stage build",
                    null,
                    "Not known: the roles of the packages are not known.",
                    caveats);
        }
        var tools = matching(carried, finding -> role(finding).equals("build-tool"));
        return new Option(
                "multi-stage",
                "Leave build tools out: multi-stage build",
                Tally.of(tools),
                tools.isEmpty()
                        ? "No finding is in a build tool."
                        : "In %s."
                                .formatted(
                                        String.join(
                                                ", ",
                                                tools.stream()
                                                        .map(tool -> tool.component().name())
                                                        .distinct()
                                                        .sorted()
                                                        .toList())),
                caveats);
    }

    private static Option otherBase() {
        return new Option(
                "other-base",
                "Another base: slim, distroless, Alpine",
                null,
                "Not known: no comparable image was scanned.",
                List.of(
                        "Distroless has no shell: debugging needs other means.",
                        "Alpine has another C library (musl): test what is compiled."));
    }

    private static Option await(List<FindingDocument> carried) {
        var waiting = matching(carried, finding -> fix(finding).equals("not-fixed"));
        var oldest =
                waiting.stream()
                        .map(finding -> finding.plimsoll().finding().firstSeen())
                        .min(Comparator.naturalOrder());
        return new Option(
                "wait",
                "Wait for upstream",
                Tally.of(waiting),
                "%d have no fix yet%s."
                        .formatted(
                                waiting.size(),
                                oldest.map(
                                                (Instant since) ->
                                                        ", the oldest seen here since "
                                                                + Times.day(since))
                                        .orElse("")),
                List.of("Removed only once fixes are published and the image is rebuilt."));
    }

    private static Option accept(List<FindingDocument> carried) {
        var accepted =
                matching(
                        carried,
                        finding -> finding.plimsoll().decision().state().equals("accepted"));
        return new Option(
                "accept",
                "Accept the risk, for a while",
                Tally.NONE,
                "%d of %d are accepted now; that explains them and removes none."
                        .formatted(accepted.size(), carried.size()),
                List.of("Needs a rule with reason, owner and end."));
    }

    private static List<FindingDocument> matching(
            List<FindingDocument> findings, Predicate<FindingDocument> condition) {
        return findings.stream().filter(condition).toList();
    }

    private static String fix(FindingDocument finding) {
        return finding.plimsoll().finding().fixState();
    }

    private static String layer(FindingDocument finding) {
        return finding.plimsoll().finding().layer();
    }

    private static String role(FindingDocument finding) {
        return finding.plimsoll().finding().role();
    }
}
