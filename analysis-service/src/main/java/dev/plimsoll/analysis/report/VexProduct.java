package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The words of VEX that OpenVEX and CycloneDX documents of an image share. */
final class VexProduct {

    private VexProduct() {}

    /** {@code pkg:oci/web@sha256%3A…?repository_url=registry.example.com%2Fteam%2Fweb}. */
    static String purl(ImageDocument.Image image) {
        var name = image.repository().substring(image.repository().lastIndexOf('/') + 1);
        return "pkg:oci/%s@%s?repository_url=%s%s"
                .formatted(
                        encoded(name.toLowerCase(Locale.ROOT)),
                        encoded(image.digest()),
                        encoded(image.registry() + "/" + image.repository()),
                        image.tag() == null ? "" : "&tag=" + encoded(image.tag()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The assessment's id, 32 hexadecimal digits, as a UUID: same state, same document. */
    static String uuid(ImageDocument document) {
        var id = document.plimsoll().assessment().id();
        return id.matches("[0-9a-f]{32}")
                ? id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** What is being done about a finding that is open or lived with. */
    static String action(FindingDocument finding) {
        var decision = finding.plimsoll().decision();
        return switch (decision.state()) {
            case "accepted" ->
                    "Accepted by %s until %s (rule %s): %s"
                            .formatted(
                                    known(decision.owner()),
                                    known(decision.until()),
                                    known(decision.rule()),
                                    known(decision.reason()));
            case "negligible" -> "None: the distribution sees no security impact.";
            default ->
                    finding.component().fixedVersion() == null
                            ? "None so far: %s.".formatted(finding.plimsoll().finding().fixState())
                            : "Update %s to %s."
                                    .formatted(
                                            finding.component().name(),
                                            finding.component().fixedVersion());
        };
    }

    /** Why a finding does not matter in this image, where somebody or the analysis says so. */
    static String impact(FindingDocument finding) {
        var reason = finding.plimsoll().decision().reason();
        return reason == null ? "It cannot matter here by its kind." : reason;
    }

    private static String known(@Nullable Object value) {
        return value == null ? "not known" : value.toString();
    }
}
