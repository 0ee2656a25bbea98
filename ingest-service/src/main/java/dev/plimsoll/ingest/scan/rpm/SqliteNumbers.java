package dev.plimsoll.ingest.scan.rpm;

/** SQLite's numbers of one to nine bytes, seven bits in each. */
final class SqliteNumbers {

    private final Bytes bytes;
    private int position;

    SqliteNumbers(Bytes bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int position() {
        return position;
    }

    long next() throws DamagedException {
        long number = 0;
        for (int i = 0; i < 8; i++) {
            int read = bytes.u8(position++);
            number = number << 7 | read & 0x7f;
            if (read < 0x80) {
                return number;
            }
        }
        return number << 8 | bytes.u8(position++);
    }
}
