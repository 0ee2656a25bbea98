package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.ScanReported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition, typed. One store, one row for each image, finding, line and so on: a
 * change writes what changed and no more, and the writes of a step reach the changelog in order.
 *
 * <table>
 * <caption>Rows; the parts of a key are divided by NUL</caption>
 * <tr><th>key</th><th>value</th></tr>
 * <tr><td>image, image key</td><td>{@link ImageState}</td></tr>
 * <tr><td>assessed, image key</td><td>the last {@link ImageAssessed} of it</td></tr>
 * <tr><td>finding, image key, package, finding id</td><td>{@link Finding}, present</td></tr>
 * <tr><td>line, line key</td><td>{@link LineState}</td></tr>
 * <tr><td>tracked, line key, package, tracking id</td><td>{@link Tracked}, present or gone</td></tr>
 * <tr><td>package, package, image key</td><td>nothing: the image contains it</td></tr>
 * <tr><td>vulnerability, CVE, finding id, image key</td><td>the {@link AdvisedPackage} of the finding</td></tr>
 * <tr><td>chain, key of a stack of layers, image key</td><td>nothing: the image begins with it</td></tr>
 * <tr><td>gone, repository key, tag or digest</td><td>offset of its deletion</td></tr>
 * <tr><td>due, image key</td><td>{@link Due}: it has to be assessed again</td></tr>
 * <tr><td>journal, step</td><td>{@link JournalEntry} of the last minutes</td></tr>
 * <tr><td>layout</td><td>nothing: the rows have these keys, not those of the first release</td></tr>
 * <tr><td>watermark</td><td>{@link Watermark}</td></tr>
 * </table>
 */
final class TrackState {

    static final String STORE = "track";
    static final String INVENTORIES = "inventories";

    private static final String NUL = "\0";
    private static final byte[] MARK = {1};

    /** Set where the rows have the keys of this table. */
    private static final String LAYOUT = "layout";

    private static final StringSerializer PREFIX = new StringSerializer();

    private final KeyValueStore<String, byte[]> rows;
    private final KeyValueStore<String, ScanReported> inventories;

    /**
     * An image that has to be assessed again, and why.
     *
     * @param packages only these are concerned; empty if none is, but the image itself; null if
     *     everything may be
     */
    record Due(ImageName image, Reason reason, @Nullable Set<AdvisedPackage> packages) {

        /** Packages of one image; looking at more of them one by one gains nothing. */
        private static final int MOST_PACKAGES = 200;

        Due {
            packages =
                    packages == null || packages.size() > MOST_PACKAGES
                            ? null
                            : Set.copyOf(packages);
        }

        /** For both: the first reason stays. */
        Due and(@Nullable Set<AdvisedPackage> more) {
            if (packages == null || more == null) {
                return new Due(image, reason, null);
            }
            var union = new HashSet<>(packages);
            union.addAll(more);
            return new Due(image, reason, union);
        }
    }

    /** A package of an image. */
    record Held(ImageName image, AdvisedPackage advised) {}

    TrackState(
            KeyValueStore<String, byte[]> rows, KeyValueStore<String, ScanReported> inventories) {
        this.rows = rows;
        this.inventories = inventories;
    }

    /**
     * Gives the rows that the first release wrote their present keys. It kept findings by image and
     * line alone, and marked under a vulnerability only that an image has it.
     */
    void bringUpToDate() {
        if (rows.get(LAYOUT) != null) {
            return;
        }
        scan(key("vulnerability", "")).forEach((key, value) -> deleteMark(key, value));
        scan(key("finding", ""))
                .forEach(
                        (key, value) -> {
                            var finding = StateCodec.finding(value);
                            var image = imageName(holder(key, "finding", finding.getId()));
                            var writes = new Writes();
                            writes.document(image, finding);
                            moved(key, writes);
                        });
        scan(key("tracked", ""))
                .forEach(
                        (key, value) -> {
                            var tracked = StateCodec.tracked(value);
                            var line =
                                    holder(key, "tracked", tracked.finding().getTrackingId())
                                            .split(NUL, -1);
                            var writes = new Writes();
                            writes.tracked(new LineName(line[0], line[1], line[2]), tracked);
                            moved(key, writes);
                        });
        for (var image : images()) {
            var scan = image.deleted() ? null : inventory(image);
            if (scan != null) {
                var writes = new Writes();
                writes.content(image.name(), null, (Inventory) scan.getOutcome());
                moved("", writes);
            }
        }
        rows.put(LAYOUT, MARK);
    }

