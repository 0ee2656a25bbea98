package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches a program for what Go and cargo-auditable leave in it. Both have a section of their own,
 * but the table of sections may lie behind them, and a stream does not go back: so the whole
 * program is searched for what such a section starts with. Other formats than ELF are not read.
 */
final class ProgramReader {

    /** What is looked at around a find: a zlib header and the code tables behind it. */
    private static final int LOOK_AHEAD = 512;

    private static final int WINDOW = 64 * 1024;
    private static final int BLOCK = 16;
    private static final long ELF = 0x464C457FL;
    private static final short GO_START = 0x20FF;
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final ByteWindow window;
    private final GoBuildInfo go;
    private final CargoAudit cargo;

    private ProgramReader(
            String path, InputStream content, LanguageLimits limits, Discovery discovery) {
        this.window = new ByteWindow(content, WINDOW);
        this.go = new GoBuildInfo(path, window, limits, discovery);
        this.cargo = new CargoAudit(path, window, limits, discovery);
    }

    static Program read(
            String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var reader = new ProgramReader(path, content, limits, discovery);
        if (!reader.window.has(4) || reader.window.u32(0) != ELF) {
            return Program.NONE;
        }
        try {
            reader.search();
        } catch (LimitReachedException e) {
            discovery.gap(e.reason(), path, e.problem());
        } finally {
            reader.cargo.close();
        }
        if (reader.go.isFound() || reader.cargo.isFound()) {
            return Program.EXPLAINED;
        }
        if (reader.go.isOld()) {
            discovery.gap(
                    Reason.PROGRAM_UNREADABLE,
                    path,
                    "it was built by Go before 1.18, whose list of modules cannot be read in one"
                            + " pass");
        }
        return Program.UNEXPLAINED;
    }

    private void search() throws IOException {
        while (window.has(1)) {
            // Filled only when it is used up: that moves what is left of it.
            boolean more =
                    window.available() >= LOOK_AHEAD + BLOCK || window.has(LOOK_AHEAD + BLOCK);
            int searched = window.available();
            if (more) {
                // Near the end of a window a find would not be whole: the next one starts with it,
                // and with a whole block.
                searched -= LOOK_AHEAD;
                searched -= (int) (window.offset() + searched & (BLOCK - 1));
            }
            int find = find(searched);
            window.step(find);
            if (find < searched) {
                take();
            }
        }
    }

    private void take() throws IOException {
        if (window.at(0) == GoBuildInfo.FIRST ? go.take() : cargo.take()) {
            return;
        }
        window.step(1);
    }

    /**
     * Where the next thing is that may be one of ours.
     *
     * @return {@code length} if there is nothing before it
     */
    private int find(int length) {
        var bytes = window.buffer();
        int start = window.position();
        int end = start + length;
        int i = start;
        int aligned = start + (int) (-window.offset() & (BLOCK - 1));
        while (i < end && i < aligned) {
            if (isZlib(bytes, i)) {
                return i - start;
            }
            i++;
        }
        int lastBlock = end - BLOCK;
        while (i <= lastBlock) {
            if ((short) SHORTS.get(bytes, i) == GO_START) {
                return i - start;
            }
            if (has78((long) LONGS.get(bytes, i)) || has78((long) LONGS.get(bytes, i + 8))) {
                for (int j = i; j < i + BLOCK; j++) {
                    if (isZlib(bytes, j)) {
                        return j - start;
                    }
                }
            }
            i += BLOCK;
        }
        while (i < end) {
            if (isZlib(bytes, i)) {
                return i - start;
            }
            i++;
        }
        return length;
    }

    /** Whether one of eight bytes is that of a zlib header. */
    private static boolean has78(long bytes) {
        long x = bytes ^ (ONES * CargoAudit.FIRST);
        return ((x - ONES) & ~x & HIGH) != 0;
    }

    private static boolean isZlib(byte[] bytes, int index) {
        return bytes[index] == CargoAudit.FIRST
                && index + 1 < bytes.length
                && CargoAudit.mayStart(bytes, index);
    }
}
