package dev.plimsoll.ingest.scan.rpm;

import io.roastedroot.sqlite4j.SQLiteConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes databases that hold given headers: SQLite's by SQLite itself, the others page by page as
 * rpm and Berkeley DB write them.
 */
final class Databases {

    private static final int SLOTS = 4096;
    private static final int BLOCK = 16;

    private Databases() {}

    static byte[] of(RpmFormat format, List<byte[]> headers) {
        return switch (format) {
            case SQLITE -> sqlite(4096, headers);
            case NDB -> ndb(headers);
            case BERKELEY -> berkeley(ByteOrder.LITTLE_ENDIAN, 4096, headers);
            case MANIFEST -> throw new IllegalArgumentException("a manifest holds no headers");
        };
    }

    /** Steps of making a database with SQLite. */
    interface Statements {

        void run(SQLiteConnection connection) throws SQLException;
    }

    static byte[] sqlite(int pageSize, Statements statements) {
        try (var connection =
                (SQLiteConnection) DriverManager.getConnection("jdbc:sqlite::memory:")) {
            execute(connection, "PRAGMA page_size = " + pageSize);
            execute(connection, "BEGIN");
            statements.run(connection);
            execute(connection, "COMMIT");
            return connection.serialize("main");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] sqlite(int pageSize, List<byte[]> headers) {
        return sqlite(
                pageSize,
                connection -> {
                    createTables(connection);
                    insert(connection, headers);
                });
    }

    /** What SQLite finds in a database of rpm's. */
    static List<byte[]> headers(byte[] database) throws SQLException {
        var readable = database.clone();
        // SQLite in memory has no log: this says that the database never had one.
        readable[18] = 1;
        readable[19] = 1;
        try (var connection =
                (SQLiteConnection) DriverManager.getConnection("jdbc:sqlite::memory:")) {
            connection.deserialize("main", readable);
            var headers = new ArrayList<byte[]>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT blob FROM Packages")) {
                while (rows.next()) {
                    headers.add(rows.getBytes(1));
                }
            }
            return headers;
        }
    }

    /** As rpm makes them, with one of its indexes. */
    static void createTables(SQLiteConnection connection) throws SQLException {
        execute(
                connection,
                "CREATE TABLE IF NOT EXISTS 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)");
        execute(
                connection,
                "CREATE TABLE IF NOT EXISTS 'Name' (key 'TEXT' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)");
        execute(connection, "CREATE INDEX IF NOT EXISTS 'Name_key_idx' ON 'Name'(key ASC)");
    }

