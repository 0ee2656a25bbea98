package dev.plimsoll.launcher;

import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.SeverityCounts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The end of the quick start: what came of it, and where to look. */
record Story(Console console, Watch watch, Ports ports, Secrets secrets) {

    /** Findings of an alert that are shown; the page has them all. */
    private static final int LISTED = 5;

    /** Characters of a summary. */
    private static final int LONGEST = 100;

    void tell(
            List<JsonNode> findings,
            List<JsonNode> newAlerts,
            List<JsonNode> allAlerts,
            String elasticsearchPasswordFile) {
        tellImages();
        tellAcceptances(findings);
        tellRefusals();
        tellAlerts(newAlerts, allAlerts);
        tellAddresses(elasticsearchPasswordFile);
    }

    private void tellImages() {
        console.title("What was scanned");
        console.line(
                "  %-34s %-12s %5s %5s %5s %5s %6s  %8s  %9s"
                        .formatted(
                                "image",
                                "status",
                                "crit",
                                "high",
                                "med",
                                "low",
                                "other",
                                "accepted",
                                "set aside"));
        for (var image : watch.images()) {
            var open = image.getOpen();
            console.line(
                    "  %-34s %-12s %5d %5d %5d %5d %6d  %8d  %9d%s"
                            .formatted(
                                    Watch.label(image),
                                    word(image.getStatus()),
                                    open.getCritical(),
                                    open.getHigh(),
                                    open.getMedium(),
                                    open.getLow(),
                                    open.getNegligible() + open.getUnknown(),
                                    accepted(image),
                                    image.getSetAside(),
                                    why(image)));
        }
        console.line(
                "  (open findings by severity, other: nobody rated them; set aside: negligible, or cannot matter here, such as kernel headers)");
    }

    private static String why(ImageAssessed image) {
        return image.getReason() == null
                ? ""
                : "  " + image.getReason() + ": " + image.getMessage();
    }

    static int accepted(ImageAssessed image) {
        return total(image.getAccepted());
    }

    static int total(SeverityCounts counts) {
        return counts.getCritical()
                + counts.getHigh()
                + counts.getMedium()
                + counts.getLow()
                + counts.getNegligible()
                + counts.getUnknown();
    }

    private void tellAcceptances(List<JsonNode> findings) {
        console.title("What was accepted, and why");
        var byRule = new TreeMap<String, List<JsonNode>>();
        findings.stream()
                .filter(
                        finding ->
                                finding.path("decision").asString("").equalsIgnoreCase("accepted"))
                .collect(Collectors.groupingBy(finding -> finding.path("rule").asString("?")))
                .forEach(byRule::put);
        if (byRule.isEmpty()) {
            console.line("  nothing");
        }
        for (var entry : byRule.entrySet()) {
            var rule = watch.rule(entry.getKey());
            console.line(
                    "  rule %s: %d findings".formatted(entry.getKey(), entry.getValue().size()));
            rule.ifPresent(
                    found -> {
                        console.line("    reason: " + found.getReason());
                        console.line("    owner:  " + found.getOwner());
                        console.line("    until:  " + until(found));
                    });
            entry.getValue().stream()
                    .limit(5)
                    .forEach(
                            finding ->
                                    console.line(
                                            "    %s in %s %s of %s:%s"
                                                    .formatted(
                                                            finding.path("vulnerability")
                                                                    .asString(""),
                                                            finding.path("package").asString(""),
                                                            finding.path("version").asString(""),
                                                            finding.path("repository").asString(""),
                                                            finding.path("tag").asString(""))));
        }
    }

    private static String until(RuleChanged rule) {
        var until = rule.getUntil();
        return until == null
                ? "no end"
                : LocalDate.ofInstant(until, ZoneOffset.UTC) + ", then open again";
    }

    private void tellRefusals() {
        watch.rules().stream()
                .filter(rule -> rule.getState() == RuleState.REFUSED)
                .forEach(rule -> console.line("  refused: " + rule.getRefusal()));
    }

    private void tellAlerts(List<JsonNode> fresh, List<JsonNode> all) {
        console.title("Who was alerted");
        var alerts = ofType(fresh, "image.alert");
        var summaries = ofType(fresh, "image.baseline");
        if (!summaries.isEmpty()) {
            console.line(
                    "  %d first scans: a silent baseline each, one summary instead of an alert for every finding"
                            .formatted(summaries.size()));
        }
        if (alerts.isEmpty()) {
            var earlier = ofType(all, "image.alert");
            console.line(
                    earlier.isEmpty()
                            ? "  no alert: nothing new and serious came on board"
                            : "  no new alert; the last one, of an earlier start, was:");
            earlier.stream().skip(Math.max(0, earlier.size() - 1)).forEach(this::tellAlert);
            return;
        }
        console.line(
                "  %d signed %s received:"
                        .formatted(alerts.size(), alerts.size() == 1 ? "alert" : "alerts"));
        alerts.stream().limit(3).forEach(this::tellAlert);
    }

    private void tellAlert(JsonNode alert) {
        var data = alert.path("data");
        console.line("    %s".formatted(data.path("title").asString("")));
        console.line("    cause: %s".formatted(data.path("cause").asString("")));
        var findings = data.path("findings");
        for (var finding : findings.values().stream().limit(LISTED).toList()) {
            console.line(
                    "    %s %s in %s %s: %s"
                            .formatted(
                                    finding.path("severity").asString("").toUpperCase(Locale.ROOT),
                                    finding.path("vulnerability").asString(""),
                                    finding.path("package").asString(""),
                                    finding.path("version").asString(""),
                                    shortened(finding.path("summary").asString(""))));
            console.line("      what helps: %s".formatted(finding.path("remedy").asString("")));
        }
        if (findings.size() > LISTED) {
            console.line("    … and %d more".formatted(findings.size() - LISTED));
        }
        if (data.path("page").isString()) {
            console.line("    page: %s".formatted(data.path("page").asString("")));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static List<JsonNode> ofType(List<JsonNode> alerts, String type) {
        return alerts.stream()
                .filter(alert -> alert.path("type").asString("").equals(type))
                .toList();
    }

    private void tellAddresses(String elasticsearchPasswordFile) {
        console.title("Where to look");
        address("overview and images", Ports.http(ports.analysis()) + "/");
        address("findings, as JSON lines", Ports.http(ports.analysis()) + "/findings.ndjson");
        address("registry to push to", "127.0.0.1:%d (plain HTTP)".formatted(ports.registry()));
        address("Elasticsearch", Ports.http(ports.elasticsearch()).toString());
        address(
                "sign in to the pages",
                console.isTerminal()
                        ? "user %s, password %s".formatted(Secrets.PAGES_USER, secrets.pages())
                        : "user %s, password in %s".formatted(Secrets.PAGES_USER, secrets.file()));
        address(
                "decide",
                "PLIMSOLL_URL=%s ./plimsoll decisions --token-file %s"
                        .formatted(Ports.http(ports.analysis()), secrets.deciderFile()));
        address(
                "sign in to the registry",
                "user %s, password in %s".formatted(Secrets.REGISTRY_USER, secrets.file()));
        address(
                "sign in to Elasticsearch",
                "user elastic, password in " + elasticsearchPasswordFile);
    }

    private void address(String what, String where) {
        console.line("  %-26s %s".formatted(what, where));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
