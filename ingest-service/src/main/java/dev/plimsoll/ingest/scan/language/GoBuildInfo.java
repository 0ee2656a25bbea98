package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads the build info that Go puts into a program (Go's {@code debug/buildinfo}): since Go 1.18
 * the version of Go and the list of modules follow it directly, each with its length.
 *
 * <p>A replaced module is named as what replaced it; by a folder, as itself in version {@code
 * (devel)}. The main module of a program that was built from a folder has that version, too.
 */
final class GoBuildInfo {

    /** Of the magic bytes. */
    static final byte FIRST = (byte) 0xFF;

    private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER = 32;
    private static final int INLINE = 2;
    private static final int LONGEST_VERSION = 256;
    private static final int LONGEST_LENGTH = 10;
    private static final int SENTINEL = 16;
    private static final String DEVEL = "(devel)";
    private static final String NO_MODULES = "it does not list its Go modules";
    private static final Pattern VERSION = Pattern.compile("(?:go([0-9]\\S*)|devel )[ -~]*");

    private final String path;
    private final ByteWindow window;
    private final LanguageLimits limits;
    private final Discovery discovery;
    private boolean found;
    private boolean old;
    private String name = "";
    private String version = "";
    private boolean anyModule;
    private boolean ownCode;

    GoBuildInfo(String path, ByteWindow window, LanguageLimits limits, Discovery discovery) {
        this.path = path;
        this.window = window;
        this.limits = limits;
        this.discovery = discovery;
    }

    boolean isFound() {
        return found;
    }

    /** Whether there was one of the older form, which points to other places. */
    boolean isOld() {
        return old;
    }

    /** Whether the window stood at build info, and now stands behind it. */
    boolean take() throws IOException {
        if (!window.has(HEADER + LONGEST_LENGTH) || !isMagic()) {
            return false;
        }
        int pointerSize = window.at(14);
        int flags = window.at(15);
        if ((flags & INLINE) == 0) {
            old |= (pointerSize == 4 || pointerSize == 8) && (flags & ~1) == 0;
            return false;
        }
        int length = length(HEADER);
        int at = HEADER + lengthBytes(length);
        if (length < 0 || length > LONGEST_VERSION || !window.has(at + length + LONGEST_LENGTH)) {
            return false;
        }
        var built = VERSION.matcher(window.latin1(at, length));
        if (!built.matches()) {
            return false;
        }
        at += length;
        int modules = length(at);
        window.step(at + lengthBytes(modules));
        found = true;
        discovery.add(
                LanguagePackage.Type.GOLANG,
                "stdlib",
                built.group(1) == null ? DEVEL : built.group(1),
                path);
        if (modules < 0 || modules > limits.memoryBytes()) {
            discovery.gap(Reason.PROGRAM_UNREADABLE, path, "its list of modules is too long");
            return true;
        }
        readModules(modules);
        return true;
    }

    private void readModules(int length) throws IOException {
        anyModule = false;
        ownCode = false;
        var bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = window.read(bytes, filled, length - filled);
            if (read < 0) {
                discovery.gap(
                        Reason.PROGRAM_UNREADABLE, path, "it ends inside its list of modules");
                break;
            }
            filled += read;
        }
        int end = filled - SENTINEL;
        if (end <= SENTINEL || bytes[end - 1] != '\n') {
            if (filled == length) {
                discovery.gap(Reason.PROGRAM_UNREADABLE, path, NO_MODULES);
            }
            return;
        }
        new String(bytes, SENTINEL, end - SENTINEL, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(this::takeLine);
        tellModule();
        if (ownCode && !anyModule) {
            discovery.gap(Reason.PROGRAM_UNREADABLE, path, NO_MODULES);
        }
    }

    /** {@code dep}, module, version, checksum; and {@code =>} for what replaces the last one. */
    private void takeLine(String[] cells) {
        if (cells.length < 2) {
            return;
        }
        var written = cells.length > 2 ? cells[2] : "";
        switch (cells[0]) {
            // Programs of Go itself, such as cmd/go, are of the standard library alone.
            case "path" -> ownCode = cells[1].split("/", 2)[0].contains(".");
            case "mod", "dep" -> {
                tellModule();
                name = cells[1];
                version = written;
                anyModule = true;
            }
            case "=>" -> {
                name = written.isEmpty() ? name : cells[1];
                version = written;
            }
            default -> {}
        }
    }

    private void tellModule() {
        if (!name.isEmpty()) {
            discovery.add(
                    LanguagePackage.Type.GOLANG, name, version.isEmpty() ? DEVEL : version, path);
        }
        name = "";
        version = "";
    }

    private boolean isMagic() {
        int at = window.position();
        return Arrays.equals(window.buffer(), at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Seven bits a byte, the lowest first; -1 if it is larger than any text. */
    private int length(int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int next = window.at(at + i);
            value |= (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private static int lengthBytes(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4;
    }
}
