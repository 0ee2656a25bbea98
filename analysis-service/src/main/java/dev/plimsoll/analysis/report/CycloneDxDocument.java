package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link OpenVexDocument} in <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX
 * 1.6</a>: the image, the packages that findings are in, and an analysis for each finding.
 */
record CycloneDxDocument(
        String bomFormat,
        String specVersion,
        String serialNumber,
        int version,
        Metadata metadata,
        List<Component> components,
        List<Vulnerability> vulnerabilities) {

    record Metadata(String timestamp, Tools tools, Component component) {}

    record Tools(List<Component> components) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Component(
            String type,
            @JsonProperty("bom-ref") @Nullable String ref,
            String name,
            @Nullable String version,
            @Nullable String purl) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Vulnerability(
            String id, List<Reference> references, Analysis analysis, List<Affected> affects) {}

    record Reference(String id, Source source) {}

    record Source(String name) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Analysis(
            String state,
            @Nullable String justification,
            List<String> response,
            String detail,
            String lastUpdated) {}

    record Affected(String ref) {}

    /** Of OpenVEX's words, which say a little more, the nearest of CycloneDX's. */
    private static final Map<String, String> JUSTIFICATIONS =
            Map.of(
                    "component_not_present", "requires_dependency",
                    "vulnerable_code_not_present", "code_not_present",
                    "vulnerable_code_not_in_execute_path", "code_not_reachable",
                    "vulnerable_code_cannot_be_controlled_by_adversary", "requires_environment",
                    "inline_mitigations_already_exist", "protected_by_mitigating_control");

    /**
     * @param findings the present ones
     */
    static CycloneDxDocument of(ImageDocument document, List<FindingDocument> findings) {
        var image = document.plimsoll().image();
        var components = new LinkedHashMap<String, Component>();
        for (var finding : findings) {
            for (var purl : finding.plimsoll().component().purls()) {
                components.putIfAbsent(purl, component(purl, finding));
            }
        }
        var at = document.timestamp().toString();
        return new CycloneDxDocument(
                "CycloneDX",
                "1.6",
                "urn:uuid:" + VexProduct.uuid(document),
                1,
                new Metadata(
                        at,
                        new Tools(
                                List.of(
                                        new Component(
                                                "application", null, "Plimsoll", null, null))),
                        new Component(
                                "container",
                                "image",
                                image.registry() + "/" + image.repository(),
                                image.digest(),
                                VexProduct.purl(image))),
                List.copyOf(components.values()),
                findings.stream().map(finding -> vulnerability(finding, at)).toList());
    }

    private static Component component(String purl, FindingDocument finding) {
        int version = purl.indexOf('@');
        var name = version < 0 ? purl : purl.substring(0, version);
        return new Component(
                "library",
                purl,
                name.substring(name.lastIndexOf('/') + 1),
                finding.component().version(),
                purl);
    }

    private static Vulnerability vulnerability(FindingDocument finding, String at) {
        var own = finding.plimsoll();
        var purls = own.component().purls();
        return new Vulnerability(
                finding.vulnerability().id(),
                own.vulnerability().aliases().stream()
                        .filter(alias -> !alias.equals(finding.vulnerability().id()))
                        .map(alias -> new Reference(alias, new Source(publisher(alias))))
                        .toList(),
                analysis(finding, at),
                purls.isEmpty()
                        ? List.of(new Affected("image"))
                        : purls.stream().map(Affected::new).toList());
    }

    private static Analysis analysis(FindingDocument finding, String at) {
        var decision = finding.plimsoll().decision();
        var justification = decision.justification();
        return switch (OpenVexDocument.status(decision.state())) {
            case "not_affected" ->
                    new Analysis(
                            "not_affected",
                            justification == null ? null : JUSTIFICATIONS.get(justification),
                            List.of(),
                            VexProduct.impact(finding),
                            at);
            case "under_investigation" ->
                    new Analysis(
                            "in_triage",
                            null,
                            List.of(),
                            "The distribution has not found out yet whether it is affected.",
                            at);
            default ->
                    new Analysis(
                            "exploitable", null, response(finding), VexProduct.action(finding), at);
        };
    }

    private static List<String> response(FindingDocument finding) {
        if (finding.component().fixedVersion() != null) {
            return List.of("update");
        }
        return finding.plimsoll().decision().state().equals("accepted")
                ? List.of("will_not_fix")
                : List.of();
    }

    private static String publisher(String id) {
        return id.startsWith("CVE-") ? "NVD" : id.startsWith("GHSA-") ? "GitHub" : "OSV";
    }
}
