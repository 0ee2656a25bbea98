package dev.plimsoll.ingest.scan.layer;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip stream of any number of members (RFC 1952), read in a loop. Unlike the JDK's, it refuses a
 * broken later member and trailing garbage instead of ending early, checks every length and
 * checksum, and does not recurse on members without output. Zeros after the last member are
 * tolerated: they are padding of tapes and some build tools.
 */
public final class GzipMembers extends InputStream {

    private static final int MAX_HEADER = 64 * 1024;
    private static final int BUFFER = 64 * 1024;

    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream compressed;
    private final int maxEmptyMembers;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final CRC32 headerCrc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int headerLength;
    private long memberOutput;
    private int emptyMembers;
    private State state = State.BEFORE_FIRST;

    private enum State {
        BEFORE_FIRST,
        IN_MEMBER,
        ENDED
    }

    public GzipMembers(InputStream compressed, int maxEmptyMembers) {
        this.compressed = compressed;
        this.maxEmptyMembers = maxEmptyMembers;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] output, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            switch (state) {
                case ENDED -> {
                    return -1;
                }
                case BEFORE_FIRST -> {
                    header(required("header"));
                    state = State.IN_MEMBER;
                }
                case IN_MEMBER -> {
                    int count = inflate(output, offset, length);
                    if (count > 0) {
                        crc.update(output, offset, count);
                        memberOutput += count;
                        return count;
                    }
                    if (inflater.finished()) {
                        endMember();
                    }
                }
            }
        }
    }

    /** Frees the inflater; whoever opened the compressed bytes closes them. */
    @Override
    public void close() {
        inflater.end();
    }

    private int inflate(byte[] output, int offset, int length) throws IOException {
        if (inflater.finished()) {
            return 0;
        }
        if (inflater.needsInput()) {
            if (position == limit && !fill()) {
                throw corrupt("it ends in the middle of compressed data");
            }
            inflater.setInput(buffer, position, limit - position);
            position = limit;
        }
        try {
            int count = inflater.inflate(output, offset, length);
            if (inflater.needsDictionary()) {
                throw corrupt("it asks for a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        if (littleEndian(4, "checksum") != crc.getValue()) {
            throw corrupt("the checksum of a member does not match");
        }
        if (littleEndian(4, "length") != (memberOutput & 0xFFFF_FFFFL)) {
            throw corrupt("the length of a member does not match");
        }
        if (memberOutput == 0 && ++emptyMembers > maxEmptyMembers) {
            throw new ImageRefusedException(
                    Reason.LIMIT_GZIP_MEMBERS,
                    "more than %d gzip members without content".formatted(maxEmptyMembers));
        }
        int next = next();
        if (next < 0) {
            state = State.ENDED;
        } else if (next == 0) {
            onlyZeros();
            state = State.ENDED;
        } else {
            inflater.reset();
            crc.reset();
            memberOutput = 0;
            header(next);
        }
    }

    private void onlyZeros() throws IOException {
        for (int next = next(); next >= 0; next = next()) {
            if (next != 0) {
                throw corrupt("garbage follows the padding after the last member");
            }
        }
    }

    private void header(int first) throws IOException {
        headerCrc.reset();
        headerLength = 0;
        headerCrc.update(first);
        if (first != 0x1F || headerByte() != 0x8B) {
            throw corrupt("a member has no gzip header");
        }
        if (headerByte() != 8) {
            throw corrupt("a member uses an unknown method");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw corrupt("a member uses reserved flags");
        }
        for (int i = 0; i < 6; i++) { // modification time, extra flags, operating system
            headerByte();
        }
        if ((flags & FEXTRA) != 0) {
            int length = headerByte() | headerByte() << 8;
            for (int i = 0; i < length; i++) {
                headerByte();
            }
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            long expected = headerCrc.getValue() & 0xFFFF;
            if (littleEndian(2, "header checksum") != expected) {
                throw corrupt("the header checksum of a member does not match");
            }
        }
    }

    private void skipText() throws IOException {
        while (headerByte() != 0) {
            // bounded by headerByte
        }
    }

    private int headerByte() throws IOException {
        if (++headerLength > MAX_HEADER + 1024) {
            throw corrupt("the header of a member is longer than %d bytes".formatted(MAX_HEADER));
        }
        int next = required("header");
        headerCrc.update(next);
        return next;
    }

    private long littleEndian(int bytes, String what) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) required(what) << (8 * i);
        }
        return value;
    }

    private int required(String what) throws IOException {
        int next = next();
        if (next < 0) {
            throw corrupt("it ends in the middle of a " + what);
        }
        return next;
    }

    private int next() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        int count = compressed.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    private static ImageRefusedException corrupt(String how) {
        return new ImageRefusedException(Reason.CORRUPT_GZIP, "broken gzip layer: " + how);
    }
}
