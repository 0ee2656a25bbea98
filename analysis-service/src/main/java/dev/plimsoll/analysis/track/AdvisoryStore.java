package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.analysis.match.VulnerabilityIds;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Every instance's copy of the topic of advisories, arranged for the questions that are asked.
 *
 * <p>An advisory is kept once for each package it names, reduced to what it says of that package in
 * that ecosystem release. Readers run beside the writer: whatever is replaced is overwritten or
 * added before the old is removed, and the revision moves last, so that a reader sees the old or
 * the new and never neither.
 *
 * <table>
 * <caption>Rows; the parts of a key are divided by NUL</caption>
 * <tr><th>key</th><th>value</th></tr>
 * <tr><td>advisory, ecosystem, package, id</td><td>the reduced {@link AdvisoryChanged}</td></tr>
 * <tr><td>named, id</td><td>the (ecosystem, package) pairs it names</td></tr>
 * <tr><td>about, vulnerability, id</td><td>nothing: it speaks of it, see {@link
 *     VulnerabilityIds#named}</td></tr>
 * <tr><td>speaks, id</td><td>the vulnerabilities it speaks of</td></tr>
 * <tr><td>exploitation, CVE</td><td>{@link ExploitationChanged}</td></tr>
 * <tr><td>feed, name</td><td>{@link FeedLoaded}</td></tr>
 * <tr><td>changed, offset, subject</td><td>who changed it; one row for each subject</td></tr>
 * <tr><td>last, subject</td><td>offset of its last change</td></tr>
 * <tr><td>revision</td><td>offset of the last record</td></tr>
 * </table>
 */
final class AdvisoryStore {

    /** A new name when the rows change: the copy is then made anew from the topic. */
    static final String STORE = "advisories-by-name";

    static final String NUL = "\0";

    /** The subject of a change in what the feeds cover. */
    static final String COVERAGE = "coverage";

    private static final byte[] MARK = {1};

    private final KeyValueStore<String, byte[]> rows;

    AdvisoryStore(KeyValueStore<String, byte[]> rows) {
        this.rows = rows;
    }

    /** Takes one record of the topic; null removes what {@code key} stands for. */
    void take(String key, @Nullable SpecificRecord event, long offset) {
        switch (event) {
            case AdvisoryChanged advisory -> advisory(advisory, offset);
            case ExploitationChanged exploitation -> exploitation(exploitation, offset);
            case FeedLoaded feed -> feed(feed, offset);
            case null -> remove(key, offset);
            default ->
                    throw new IllegalArgumentException(
                            "'%s' does not belong in the topic of advisories"
                                    .formatted(event.getSchema().getName()));
        }
        rows.put("revision", text(Long.toString(offset)));
    }

    private void advisory(AdvisoryChanged advisory, long offset) {
        var slices = slices(advisory);
        var named = named(advisory.getId());
        slices.forEach(
                (pair, slice) -> {
                    var bytes = StateCodec.event(slice);
                    var row = advisoryRow(pair, advisory.getId());
                    if (!Arrays.equals(bytes, rows.get(row))) {
                        rows.put(row, bytes);
                        changed(packageSubject(pair), advisory.getId(), offset);
                    }
                });
        rows.put(namedRow(advisory.getId()), text(String.join("\n", slices.keySet())));
        named.stream()
                .filter(pair -> !slices.containsKey(pair))
                .forEach(pair -> removeSlice(pair, advisory.getId(), offset));
        speaks(advisory.getId(), VulnerabilityIds.named(advisory));
    }

    /** Under which names {@code id} can be asked for. */
    private void speaks(String id, Set<String> vulnerabilities) {
        var before = lines(rows.get(speaksRow(id)));
        var now = vulnerabilities.stream().filter(AdvisoryStore::isName).toList();
        if (before.equals(new LinkedHashSet<>(now))) {
            return;
        }
        now.forEach(vulnerability -> rows.put(aboutRow(vulnerability, id), MARK));
        rows.put(speaksRow(id), text(String.join("\n", now)));
        before.stream()
                .filter(vulnerability -> !now.contains(vulnerability))
                .forEach(vulnerability -> rows.delete(aboutRow(vulnerability, id)));
    }

    private void removeSlice(String pair, String id, long offset) {
        rows.delete(advisoryRow(pair, id));
        changed(packageSubject(pair), id, offset);
    }

    /** What the advisory says, by the (ecosystem, package) pair it says it of. */
    private static Map<String, AdvisoryChanged> slices(AdvisoryChanged advisory) {
        var affected = new LinkedHashMap<String, List<Affected>>();
        for (var entry : advisory.getAffected()) {
            if (isName(entry.getEcosystem()) && isName(entry.getPackage$())) {
                var advised = new AdvisedPackage(entry.getEcosystem(), entry.getPackage$());
                affected.computeIfAbsent(pair(advised), _ -> new ArrayList<>()).add(entry);
            }
        }
        var slices = new LinkedHashMap<String, AdvisoryChanged>();
        affected.forEach(
                (pair, entries) ->
                        slices.put(
                                pair,
                                AdvisoryChanged.newBuilder(advisory).setAffected(entries).build()));
        return slices;
    }

    /** A name with control characters is no package's name, and would break the keys. */
    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
    }

    private Set<String> named(String id) {
        return lines(rows.get(namedRow(id)));
    }

    static Set<String> lines(byte @Nullable [] row) {
        return row == null || row.length == 0
                ? Set.of()
                : new LinkedHashSet<>(List.of(text(row).split("\n", -1)));
    }

    private void exploitation(ExploitationChanged exploitation, long offset) {
        var bytes = StateCodec.event(exploitation);
        var row = "exploitation" + NUL + exploitation.getVulnerability();
        if (!Arrays.equals(bytes, rows.get(row))) {
            rows.put(row, bytes);
            changed(
                    vulnerabilitySubject(exploitation.getVulnerability()),
                    exploitation.getVulnerability(),
                    offset);
        }
    }

    private void feed(FeedLoaded feed, long offset) {
        var row = "feed" + NUL + feed.getFeed();
        byte @Nullable [] before = rows.get(row);
        rows.put(row, StateCodec.event(feed));
        if (before == null || !sameCoverage((FeedLoaded) StateCodec.event(before), feed)) {
            changed(COVERAGE, feed.getFeed(), offset);
        }
    }

    private static boolean sameCoverage(FeedLoaded before, FeedLoaded now) {
        return Set.copyOf(before.getEcosystems()).equals(Set.copyOf(now.getEcosystems()))
                && before.getKev() == now.getKev()
                && before.getEpss() == now.getEpss();
    }

    private void remove(String key, long offset) {
        if (key.startsWith("exploitation:")) {
            var vulnerability = key.substring("exploitation:".length());
            rows.delete("exploitation" + NUL + vulnerability);
            changed(vulnerabilitySubject(vulnerability), vulnerability, offset);
        } else if (key.startsWith("feed:")) {
            var feed = key.substring("feed:".length());
            rows.delete("feed" + NUL + feed);
            changed(COVERAGE, feed, offset);
        } else {
            named(key).forEach(pair -> removeSlice(pair, key, offset));
            rows.delete(namedRow(key));
            speaks(key, Set.of());
            rows.delete(speaksRow(key));
        }
    }

    private void changed(String subject, String by, long offset) {
        byte @Nullable [] before = rows.get(lastRow(subject));
        rows.put(changedRow(offset, subject), text(by));
        rows.put(lastRow(subject), text(Long.toString(offset)));
        if (before != null && Long.parseLong(text(before)) != offset) {
            rows.delete(changedRow(Long.parseLong(text(before)), subject));
        }
    }

    static String packageSubject(String pair) {
        return "package" + NUL + pair;
    }

    static String vulnerabilitySubject(String vulnerability) {
        return "vulnerability" + NUL + vulnerability;
    }

    static String advisoriesOf(String pair) {
        return "advisory" + NUL + pair + NUL;
    }

    static String changedRow(long offset, String subject) {
        return "changed" + NUL + "%019d".formatted(offset) + NUL + subject;
    }

    static String lastRow(String subject) {
        return "last" + NUL + subject;
    }

    static String pair(AdvisedPackage advised) {
        return advised.ecosystem() + NUL + advised.name();
    }

    static String aboutRow(String vulnerability, String id) {
        return "about" + NUL + vulnerability + NUL + id;
    }

    private static String speaksRow(String id) {
        return "speaks" + NUL + id;
    }

    static String advisoryRow(String pair, String id) {
        return advisoriesOf(pair) + id;
    }

    static String namedRow(String id) {
        return "named" + NUL + id;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] text) {
        return new String(Objects.requireNonNull(text), StandardCharsets.UTF_8);
    }
}
