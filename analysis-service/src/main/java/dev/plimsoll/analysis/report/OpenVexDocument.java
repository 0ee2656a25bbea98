package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known and decided of the findings of an image, as <a
 * href="https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md">OpenVEX 0.2.0</a>.
 *
 * <p>Open and accepted findings are {@code affected}, the latter with the acceptance as the action;
 * what a distribution has not found out yet is {@code under_investigation}; what a statement or the
 * kind of the package rules out is {@code not_affected}.
 */
@JsonPropertyOrder({"@context", "@id"})
record OpenVexDocument(
        @JsonProperty("@context") String context,
        @JsonProperty("@id") String id,
        String author,
        String timestamp,
        int version,
        String tooling,
        List<Statement> statements) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Statement(
            Vulnerability vulnerability,
            String timestamp,
            List<Product> products,
            String status,
            @Nullable String justification,
            @JsonProperty("impact_statement") @Nullable String impactStatement,
            @JsonProperty("action_statement") @Nullable String actionStatement,
            @JsonProperty("status_notes") @Nullable String statusNotes) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Vulnerability(String name, List<String> aliases) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Product(@JsonProperty("@id") String id, List<Subcomponent> subcomponents) {}

    record Subcomponent(@JsonProperty("@id") String id) {}

    /**
     * @param findings the present ones
     */
    static OpenVexDocument of(ImageDocument image, List<FindingDocument> findings) {
        var product = VexProduct.purl(image.plimsoll().image());
        var at = image.timestamp();
        return new OpenVexDocument(
                "https://openvex.dev/ns/v0.2.0",
                "urn:uuid:" + VexProduct.uuid(image),
                "Plimsoll",
                at.toString(),
                1,
                "Plimsoll",
                findings.stream().map(finding -> statement(product, finding, at)).toList());
    }

    private static Statement statement(String product, FindingDocument finding, Instant at) {
        var own = finding.plimsoll();
        var parts = own.component().purls().stream().map(Subcomponent::new).toList();
        var status = status(own.decision().state());
        boolean out = status.equals("not_affected");
        return new Statement(
                new Vulnerability(
                        finding.vulnerability().id(),
                        Stream.of(own.vulnerability().aliases())
                                .flatMap(List::stream)
                                .filter(alias -> !alias.equals(finding.vulnerability().id()))
                                .toList()),
                at.toString(),
                List.of(new Product(product, parts)),
                status,
                out ? own.decision().justification() : null,
                out ? VexProduct.impact(finding) : null,
                status.equals("affected") ? VexProduct.action(finding) : null,
                status.equals("under_investigation")
                        ? "The distribution has not found out yet whether it is affected."
                        : null);
    }

    static String status(String decision) {
        return switch (decision) {
            case "undetermined" -> "under_investigation";
            case "not-affected", "not-applicable" -> "not_affected";
            default -> "affected";
        };
    }
}
