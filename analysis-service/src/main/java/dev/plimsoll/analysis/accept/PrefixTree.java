package dev.plimsoll.analysis.accept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What names begin with, or end with if they are read backwards: from the root on, every node that
 * is met while reading a name stands for a beginning of it.
 */
final class PrefixTree {

    private static final int[] NOBODY = {};

    private final @Nullable Node root;

    private PrefixTree(@Nullable Node root) {
        this.root = root;
    }

    /**
     * @param entries by what a name begins with, or ends with
     * @param backwards for ends
     */
    static PrefixTree of(Map<String, int[]> entries, boolean backwards) {
        var sorted = new TreeMap<String, int[]>();
        entries.forEach(
                (key, positions) ->
                        sorted.put(
                                backwards ? new StringBuilder(key).reverse().toString() : key,
                                positions));
        return new PrefixTree(
                sorted.isEmpty()
                        ? null
                        : node("", List.copyOf(sorted.keySet()), 0, sorted, backwards));
    }

    /** Null if there is nothing to be met. */
    @Nullable Node root() {
        return root;
    }

    /**
     * @param label what has to be read to come here from the parent
     * @param firsts the first characters of the children's labels, in order
     */
    record Node(String label, int[] positions, char[] firsts, Node[] children, boolean backwards) {

        int length() {
            return label.length();
        }

        /**
         * The child that a name leads to, which is {@code repository} with {@code registry} and a
         * slash before it if that is not null.
         *
         * @param at how much of the name has been read
         */
        @Nullable Node next(@Nullable String registry, String repository, int at) {
            int offset = registry == null ? 0 : registry.length() + 1;
            int length = offset + repository.length();
            if (at >= length) {
                return null;
            }
            char first = charAt(registry, repository, offset, length, at);
            int low = 0;
            int high = firsts.length - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                if (firsts[middle] < first) {
                    low = middle + 1;
                } else if (firsts[middle] > first) {
                    high = middle - 1;
                } else {
                    var child = children[middle];
                    return child.isRead(registry, repository, offset, length, at) ? child : null;
                }
            }
            return null;
        }

        private boolean isRead(
                @Nullable String registry, String repository, int offset, int length, int at) {
            if (at + label.length() > length) {
                return false;
            }
            for (int i = 1; i < label.length(); i++) {
                if (label.charAt(i) != charAt(registry, repository, offset, length, at + i)) {
                    return false;
                }
            }
            return true;
        }

        private char charAt(
                @Nullable String registry, String repository, int offset, int length, int at) {
            int index = backwards ? length - 1 - at : at;
            if (index >= offset) {
                return repository.charAt(index - offset);
            }
            return registry == null || index == offset - 1 ? '/' : registry.charAt(index);
        }
    }

    /**
     * @param keys in order, all with the same first {@code read} characters
     * @param read how much of them leads to the node
     */
    private static Node node(
            String label,
            List<String> keys,
            int read,
            Map<String, int[]> entries,
            boolean backwards) {
        boolean own = keys.getFirst().length() == read;
        var positions = own ? entries.getOrDefault(keys.getFirst(), NOBODY) : NOBODY;
        var children = new ArrayList<Node>();
        for (int from = own ? 1 : 0; from < keys.size(); ) {
            char first = keys.get(from).charAt(read);
            int to = from + 1;
            while (to < keys.size() && keys.get(to).charAt(read) == first) {
                to++;
            }
            int common = common(keys.get(from), keys.get(to - 1));
            children.add(
                    node(
                            keys.get(from).substring(read, common),
                            keys.subList(from, to),
                            common,
                            entries,
                            backwards));
            from = to;
        }
        var firsts = new char[children.size()];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = children.get(i).label().charAt(0);
        }
        return new Node(label, positions, firsts, children.toArray(Node[]::new), backwards);
    }

    /** How many first characters the first and the last of keys in order share, and so all. */
    private static int common(String first, String last) {
        int length = Math.min(first.length(), last.length());
        int i = 0;
        while (i < length && first.charAt(i) == last.charAt(i)) {
            i++;
        }
        return i;
    }
}