    private void deleteMark(String key, byte[] value) {
        if (Arrays.equals(value, MARK)) {
            rows.delete(key);
        }
    }

    /** The image or line in a key; a key of the present has the package after it. */
    private static String holder(String key, String kind, String id) {
        var parts = key.split(NUL, -1);
        int end = kind.equals("finding") ? 5 : 4;
        if (parts.length <= end || !parts[parts.length - 1].equals(id)) {
            throw new IllegalStateException("'%s' is no key of a %s".formatted(key, kind));
        }
        return String.join(NUL, Arrays.asList(parts).subList(1, end));
    }

    private void moved(String from, Writes to) {
        if (!to.writes.containsKey(from)) {
            rows.delete(from);
        }
        to.writes.forEach(rows::put);
    }

    @Nullable ImageState image(ImageName image) {
        return read(imageRow(image), ImageState.class);
    }

    /** Images of a repository, deleted ones too. */
    List<ImageState> imagesOf(String repositoryKey) {
        return scan(key("image", repositoryKey, "")).values().stream()
                .map(bytes -> StateCodec.json(bytes, ImageState.class))
                .toList();
    }

    /** Every image of the partition, deleted ones too. */
    List<ImageState> images() {
        return scan(key("image", "")).values().stream()
                .map(bytes -> StateCodec.json(bytes, ImageState.class))
                .toList();
    }

    @Nullable ImageAssessed assessed(ImageName image) {
        byte @Nullable [] bytes = rows.get(assessedRow(image));
        return bytes == null ? null : StateCodec.assessed(bytes);
    }

    LineState line(LineName line) {
        var state = read(lineRow(line), LineState.class);
        return state == null ? LineState.UNKNOWN : state;
    }

    Known known(ImageName image, LineName line) {
        return known(
                List.of(key("finding", imageKey(image), "")),
                List.of(key("tracked", lineKey(line), "")));
    }

