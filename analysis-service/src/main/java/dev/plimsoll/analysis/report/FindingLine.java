package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A present finding in {@code /findings.ndjson}.
 *
 * @param repository without the host
 * @param component the source package, which advisories speak of
 * @param packages the installed (binary) packages
 * @param paths of language packages
 * @param fixStateSince since when the fix is where it is
 * @param clearedBy the options that take it out
 */
record FindingLine(
        String registry,
        String repository,
        @Nullable String tag,
        String digest,
        String platform,
        String vulnerability,
        List<String> aliases,
        @JsonProperty("package") String component,
        String version,
        List<String> packages,
        List<String> purls,
        List<String> paths,
        @Nullable String fixedVersion,
        String severity,
        String severitySource,
        String layer,
        String role,
        String fixState,
        @Nullable Instant fixStateSince,
        @Nullable List<String> clearedBy,
        String decision,
        @Nullable String rule) {

    static FindingLine of(FindingDocument finding) {
        var own = finding.plimsoll();
        return new FindingLine(
                own.image().registry(),
                own.image().repository(),
                own.image().tag(),
                own.image().digest(),
                own.image().platform(),
                finding.vulnerability().id(),
                own.vulnerability().aliases(),
                finding.component().name(),
                finding.component().version(),
                own.component().packages(),
                own.component().purls(),
                KnownIssues.paths(own.component()),
                finding.component().fixedVersion(),
                own.vulnerability().severity(),
                own.vulnerability().severitySource(),
                own.finding().layer(),
                own.finding().role(),
                own.finding().fixState(),
                own.finding().fixStateSince(),
                own.finding().clearedBy(),
                own.decision().state(),
                own.decision().rule());
    }
}
