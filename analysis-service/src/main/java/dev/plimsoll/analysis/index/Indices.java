package dev.plimsoll.analysis.index;

import java.util.List;

/**
 * The names of the indices.
 *
 * @param prefix put before each name; may be empty
 */
record Indices(String prefix) {

    /** An index with the mapping it needs, {@code mapping} naming a resource of this package. */
    record Index(String name, String mapping) {}

    /** Where Kibana's Findings page looks for findings of other products than Elastic's own. */
    static final String FINDINGS_PAGE_ALIAS = "security_solution-plimsoll.vulnerability_latest";

    String findings() {
        return prefix + "findings";
    }

    String findingHistory() {
        return prefix + "finding-history";
    }

    String images() {
        return prefix + "images";
    }

    String imageHistory() {
        return prefix + "image-history";
    }

    String scanRuns() {
        return prefix + "scan-runs";
    }

    String decisions() {
        return prefix + "decisions";
    }

    List<Index> all() {
        return List.of(
                new Index(findings(), "finding.json"),
                new Index(findingHistory(), "finding.json"),
                new Index(images(), "image.json"),
                new Index(imageHistory(), "image.json"),
                new Index(scanRuns(), "scan-run.json"),
                new Index(decisions(), "decision.json"));
    }
}