    /** What is remembered of some packages. */
    Known known(ImageName image, LineName line, Set<AdvisedPackage> packages) {
        var names =
                packages.stream()
                        .map(advised -> PackageName.of(advised.name()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return known(
                        names.stream()
                                .map(name -> key("finding", imageKey(image), name.key(), ""))
                                .toList(),
                        names.stream()
                                .map(name -> key("tracked", lineKey(line), name.key(), ""))
                                .toList())
                .only(packages);
    }

    private Known known(List<String> findingPrefixes, List<String> trackedPrefixes) {
        var documents = new TreeMap<String, Finding>();
        for (var prefix : findingPrefixes) {
            for (var bytes : scan(prefix).values()) {
                var finding = StateCodec.finding(bytes);
                documents.put(finding.getId(), finding);
            }
        }
        var tracked = new TreeMap<String, Tracked>();
        for (var prefix : trackedPrefixes) {
            for (var bytes : scan(prefix).values()) {
                var state = StateCodec.tracked(bytes);
                tracked.put(state.finding().getTrackingId(), state);
            }
        }
        return new Known(documents, tracked);
    }

    @Nullable ScanReported inventory(ImageState image) {
        var digest = image.inventoryDigest();
        return digest == null ? null : inventories.get(inventoryKey(image.name(), digest));
    }

    void keepInventory(ScanReported scan) {
        inventories.put(inventoryKey(ImageName.of(scan), scan.getDigest()), scan);
    }

    /** Offset of the last deletion that a scan would contradict, or -1. */
    long deletedAt(ScanReported scan) {
        var repository = ImageName.repositoryKey(scan.getRegistry(), scan.getRepository());
        return Math.max(
                deletedAt(repository, scan.getTag()),
                Math.max(
                        deletedAt(repository, scan.getDigest()),
                        deletedAt(repository, scan.getIndexDigest())));
    }

    void deleted(String repositoryKey, String tagOrDigest, long offset) {
        if (offset > deletedAt(repositoryKey, tagOrDigest)) {
            rows.put(key("gone", repositoryKey, tagOrDigest), StateCodec.json(offset));
        }
    }

    private long deletedAt(String repositoryKey, @Nullable String tagOrDigest) {
        var offset =
                tagOrDigest == null
                        ? null
                        : read(key("gone", repositoryKey, tagOrDigest), Long.class);
        return offset == null ? -1 : offset;
    }

    /** Null in a partition that has seen nothing yet. */
    @Nullable Watermark watermark() {
        return read("watermark", Watermark.class);
    }

    void watermark(Watermark watermark) {
        rows.put("watermark", StateCodec.json(watermark));
    }

    Set<ImageName> containing(PackageName name) {
        return namesUnder(key("package", name.key(), ""));
    }

    /** Where {@code vulnerability} is a finding. */
    List<Held> having(String vulnerability) {
        var prefix = key("vulnerability", vulnerability, "");
        var found = new ArrayList<Held>();
        scan(prefix)
                .forEach(
                        (key, value) ->
                                found.add(
                                        new Held(
                                                imageName(
                                                        key.substring(prefix.length())
                                                                .split(NUL, 2)[1]),
                                                StateCodec.json(value, AdvisedPackage.class))));
        return found;
    }

    Set<ImageName> beginningWith(String chain) {
        return namesUnder(key("chain", chain, ""));
    }

    /**
     * Asks for another assessment; the first reason stays until it is done.
     *
     * @param packages see {@link Due#packages}
     */
    void due(ImageName image, Reason reason, @Nullable Set<AdvisedPackage> packages) {
        var before = read(dueRow(image), Due.class);
        var now = before == null ? new Due(image, reason, packages) : before.and(packages);
        if (!now.equals(before)) {
            rows.put(dueRow(image), StateCodec.json(now));
        }
    }

    /**
     * @param most how many at most
     */
    List<Due> due(int most) {
        var due = new ArrayList<Due>();
        try (var entries = rows.prefixScan(key("due", ""), PREFIX)) {
            while (entries.hasNext() && due.size() < most) {
                due.add(StateCodec.json(entries.next().value, Due.class));
            }
        }
        return due;
    }

    void done(ImageName image) {
        rows.delete(dueRow(image));
    }

    /**
     * @param step grows with every entry; the time of the entry in milliseconds, or a little later
     */
    void journal(long step, JournalEntry entry) {
        rows.put(journalRow(step), StateCodec.journal(entry));
    }

    /** The steps of the journal, oldest first. */
    List<Long> journalSteps() {
        var prefix = key("journal", "");
        var steps = new ArrayList<Long>();
        try (var entries = rows.prefixScan(prefix, PREFIX)) {
            entries.forEachRemaining(
                    entry -> steps.add(Long.valueOf(entry.key.substring(prefix.length()))));
        }
        return steps;
    }

    JournalEntry journal(long step) {
        return StateCodec.journal(
                Objects.requireNonNull(rows.get(journalRow(step)), "a step of the journal"));
    }

    /** Removes what the journal holds of the time before. */
    void forgetJournalBefore(long end) {
        var old = new ArrayList<String>();
        try (var entries = rows.range(key("journal", ""), journalRow(end))) {
            entries.forEachRemaining(entry -> old.add(entry.key));
        }
        old.forEach(rows::delete);
    }

    void apply(JournalEntry entry) {
        entry.writes()
                .forEach(
                        (key, value) -> {
                            if (value == null) {
                                rows.delete(key);
                            } else {
                                rows.put(key, value);
                            }
                        });
    }

    /** What was read of an image last, for whoever asks from outside the topology. */
    record Reader(
            ReadOnlyKeyValueStore<String, byte[]> rows,
            ReadOnlyKeyValueStore<String, ScanReported> inventories) {

        @Nullable ImageState image(ImageName image) {
            byte @Nullable [] bytes = rows.get(imageRow(image));
            return bytes == null ? null : StateCodec.json(bytes, ImageState.class);
        }

        /** Its outcome is an inventory. */
        @Nullable ScanReported inventory(ImageState image) {
            var digest = image.inventoryDigest();
            return digest == null ? null : inventories.get(inventoryKey(image.name(), digest));
        }
    }

    /** Writes of one step, not yet made. */
    static final class Writes {

        private final Map<String, byte @Nullable []> writes = new LinkedHashMap<>();

        LinkedHashMap<String, byte @Nullable []> rows() {
            return new LinkedHashMap<>(writes);
        }

        void image(ImageState image) {
            writes.put(imageRow(image.name()), StateCodec.json(image));
        }

        void assessed(ImageName image, ImageAssessed assessed) {
            writes.put(assessedRow(image), StateCodec.event(assessed));
        }

        void line(LineName line, LineState state) {
            writes.put(lineRow(line), StateCodec.json(state));
        }

        /** Asks for another assessment of everything. */
        void due(ImageName image, Reason reason) {
            writes.put(dueRow(image), StateCodec.json(new Due(image, reason, null)));
        }

        void document(ImageName image, Finding finding) {
            writes.put(findingRow(image, finding), StateCodec.finding(finding));
            writes.put(
                    vulnerabilityRow(image, finding), StateCodec.json(AdvisedPackages.of(finding)));
        }

        void noDocument(ImageName image, Finding finding) {
            writes.put(findingRow(image, finding), null);
            writes.put(vulnerabilityRow(image, finding), null);
        }

        void tracked(LineName line, Tracked tracked) {
            writes.put(trackedRow(line, tracked.finding()), StateCodec.tracked(tracked));
        }

        /** Moves the index entries of {@code image} from one content to another. */
        void content(ImageName image, @Nullable Inventory before, @Nullable Inventory now) {
            var gone = contentRows(image, before);
            var there = contentRows(image, now);
            gone.stream().filter(row -> !there.contains(row)).forEach(row -> writes.put(row, null));
            there.forEach(row -> writes.put(row, MARK));
        }

        private static Set<String> contentRows(ImageName image, @Nullable Inventory inventory) {
            var rows = new HashSet<String>();
            if (inventory != null) {
                inventory.getComponents().stream()
                        .flatMap(component -> PackageName.of(component).stream())
                        .map(name -> key("package", name.key(), imageKey(image)))
                        .forEach(rows::add);
                BaseImage.chains(layerDigests(inventory)).stream()
                        .map(chain -> key("chain", chain, imageKey(image)))
                        .forEach(rows::add);
            }
            return rows;
        }
    }

    static List<String> layerDigests(Inventory inventory) {
        return inventory.getLayers().stream().map(Layer::getDigest).toList();
    }

    private Set<ImageName> namesUnder(String prefix) {
        var names = new HashSet<ImageName>();
        try (var entries = rows.prefixScan(prefix, PREFIX)) {
            entries.forEachRemaining(
                    entry -> names.add(imageName(entry.key.substring(prefix.length()))));
        }
        return names;
    }

    private Map<String, byte[]> scan(String prefix) {
        var found = new LinkedHashMap<String, byte[]>();
        try (var entries = rows.prefixScan(prefix, PREFIX)) {
            entries.forEachRemaining(entry -> found.put(entry.key, entry.value));
        }
        return found;
    }

    private <T> @Nullable T read(String key, Class<T> type) {
        byte @Nullable [] bytes = rows.get(key);
        return bytes == null ? null : StateCodec.json(bytes, type);
    }

    private static String imageRow(ImageName image) {
        return key("image", imageKey(image));
    }

    private static String assessedRow(ImageName image) {
        return key("assessed", imageKey(image));
    }

    private static String findingRow(ImageName image, Finding finding) {
        return key("finding", imageKey(image), packageOf(finding), finding.getId());
    }

    private static String vulnerabilityRow(ImageName image, Finding finding) {
        return key("vulnerability", finding.getVulnerability(), finding.getId(), imageKey(image));
    }

    private static String dueRow(ImageName image) {
        return key("due", imageKey(image));
    }

    private static String lineRow(LineName line) {
        return key("line", lineKey(line));
    }

    private static String trackedRow(LineName line, Finding finding) {
        return key("tracked", lineKey(line), packageOf(finding), finding.getTrackingId());
    }

    private static String packageOf(Finding finding) {
        return PackageName.of(finding.getPackage$()).key();
    }

    private static String journalRow(long step) {
        return key("journal", "%016d".formatted(step));
    }

    private static String inventoryKey(ImageName image, String digest) {
        return key(image.repositoryKey(), digest, image.platform());
    }

    private static String lineKey(LineName line) {
        return key(line.repositoryKey(), line.line(), line.platform());
    }

    private static String imageKey(ImageName image) {
        return key(image.repositoryKey(), image.registry(), image.version(), image.platform());
    }

    private static ImageName imageName(String imageKey) {
        var parts = imageKey.split(NUL, -1);
        return new ImageName(
                parts[1], parts[0].substring(parts[1].length() + 1), parts[2], parts[3]);
    }

    private static String key(String... parts) {
        return String.join(NUL, parts);
    }
}
