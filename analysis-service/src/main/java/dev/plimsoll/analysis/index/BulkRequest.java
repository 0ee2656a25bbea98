package dev.plimsoll.analysis.index;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Documents on their way to Elasticsearch, each already as the bytes that {@code _bulk} takes.
 *
 * <p>Bytes are made once and sent as they are, also when they are sent again.
 */
final class BulkRequest {

    /**
     * One document and the record it comes from.
     *
     * @param record index of the record in its batch
     * @param bytes action line and document, each with its line feed
     */
    record Item(int record, String id, byte[] bytes) {

        static Item of(int record, Document document, long version) {
            var bytes = new ByteArrayOutputStream(2048);
            bytes.writeBytes(
                    "{\"index\":{\"_index\":\"%s\",\"_id\":\"%s\",\"version\":%d,\"version_type\":\"external_gte\"}}\n"
                            .formatted(quoted(document.index()), quoted(document.id()), version)
                            .getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(DocumentJson.MAPPER.writeValueAsBytes(document.source()));
            bytes.write('\n');
            return new Item(record, document.id(), bytes.toByteArray());
        }

        private static String quoted(String text) {
            return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
        }
    }

    private final List<Item> items = new ArrayList<>();
    private int bytes;

    void add(Item item) {
        items.add(item);
        bytes += item.bytes().length;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether it is time to send: large enough to be worth a request, small enough to be kept. */
    boolean isFull() {
        return items.size() >= 2_000 || bytes >= 4 * 1024 * 1024;
    }

    List<Item> items() {
        return List.copyOf(items);
    }

    static byte[] body(List<Item> items) {
        var length = items.stream().mapToInt(item -> item.bytes().length).sum();
        var body = new byte[length];
        var at = 0;
        for (var item : items) {
            System.arraycopy(item.bytes(), 0, body, at, item.bytes().length);
            at += item.bytes().length;
        }
        return body;
    }
}
