package dev.plimsoll.analysis.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table as <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a> writes it: a
 * quoted cell may hold commas, line ends and doubled quotes.
 */
final class CsvReader {

    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader in;
    private final int maxCharacters;
    private long line = 1;
    private boolean begun;

    /**
     * @param line from 1, where the row begins
     */
    record Row(long line, List<String> cells) {}

    /**
     * @param maxCharacters of one row
     */
    CsvReader(InputStream in, int maxCharacters) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 64 * 1024);
        this.maxCharacters = maxCharacters;
    }

    /**
     * The next row that is not empty, or null after the last.
     *
     * @throws FeedRefusedException if a row is too long, or ends within quotes
     */
    @Nullable Row next() throws IOException {
        while (true) {
            long began = line;
            var cells = row();
            if (cells == null) {
                return null;
            }
            if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                return new Row(began, cells);
            }
        }
    }

    private @Nullable List<String> row() throws IOException {
        int first = read();
        if (!begun) {
            begun = true;
            first = first == BYTE_ORDER_MARK ? read() : first;
        }
        if (first == END) {
            return null;
        }
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        int left = maxCharacters;
        boolean quoted = false;
        for (int c = first; ; c = read()) {
            if (left-- == 0) {
                throw new FeedRefusedException(
                        "line %d is longer than %d characters".formatted(line, maxCharacters));
            }
            if (quoted) {
                if (c == END) {
                    throw new FeedRefusedException("it ends within quotes");
                }
                if (c != '"') {
                    cell.append((char) c);
                } else if (peek() == '"') {
                    cell.append((char) read());
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n' || c == END) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                if (c != ',') {
                    return cells;
                }
            } else {
                cell.append((char) c);
            }
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int peek() throws IOException {
        in.mark(1);
        int c = in.read();
        in.reset();
        return c;
    }
}
