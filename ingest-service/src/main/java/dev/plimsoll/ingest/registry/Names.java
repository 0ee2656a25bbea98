package dev.plimsoll.ingest.registry;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Names that a registry listed, each by its grammar and once, however often it was listed.
 *
 * @param malformed how many entries were no name; none of ours could be among them
 * @param complete whether the list was read to its end
 */
public record Names(SortedSet<String> values, int malformed, boolean complete) {

    public Names {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    /** Reads pages like {@code {"tags": ["1.0", "1.1"]}}. */
    static final class Reader implements Pages.Reader {

        private final String field;
        private final Consumer<String> grammar;
        private final int most;
        private final SortedSet<String> values = new TreeSet<>();
        private int malformed;

        /**
         * @param grammar throws IllegalArgumentException at what is no name
         */
        Reader(String field, Consumer<String> grammar, int most) {
            this.field = field;
            this.grammar = grammar;
            this.most = most;
        }

        /** Distribution writes null for a repository whose tags are all gone. */
        @Override
        public Pages.Progress page(byte[] document) {
            var root =
                    UntrustedJson.object(
                            document, Reason.UNEXPECTED_RESPONSE, "the list of " + field);
            var list = root.get(field);
            if (list == null || !(list.isArray() || list.isNull())) {
                throw new ImageRefusedException(
                        Reason.UNEXPECTED_RESPONSE, "the list has no array '%s'".formatted(field));
            }
            int before = values.size();
            for (var entry : list) {
                if (values.size() == most) {
                    return Pages.Progress.ENOUGH;
                }
                add(entry.isString() ? entry.stringValue() : "");
            }
            return values.size() > before ? Pages.Progress.MORE : Pages.Progress.NOTHING_NEW;
        }

        private void add(String name) {
            try {
                grammar.accept(name);
                values.add(name);
            } catch (IllegalArgumentException _) {
                malformed++;
            }
        }

        Names read(boolean complete) {
            return new Names(values, malformed, complete);
        }
    }
}
