package dev.plimsoll.analysis.index;

import dev.plimsoll.analysis.index.BulkOutcome.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the documents of a batch of records.
 *
 * <p>Records stay bytes until it is their turn: a batch takes no more memory than it had on the
 * wire, and a record that cannot be used goes to the dead letters exactly as it came.
 */
final class IndexWriter<E> {

    private static final Logger log = LoggerFactory.getLogger(IndexWriter.class);

    private final Decoder<E> decoder;
    private final Projection<E> projection;
    private final IndexLayout layout;
    private final BulkWriter bulk;
    private final DeadLetters deadLetters;
    private final IndexMetrics metrics;

    /** Bytes to events. */
    interface Decoder<E> {

        /**
         * @throws RuntimeException if the bytes are not such an event
         */
        E decode(byte[] bytes);
    }

    IndexWriter(
            Decoder<E> decoder,
            Projection<E> projection,
            IndexLayout layout,
            BulkWriter bulk,
            DeadLetters deadLetters,
            IndexMetrics metrics) {
        this.decoder = decoder;
        this.projection = projection;
        this.layout = layout;
        this.bulk = bulk;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Returns when everything in these records is indexed, superseded or with the dead letters.
     *
     * @throws ElasticsearchAwayException if it is not: the same records have to be given again
     */
    void write(List<ConsumerRecord<byte[], byte[]>> records) {
        records.stream()
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .ifPresent(oldest -> metrics.waiting(Instant.ofEpochMilli(oldest)));
        layout.ensure();

        // By index, since dead letters leave in the order in which they came.
        Map<Integer, Exception> unusable = new TreeMap<>();
        List<Refusal> refusals;
        try (var batch = bulk.begin()) {
            for (int i = 0; i < records.size(); i++) {
                try {
                    items(i, records.get(i)).forEach(batch::add);
                } catch (ElasticsearchAwayException e) {
                    throw e;
                } catch (RuntimeException e) {
                    unusable.put(i, e);
                }
            }
            refusals = batch.finish();
        }
        metrics.refused(refusals.size());
        refusals.stream()
                .collect(Collectors.groupingBy(refusal -> refusal.item().record()))
                .forEach((i, ofRecord) -> unusable.put(i, new RefusedDocumentException(ofRecord)));

        unusable.forEach((i, cause) -> bury(records.get(i), cause));
        metrics.nothingWaits();
    }

    /** The documents of one record; of several for one place the last holds. */
    private List<BulkRequest.Item> items(int i, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return List.of();
        }
        var event = decoder.decode(record.value());
        var source = new Ecs.Source(record.topic(), record.partition(), record.offset());
        var byPlace = new LinkedHashMap<String, Document>();
        for (var document : projection.documents(event, source)) {
            byPlace.put(document.index() + "/" + document.id(), document);
        }
        var items = new ArrayList<BulkRequest.Item>(byPlace.size());
        for (var document : byPlace.values()) {
            items.add(BulkRequest.Item.of(i, document, record.offset() + 1));
        }
        return items;
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        deadLetters.publish(record, cause);
        metrics.deadLetters(1);
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("cause", cause.getMessage())
                .log("event not indexed, kept in the dead-letter topic");
    }
}
