package dev.plimsoll.notify.alert;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plans the alerts of one assessment: the same assessment always gives the same records, so that a
 * repetition is recognised by its key.
 */
public final class AlertPlanner {

    /** A first scan is told in one short message: the counts, and the worst few by name. */
    private static final int BASELINE_ITEMS = 5;

    private static final Comparator<AlertItem> WORST_FIRST =
            Comparator.comparing(AlertItem::getSeverity)
                    .reversed()
                    .thenComparing(AlertItem::getVulnerability)
                    .thenComparing(AlertItem::getPackage$);

    private final AlertPolicy policy;
    private final List<String> destinations;

    /**
     * @param destinations the names of all destinations; every alert goes to each of them
     */
    public AlertPlanner(AlertPolicy policy, Collection<String> destinations) {
        this.policy = policy;
        this.destinations = destinations.stream().sorted().toList();
    }

    /** One record for each destination, or none if nothing happened that people need to hear of. */
    public List<AlertRecorded> plan(FindingsChanged changed) {
        var worthy = changed.getChanges().stream().filter(policy::worthAnAlert).toList();
        if (changed.getBaseline()) {
            return changed.getPart() == 1 ? baseline(changed, worthy) : List.of();
        }
        return worthy.isEmpty() ? List.of() : alert(changed, worthy);
    }

    private List<AlertRecorded> alert(FindingsChanged changed, List<FindingChange> worthy) {
        var changeIds = worthy.stream().map(FindingChange::getId).sorted();
        var id = Identity.of(Stream.concat(Stream.of(AlertKind.ALERT.name()), changeIds).toList());
        return record(changed, id, AlertKind.ALERT, items(worthy));
    }

    private List<AlertRecorded> baseline(FindingsChanged changed, List<FindingChange> worthy) {
        var id = Identity.of(List.of(AlertKind.BASELINE.name(), changed.getAssessmentId()));
        var worst = items(worthy).stream().limit(BASELINE_ITEMS).toList();
        return record(changed, id, AlertKind.BASELINE, worst);
    }

    private List<AlertRecorded> record(
            FindingsChanged changed, String alertId, AlertKind kind, List<AlertItem> items) {
        return destinations.stream()
                .map(
                        destination ->
                                AlertRecorded.newBuilder()
                                        .setAlertId(alertId)
                                        .setDestination(destination)
                                        .setState(AlertState.PLANNED)
                                        .setKind(kind)
                                        .setImage(changed.getImage())
                                        .setCauseDetail(cause(changed))
                                        .setOpen(changed.getOpen())
                                        .setItems(items)
                                        // The assessment's time, not this moment's: a replay a
                                        // year later plans an alert that is a year old.
                                        .setPlannedAt(changed.getAt())
                                        .setUpdatedAt(changed.getAt())
                                        .build())
                .toList();
    }

    private static String cause(FindingsChanged changed) {
        return changed.getParts() == 1 || changed.getBaseline()
                ? changed.getCauseDetail()
                : "%s (part %d of %d)"
                        .formatted(changed.getCauseDetail(), changed.getPart(), changed.getParts());
    }

    private static List<AlertItem> items(List<FindingChange> changes) {
        return changes.stream().map(AlertPlanner::item).sorted(WORST_FIRST).toList();
    }

    private static AlertItem item(FindingChange change) {
        var finding = change.getFinding();
        return AlertItem.newBuilder()
                .setVulnerability(finding.getVulnerability())
                .setPackage$(finding.getPackage$())
                .setVersion(finding.getVersion())
                .setFixedVersion(finding.getFixedVersion())
                .setSeverity(finding.getSeverity())
                .setChange(change.getKind())
                .setLayer(finding.getLayer())
                .setBaseImage(finding.getBaseImage())
                .setSummary(finding.getSummary())
                .setDetail(change.getDetail())
                .build();
    }
}
