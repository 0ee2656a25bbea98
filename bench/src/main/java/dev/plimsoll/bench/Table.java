package dev.plimsoll.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as they need to be; the first to the left, numbers to the right. */
final class Table {

    private final String title;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Table(String title, String... header) {
        this.title = title;
        rows.add(List.of(header));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void remark(String text) {
        remarks.add(text);
    }

    void print(PrintStream out) {
        out.printf("%n%s%n%n", title);
        for (var row : rows) {
            var line = new StringBuilder("  ");
            for (var i = 0; i < row.size(); i++) {
                var format = i == 0 ? "%-" + width(i) + "s" : "  %" + width(i) + "s";
                line.append(format.formatted(row.get(i)));
            }
            out.println(line.toString().stripTrailing());
        }
        remarks.forEach(remark -> out.println("  " + remark));
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(1);
    }
}
