package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.advisory.Fleet;
import dev.plimsoll.event.ImageAssessed;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The ecosystems of every image that was ever assessed, kept beside the known images. */
final class FleetOfImages implements Fleet {

    private static final String ROW = "ecosystem\0";
    private static final StringSerializer PREFIX = new StringSerializer();

    /** An image whose advisories are not there yet says only in words which ones it needs. */
    private static final Pattern MISSING = Pattern.compile("no feed with advisories for '([^']+)'");

    private final Supplier<ReadOnlyKeyValueStore<String, byte[]>> store;

    /**
     * @param store of {@link KnownImages}; throws {@link IllegalStateException} or {@link
     *     InvalidStateStoreException} while it is not there
     */
    FleetOfImages(Supplier<ReadOnlyKeyValueStore<String, byte[]>> store) {
        this.store = store;
    }

    /** Takes what one image has. */
    static void take(KeyValueStore<String, byte[]> rows, ImageAssessed image) {
        for (var ecosystem : ecosystems(image)) {
            if (rows.get(ROW + ecosystem) == null) {
                rows.put(ROW + ecosystem, AdvisoryStore.text(image.getId()));
            }
        }
    }

    private static Set<String> ecosystems(ImageAssessed image) {
        var ecosystems = new LinkedHashSet<>(image.getLanguageEcosystems());
        if (image.getEcosystem() != null) {
            ecosystems.add(image.getEcosystem());
        }
        if ("ADVISORIES_MISSING".equals(image.getReason()) && image.getMessage() != null) {
            MISSING.matcher(image.getMessage())
                    .results()
                    .forEach(result -> ecosystems.add(result.group(1)));
        }
        return ecosystems;
    }

    @Override
    public Set<String> ecosystems() {
        var ecosystems = new HashSet<String>();
        try (var entries = store.get().prefixScan(ROW, PREFIX)) {
            entries.forEachRemaining(entry -> ecosystems.add(entry.key.substring(ROW.length())));
        } catch (IllegalStateException | InvalidStateStoreException _) {
            return Set.of();
        }
        return ecosystems;
    }
}
