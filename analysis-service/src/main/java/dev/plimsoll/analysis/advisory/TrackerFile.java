package dev.plimsoll.analysis.advisory;

import dev.plimsoll.analysis.match.DebianReleases;
import dev.plimsoll.analysis.match.VersionOrder;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import dev.plimsoll.event.Triage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Debian's security tracker as one JSON document: package, vulnerability, release. Read as a
 * stream, and turned round: one record for each vulnerability, with what Debian says of each
 * package in each release.
 *
 * <table>
 * <caption>What becomes of it</caption>
 * <tr><th>tracker</th><th>record</th></tr>
 * <tr><td>fixed_version "0"</td><td>fixed in 0, {@link Triage#NOT_AFFECTED} (D19)</td></tr>
 * <tr><td>fixed_version</td><td>fixed there; the triage is void from that version on (D22)</td></tr>
 * <tr><td>status open</td><td>affected without an end (D20)</td></tr>
 * <tr><td>status undetermined</td><td>{@link Triage#UNDETERMINED} (D21)</td></tr>
 * <tr><td>nodsa, and nodsa_reason "", postponed, ignored</td><td>{@link Triage#NO_DSA}, {@link
 * Triage#POSTPONED}, {@link Triage#IGNORED}; nodsa is the reason</td></tr>
 * <tr><td>urgency end-of-life</td><td>{@link Triage#END_OF_LIFE}</td></tr>
 * <tr><td>urgency "low**"</td><td>"low": the stars say only that a script set it</td></tr>
 * <tr><td>repositories</td><td>the newest of the release and its security archive (D23)</td></tr>
 * <tr><td>release sid</td><td>"Debian:sid", only where it is fixed there (D22)</td></tr>
 * <tr><td>TEMP-… instead of a CVE</td><td>left out: the name changes with its description and goes
 * when a CVE is given, so every finding of it would be closed and opened again</td></tr>
 * </table>
 */
final class TrackerFile {

    static final String PREFIX = "DEBIAN-TRACKER-";
    static final String SID = "Debian:sid";

    private static final Pattern VULNERABILITY = Pattern.compile("(CVE|TEMP)-[0-9A-Z-]{6,40}");
    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}");
    private static final Pattern STARS = Pattern.compile("\\*+$");
    private static final String END_OF_LIFE = "end-of-life";
    private static final int TEXT_CHARACTERS = 240;

    private final JsonParser json;
    private final long maxEntries;
    private final Map<String, Vulnerability> vulnerabilities = new TreeMap<>();
    private final Set<String> broken = new HashSet<>();
    private final Map<String, String> words = new HashMap<>();
    private long entries;

    private static final class Vulnerability {
        private @Nullable String description;
        private final List<Entry> entries = new ArrayList<>();
    }

    /** One package in one release; small, since there are half a million at once. */
    private record Entry(
            String packageName,
            String ecosystem,
            @Nullable String fixedVersion,
            @Nullable String urgency,
            @Nullable Triage triage,
            @Nullable String reason,
            @Nullable String archiveVersion) {}

    private TrackerFile(JsonParser json, long maxEntries) {
        this.json = json;
        this.maxEntries = maxEntries;
    }

    /** Whether a document begins as the tracker's does: objects named by a vulnerability. */
    static boolean isTracker(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            if (json.nextToken() == JsonToken.PROPERTY_NAME) {
                return VULNERABILITY.matcher(json.currentName()).matches();
            }
        }
        return false;
    }

    /**
     * @param maxEntries packages times releases; beyond it the feed is refused
     */
    static void read(JsonParser json, String feed, long maxEntries, Consumer<FeedEntry> taking) {
        var tracker = new TrackerFile(json, maxEntries);
        tracker.readPackages(taking);
        tracker.vulnerabilities.forEach(
                (id, vulnerability) -> {
                    if (!tracker.broken.contains(id)) {
                        taking.accept(new FeedEntry.Advisory(advisory(id, vulnerability, feed)));
                    }
                });
    }

    private void readPackages(Consumer<FeedEntry> taking) {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var id = json.currentName();
                expect(json.nextToken(), JsonToken.START_OBJECT);
                if (CVE.matcher(id).matches()) {
                    readVulnerability(name, id, taking);
                } else {
                    json.skipChildren();
                    if (!VULNERABILITY.matcher(id).matches()) {
                        taking.accept(
                                new FeedEntry.Broken(
                                        Printable.of(name),
                                        null,
                                        "'%s' is no CVE".formatted(Printable.of(id))));
                    }
                }
            }
        }
        if (json.nextToken() != null) {
            throw new FeedRefusedException("something follows the document");
        }
    }

    private void readVulnerability(String packageName, String id, Consumer<FeedEntry> taking) {
        var vulnerability = vulnerabilities.computeIfAbsent(id, _ -> new Vulnerability());
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("description") && value == JsonToken.VALUE_STRING) {
                if (vulnerability.description == null) {
                    vulnerability.description = shortened(json.getString());
                }
            } else if (name.equals("releases") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    var release = json.currentName();
                    expect(json.nextToken(), JsonToken.START_OBJECT);
                    try {
                        readRelease(packageName, release, vulnerability);
                    } catch (IllegalArgumentException e) {
                        broken.add(id);
                        taking.accept(
                                new FeedEntry.Broken(
                                        "%s, %s, %s"
                                                .formatted(
                                                        Printable.of(packageName),
                                                        id,
                                                        Printable.of(release)),
                                        PREFIX + id,
                                        String.valueOf(e.getMessage())));
                    }
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void readRelease(String packageName, String release, Vulnerability vulnerability) {
        var texts = new HashMap<String, String>();
        var archives = new ArrayList<String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("repositories") && value == JsonToken.START_OBJECT) {
                readRepositories(release, archives);
            } else if (value == JsonToken.VALUE_STRING) {
                texts.put(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        var ecosystem = ecosystem(release);
        if (ecosystem == null) {
            return;
        }
        var entry = entry(packageName, ecosystem, texts, archives);
        if (!ecosystem.equals(SID)
                || (entry.fixedVersion() != null && entry.triage() != Triage.NOT_AFFECTED)) {
            if (++entries > maxEntries) {
                throw new FeedRefusedException("it has more than %d entries".formatted(maxEntries));
            }
            vulnerability.entries.add(entry);
        }
    }

    private void readRepositories(String release, List<String> archives) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var repository = json.currentName();
            var value = json.nextToken();
            if (value != JsonToken.VALUE_STRING) {
                json.skipChildren();
            } else if (repository.equals(release) || repository.equals(release + "-security")) {
                archives.add(json.getString());
            }
        }
    }

    private Entry entry(
            String packageName,
            String ecosystem,
            Map<String, String> texts,
            List<String> archives) {
        var status = texts.getOrDefault("status", "");
        var fixed = texts.get("fixed_version");
        var urgency = STARS.matcher(texts.getOrDefault("urgency", "")).replaceAll("");
        var nodsa = texts.get("nodsa");
        var triage =
                switch (status) {
                    case "resolved" -> "0".equals(fixed) ? Triage.NOT_AFFECTED : null;
                    case "undetermined" -> Triage.UNDETERMINED;
                    case "open" ->
                            urgency.equals(END_OF_LIFE)
                                    ? Triage.END_OF_LIFE
                                    : nodsa(nodsa, texts.getOrDefault("nodsa_reason", ""));
                    default ->
                            throw new IllegalArgumentException(
                                    "status '%s' is not known".formatted(Printable.of(status)));
                };
        if (status.equals("resolved") && fixed == null) {
            throw new IllegalArgumentException("it is resolved without a fixed version");
        }
        return new Entry(
                word(packageName),
                ecosystem,
                fixed == null ? null : word(fixed),
                urgency.isEmpty() || urgency.equals(END_OF_LIFE) ? null : word(urgency),
                triage,
                triage == null || nodsa == null || nodsa.isBlank() ? null : word(shortened(nodsa)),
                archives.stream()
                        .filter(VersionOrder.DPKG::isVersion)
                        .max(VersionOrder.DPKG::compare)
                        .map(this::word)
                        .orElse(null));
    }

    private static @Nullable Triage nodsa(@Nullable String nodsa, String reason) {
        return switch (reason) {
            case "" -> nodsa == null ? null : Triage.NO_DSA;
            case "ignored" -> Triage.IGNORED;
            case "postponed" -> Triage.POSTPONED;
            default ->
                    throw new IllegalArgumentException(
                            "nodsa_reason '%s' is not known".formatted(Printable.of(reason)));
        };
    }

    /** Most words come a thousand times. */
    private String word(String text) {
        var known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static AdvisoryChanged advisory(String id, Vulnerability vulnerability, String feed) {
        return AdvisoryChanged.newBuilder()
                .setId(PREFIX + id)
                .setModified(Instant.EPOCH) // it does not tell
                .setUpstream(List.of(id))
                .setSummary(vulnerability.description)
                .setAffected(
                        vulnerability.entries.stream()
                                .sorted(
                                        Comparator.comparing(Entry::packageName)
                                                .thenComparing(Entry::ecosystem))
                                .map(TrackerFile::affected)
                                .toList())
                .setFeed(feed)
                .build();
    }

    private static Affected affected(Entry entry) {
        var events = new ArrayList<RangeEvent>();
        events.add(new RangeEvent(RangeBoundary.INTRODUCED, "0"));
        if (entry.fixedVersion() != null) {
            events.add(new RangeEvent(RangeBoundary.FIXED, entry.fixedVersion()));
        }
        return Affected.newBuilder()
                .setEcosystem(entry.ecosystem())
                .setPackage$(entry.packageName())
                .setRanges(List.of(new AffectedRange("ECOSYSTEM", events)))
                .setUrgency(entry.urgency())
                .setTriage(entry.triage())
                .setTriageReason(entry.reason())
                .setArchiveVersion(entry.archiveVersion())
                .build();
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new FeedRefusedException(
                    "it is no document of Debian's tracker: expected %s, found %s"
                            .formatted(expected, found));
        }
    }

    private static String shortened(String text) {
        var line = text.strip().lines().findFirst().orElse("");
        return line.length() <= TEXT_CHARACTERS
                ? line
                : line.substring(0, TEXT_CHARACTERS - 1).stripTrailing() + "…";
    }

    private static @Nullable String ecosystem(String codename) {
        if (codename.equals("sid")) {
            return SID;
        }
        var number = DebianReleases.BY_CODENAME.get(codename);
        return number == null ? null : "Debian:" + number;
    }
}
