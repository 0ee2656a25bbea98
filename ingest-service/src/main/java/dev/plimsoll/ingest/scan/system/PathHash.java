package dev.plimsoll.ingest.scan.system;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Paths as 64-bit numbers: SipHash-2-4 (https://www.aumasson.jp/siphash/siphash.pdf) with a key
 * that this process made up, so that nobody can prepare two paths that are taken for one. Millions
 * of paths may be remembered so; 10 million of them collide with a chance of 1 in 370,000.
 */
public final class PathHash {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long KEY_0 = new SecureRandom().nextLong();
    private static final long KEY_1 = new SecureRandom().nextLong();

    private PathHash() {}

    /**
     * @param path bytes as ISO-8859-1, as tar entries give them
     */
    public static long of(String path) {
        var bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    public static long of(byte[] bytes, int from, int to) {
        var state = new State();
        int words = (to - from) >>> 3;
        for (int word = 0; word < words; word++) {
            state.take((long) WORD.get(bytes, from + (word << 3)));
        }
        return state.end(last(bytes, from + (words << 3), to, to - from));
    }

    /**
     * Of all directories above a path, in one pass over it: the root first, its parent last.
     *
     * @param path as for {@link #of(String)}
     */
    public static long[] above(String path) {
        var bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        var numbers = new PathNumbers();
        if (bytes.length > 0) {
            numbers.add(of(bytes, 0, 0));
        }
        var state = new State();
        int taken = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '/') {
                continue;
            }
            for (; taken + Long.BYTES <= i; taken += Long.BYTES) {
                state.take((long) WORD.get(bytes, taken));
            }
            numbers.add(new State(state).end(last(bytes, taken, i, i)));
        }
        return numbers.toArray();
    }

    /** Of SipHash, between words. */
    private static final class State {
        private long v0 = KEY_0 ^ 0x736f6d6570736575L;
        private long v1 = KEY_1 ^ 0x646f72616e646f6dL;
        private long v2 = KEY_0 ^ 0x6c7967656e657261L;
        private long v3 = KEY_1 ^ 0x7465646279746573L;

        private State() {}

        private State(State other) {
            v0 = other.v0;
            v1 = other.v1;
            v2 = other.v2;
            v3 = other.v3;
        }

        private void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        private long end(long last) {
            take(last);
            v2 ^= 0xFF;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }

    /** What is left of the bytes, and their number. */
    private static long last(byte[] bytes, int start, int to, int length) {
        long m = (long) length << 56;
        for (int i = 0; i < to - start; i++) {
            m |= (bytes[start + i] & 0xFFL) << (i << 3);
        }
        return m;
    }

    /**
     * The same number for {@code lib/x} and {@code usr/lib/x}: package lists name files as they
     * were before the two directories became one, or as after, whatever the image does
     * (https://wiki.debian.org/UsrMerge).
     *
     * @param path with or without the slash or {@code ./} in front
     */
    public static long merged(String path) {
        var bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        return merged(bytes, 0, bytes.length);
    }

    static long merged(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && (bytes[start] == '/' || isDotSlash(bytes, start, to))) {
            start++;
        }
        return of(bytes, start + (startsWithUsrBin(bytes, start, to) ? 4 : 0), to);
    }

    private static boolean isDotSlash(byte[] bytes, int at, int to) {
        return bytes[at] == '.' && at + 1 < to && bytes[at + 1] == '/';
    }

    /** {@code usr/} goes before the directories that the merge moved below it. */
    private static boolean startsWithUsrBin(byte[] bytes, int from, int to) {
        if (to - from < 8
                || bytes[from] != 'u'
                || bytes[from + 1] != 's'
                || bytes[from + 2] != 'r'
                || bytes[from + 3] != '/') {
            return false;
        }
        int end = from + 4;
        while (end < to && bytes[end] != '/') {
            end++;
        }
        return switch (new String(
                bytes, from + 4, Math.min(end - from - 4, 8), StandardCharsets.ISO_8859_1)) {
            case "bin", "sbin", "lib", "lib32", "lib64", "libx32" -> true;
            default -> false;
        };
    }
}
