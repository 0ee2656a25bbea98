package dev.plimsoll.ingest.scan.rpm;

import java.util.ArrayList;
import java.util.List;

/** The columns of one row of an SQLite table: their types, then their values. */
final class SqliteRow {

    private final Bytes payload;
    private final List<Long> types = new ArrayList<>();
    private final long valuesStart;

    SqliteRow(Bytes payload) throws DamagedException {
        this.payload = payload;
        var numbers = new SqliteNumbers(payload, 0);
        valuesStart = numbers.next();
        // Neither table has more than a handful of columns.
        while (numbers.position() < valuesStart && types.size() < 16) {
            types.add(numbers.next());
        }
    }

    Bytes blob(int column) throws DamagedException {
        long type = type(column);
        if (type < 12 || type % 2 != 0) {
            throw new DamagedException("column %d is no blob".formatted(column));
        }
        return payload.slice(start(column), size(type));
    }

    String text(int column) throws DamagedException {
        long type = type(column);
        return type >= 13 && type % 2 == 1 ? payload.text(start(column), size(type)) : "";
    }

    long number(int column) throws DamagedException {
        long type = type(column);
        if (type == 9) {
            return 1;
        }
        if (type < 1 || type > 6) {
            throw new DamagedException("column %d is no whole number".formatted(column));
        }
        var value = payload.slice(start(column), size(type));
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.u8(i);
        }
        return number;
    }

    private long start(int column) throws DamagedException {
        long start = valuesStart;
        for (int i = 0; i < column; i++) {
            start += size(type(i));
        }
        return start;
    }

    private long type(int column) throws DamagedException {
        if (column >= types.size()) {
            throw new DamagedException("a row has %d columns".formatted(types.size()));
        }
        return types.get(column);
    }

    private static long size(long type) throws DamagedException {
        if (type < 0 || type == 10 || type == 11) {
            throw new DamagedException("%d is no type of a column".formatted(type));
        }
        return switch ((int) Math.min(type, 12)) {
            case 0, 8, 9 -> 0;
            case 5 -> 6;
            case 6, 7 -> 8;
            case 12 -> (type - 12) / 2;
            default -> type;
        };
    }
}
