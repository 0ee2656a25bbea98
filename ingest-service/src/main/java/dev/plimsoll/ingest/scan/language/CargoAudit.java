package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the list of crates that cargo-auditable puts into a program: JSON, packed by zlib. Crates
 * that only took part in building are left out.
 */
final class CargoAudit implements AutoCloseable {

    /** Of a zlib header with the usual window of 32 KiB. */
    static final byte FIRST = 0x78;

    private static final byte[] START = "{\"packages\":[".getBytes(StandardCharsets.US_ASCII);
    private static final int TRIED = 512;
    private static final int MOST_CODES = 29;

    /** Of bytes that mean nothing, one place in 16 KiB looks like a zlib header. */
    private static final long BYTES_FOR_A_TRY = 512;

    private static final long FIRST_TRIES = 10_000;

    /** A brace in the fixed code, whose bits come from the highest to the lowest. */
    private static final int FIXED_BRACE = 0xD5;

    private final String path;
    private final ByteWindow window;
    private final LanguageLimits limits;
    private final Discovery discovery;
    private final Inflater inflater = new Inflater();
    private final byte[] start = new byte[START.length];
    private boolean found;
    private long tries;
    private boolean toldOfTooMany;

    CargoAudit(String path, ByteWindow window, LanguageLimits limits, Discovery discovery) {
        this.path = path;
        this.window = window;
        this.limits = limits;
        this.discovery = discovery;
    }

    /** Whether the second byte goes with {@link #FIRST} (RFC 1950). */
    static boolean mayStart(byte[] bytes, int index) {
        return switch (bytes[index + 1]) {
            case 0x01, 0x5E, (byte) 0x9C, (byte) 0xDA -> true;
            default -> false;
        };
    }

    boolean isFound() {
        return found;
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** Whether the window stood at a list of crates, and now stands behind it. */
    boolean take() throws IOException {
        window.has(TRIED);
        if (!mayBeDeflated()) {
            return false;
        }
        long allowed = FIRST_TRIES + window.offset() / BYTES_FOR_A_TRY;
        if (tries >= allowed) {
            tellOfTooMany();
            return false;
        }
        tries++;
        if (!startsRight()) {
            return false;
        }
        inflater.reset();
        var problem = readList();
        window.step(-inflater.getRemaining());
        if (problem == null) {
            found = true;
        } else {
            discovery.gap(Reason.PROGRAM_UNREADABLE, path, "its list of crates: " + problem);
        }
        return true;
    }

    /**
     * Programs do not look so by chance: something hides there, or somebody wants to keep us busy.
     */
    private void tellOfTooMany() {
        if (!toldOfTooMany) {
            toldOfTooMany = true;
            discovery.gap(
                    Reason.PROGRAM_UNREADABLE,
                    path,
                    "more than %d places in it look like a list of crates".formatted(tries));
        }
    }

    private @Nullable String readList() throws IOException {
        try {
            return LanguageJson.read(new Inflated(), limits.textBytes(), this::readPackages);
        } catch (LimitReachedException e) {
            return e.problem();
        }
    }

    private void readPackages(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean packages = parser.currentName().equals("packages");
            if (parser.nextToken() == JsonToken.START_ARRAY && packages) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    readPackage(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readPackage(JsonParser parser) {
        var name = "";
        var version = "";
        boolean builds = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                continue;
            }
            switch (key) {
                case "name" -> name = parser.getString();
                case "version" -> version = parser.getString();
                case "kind" -> builds = parser.getString().equals("build");
                default -> {}
            }
        }
        if (!builds) {
            discovery.add(LanguagePackage.Type.CARGO, name, version, path);
        }
    }

    /**
     * Whether the first block can be one (RFC 1951, 3.2.3) and can start with a brace: chance finds
     * end here, before they cost a try.
     */
    private boolean mayBeDeflated() {
        if (window.available() < 2 + 2 + Long.BYTES) {
            return false;
        }
        int bits = window.u16(2);
        return switch ((bits >> 1) & 3) {
            case 0 -> (window.u16(3) ^ window.u16(5)) == 0xFFFF && window.at(7) == START[0];
            case 1 -> ((bits >> 3) & 0xFF) == FIXED_BRACE;
            case 2 ->
                    ((bits >> 3) & 31) <= MOST_CODES
                            && ((bits >> 8) & 31) <= MOST_CODES
                            && isCompleteCode();
            default -> false;
        };
    }

    /**
     * The lengths of the code for lengths, 3 bits each from bit 17 on, must use every code once.
     */
    private boolean isCompleteCode() {
        int lengths = ((window.u16(3) >> 5) & 15) + 4;
        long bits = window.u64(4) >>> 1;
        int used = 0;
        for (int i = 0; i < lengths; i++) {
            int length = (int) (bits >>> (3 * i)) & 7;
            used += length == 0 ? 0 : 1 << (7 - length);
        }
        return used == 1 << 7;
    }

    private boolean startsRight() {
        inflater.reset();
        inflater.setInput(window.buffer(), window.position(), Math.min(TRIED, window.available()));
        try {
            int length = inflater.inflate(start);
            return length == START.length && Arrays.equals(start, START);
        } catch (DataFormatException e) {
            return false; // no zlib stream, only looked like one
        }
    }

    /** Ends where the stream cannot be inflated: the document in it is then not whole. */
    private final class Inflated extends InputStream {

        private boolean broken;

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
            try {
                while (!broken) {
                    int read = inflater.inflate(output, offset, length);
                    if (read > 0) {
                        return read;
                    }
                    if (inflater.finished()) {
                        return -1;
                    }
                    if (!inflater.needsInput() || !feed()) {
                        broken = true;
                    }
                }
            } catch (DataFormatException e) {
                broken = true;
            }
            return -1;
        }

        private boolean feed() throws IOException {
            if (!window.has(1)) {
                return false;
            }
            int fed = window.available();
            inflater.setInput(window.buffer(), window.position(), fed);
            window.step(fed);
            return true;
        }
    }
}
