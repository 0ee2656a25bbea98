package dev.plimsoll.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** What the person at the terminal reads. Colours only where there is a terminal. */
final class Console {

    private final PrintStream out;
    private final boolean terminal;
    private final Instant start = Instant.now();

    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** A step of the way, with the seconds since the start. */
    synchronized void step(String text) {
        out.printf(
                "%s %s%n",
                dim(
                        "%6.1f s"
                                .formatted(
                                        Duration.between(start, Instant.now()).toMillis()
                                                / 1000.0)),
                text);
    }

    synchronized void title(String text) {
        out.printf("%n%s%n", terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    synchronized void line(String text) {
        out.println(printable(text));
    }

    /** Text of images and advisories must not drive the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private String dim(String text) {
        return terminal ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