    static void insert(SQLiteConnection connection, List<byte[]> headers) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO Packages(blob) VALUES (?)")) {
            for (var header : headers) {
                insert.setBytes(1, header);
                insert.executeUpdate();
            }
        }
    }

    static void execute(SQLiteConnection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A log that makes the given database of whatever file lies beside it, in one transaction. */
    static byte[] writeAheadLog(byte[] database, int pageSize) {
        return writeAheadLog(database, pageSize, database.length / pageSize);
    }

    /**
     * @param promised number of pages that the transaction says there are
     */
    static byte[] writeAheadLog(byte[] database, int pageSize, int promised) {
        int pages = database.length / pageSize;
        var log = ByteBuffer.allocate(32 + pages * (24 + pageSize));
        log.putInt(0x377f0683).putInt(3_007_000).putInt(pageSize).putInt(0);
        log.putInt(7).putInt(8);
        var sums = sums(new int[2], log.array(), 0, 24);
        log.putInt(sums[0]).putInt(sums[1]);
        for (int page = 1; page <= pages; page++) {
            int frame = log.position();
            log.putInt(page).putInt(page == pages ? promised : 0).putInt(7).putInt(8);
            log.position(frame + 24).put(database, (page - 1) * pageSize, pageSize);
            sums(sums, log.array(), frame, 8);
            sums(sums, log.array(), frame + 24, pageSize);
            log.putInt(frame + 16, sums[0]).putInt(frame + 20, sums[1]);
        }
        return log.array();
    }

    private static int[] sums(int[] sums, byte[] bytes, int from, int size) {
        var words = ByteBuffer.wrap(bytes, from, size);
        while (words.hasRemaining()) {
            sums[0] += words.getInt() + sums[1];
            sums[1] += words.getInt() + sums[0];
        }
        return sums;
    }

    static byte[] ndb(List<byte[]> headers) {
        int slotPages = (headers.size() + 2) * BLOCK / SLOTS + 1;
        var slots = ByteBuffer.allocate(slotPages * SLOTS).order(ByteOrder.LITTLE_ENDIAN);
        slots.put("RpmP".getBytes()).putInt(0).putInt(1).putInt(slotPages).putInt(9).position(32);
        var blobs = new ByteArrayOutputStream();
        int number = 1;
        for (var header : headers) {
            int blocks = (16 + header.length + 12 + BLOCK - 1) / BLOCK;
            slots.put("Slot".getBytes()).putInt(number);
            slots.putInt((slots.capacity() + blobs.size()) / BLOCK).putInt(blocks);
            var blob = ByteBuffer.allocate(blocks * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            blob.put("BlbS".getBytes()).putInt(number++).putInt(1).putInt(header.length);
            blob.put(header).position(blob.capacity() - 12);
            blobs.writeBytes(blob.putInt(0).putInt(header.length).put("BlbE".getBytes()).array());
        }
        while (slots.hasRemaining()) {
            slots.put("Slot".getBytes()).position(slots.position() + 12);
        }
        return ByteBuffer.allocate(slots.capacity() + blobs.size())
                .put(slots.array())
                .put(blobs.toByteArray())
                .array();
    }

    /** Header after header, each in overflow pages if it does not fit into a quarter of a page. */
    static byte[] berkeley(ByteOrder order, int pageSize, List<byte[]> headers) {
        var pages = new ArrayList<ByteBuffer>();
        pages.add(ByteBuffer.allocate(pageSize).order(order));
        var open = berkeleyPage(order, pageSize, pages, 13);
        int free = pageSize;
        int items = 0;
        int number = 0;
        for (var header : counterAnd(headers)) {
            boolean inPage = header.length < pageSize / 4;
            var value =
                    inPage
                            ? ByteBuffer.allocate(1 + header.length).put((byte) 1).put(header)
                            : ByteBuffer.allocate(12)
                                    .order(order)
                                    .putInt(0, 3)
                                    .put(0, (byte) 3)
                                    .putInt(4, overflow(order, pageSize, pages, header))
                                    .putInt(8, header.length);
            if (free - 5 - value.capacity() < 26 + 2 * (items + 2)) {
                open = berkeleyPage(order, pageSize, pages, 13);
                free = pageSize;
                items = 0;
            }
            var key = ByteBuffer.allocate(5).order(order).put((byte) 1).putInt(number++);
            for (var item : List.of(key, value)) {
                free -= item.capacity();
                open.put(free, item.array());
                open.putShort(26 + 2 * items++, (short) free);
            }
            open.putShort(20, (short) items).putShort(22, (short) free);
        }
        var meta = pages.getFirst();
        meta.putInt(12, 0x061561).putInt(16, 9).putInt(20, pageSize).put(25, (byte) 8);
        meta.putInt(32, pages.size() - 1);
        var file = ByteBuffer.allocate(pages.size() * pageSize);
        pages.forEach(page -> file.put(page.array()));
        return file.array();
    }

    /** The value of key 0 is no header but the highest number given to one. */
    private static List<byte[]> counterAnd(List<byte[]> headers) {
        var all = new ArrayList<byte[]>();
        all.add(new byte[] {1, 0, 0, 0});
        all.addAll(headers);
        return all;
    }

    private static int overflow(
            ByteOrder order, int pageSize, List<ByteBuffer> pages, byte[] content) {
        int first = pages.size();
        for (int at = 0; at < content.length; at += pageSize - 26) {
            int size = Math.min(pageSize - 26, content.length - at);
            var page = berkeleyPage(order, pageSize, pages, 7);
            page.putShort(22, (short) size).put(26, content, at, size);
            if (at + size < content.length) {
                page.putInt(16, pages.size());
            }
        }
        return first;
    }

    private static ByteBuffer berkeleyPage(
            ByteOrder order, int pageSize, List<ByteBuffer> pages, int type) {
        var page = ByteBuffer.allocate(pageSize).order(order);
        page.putInt(8, pages.size()).put(25, (byte) type);
        pages.add(page);
        return page;
    }
}
