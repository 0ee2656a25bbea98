package dev.plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * What processes occupy, as Linux counts it.
 *
 * @param rss with pages shared between processes counted in each of them; KiB
 * @param pss with shared pages divided among those who share them; KiB
 */
record Memory(long rss, long pss) {

    /** Processes that end meanwhile count nothing. */
    static Memory of(Collection<ProcessHandle> processes) {
        var total = new Memory(0, 0);
        for (var process : processes) {
            try {
                var lines = Files.readAllLines(file(process.pid(), "smaps_rollup"));
                total =
                        new Memory(
                                total.rss + number(lines, "Rss:"),
                                total.pss + number(lines, "Pss:"));
            } catch (IOException _) {
                // It has ended, for example a shell that only started another.
            }
        }
        return total;
    }

    /** The most that a process ever occupied, or since the last {@link #forgetPeak}; KiB. */
    static long peak(ProcessHandle process) throws IOException {
        return number(Files.readAllLines(file(process.pid(), "status")), "VmHWM:");
    }

    /** From now on the peak is that of what follows. See proc_pid_clear_refs(5). */
    static void forgetPeak(ProcessHandle process) throws IOException {
        Files.writeString(file(process.pid(), "clear_refs"), "5");
    }

    /**
     * What the process has written to disk so far, as far as the kernel counts it; bytes. See
     * proc_pid_io(5).
     */
    static long written(ProcessHandle process) throws IOException {
        return number(Files.readAllLines(file(process.pid(), "io")), "write_bytes:");
    }

    static String megabytes(long kibibytes) {
        return "%,d MiB".formatted(Math.round(kibibytes / 1024.0));
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    private static long number(List<String> lines, String key) throws IOException {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("no '%s' in /proc".formatted(key)));
    }
}
