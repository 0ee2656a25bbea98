package dev.plimsoll.ingest.scan.builtin;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * From which layer on an image has something, and since which layer it no longer has it.
 *
 * @param <T> a package in one version
 */
final class Versions<T> {

    private final Map<T, Integer> since = new HashMap<>();
    private final Map<T, Integer> until = new HashMap<>();

    /** What there is once the layer lies on top; layers come lowest first. */
    void now(Set<T> present, Set<T> before, int layer) {
        for (var version : present) {
            since.putIfAbsent(version, layer);
            until.remove(version);
        }
        for (var version : before) {
            if (!present.contains(version)) {
                until.put(version, layer);
            }
        }
    }

    /** The first layer that had it, -1 if none. */
    int since(T version) {
        return since.getOrDefault(version, -1);
    }

    /** What is no longer there, with the layer that took it away. */
    Map<T, Integer> gone() {
        return until;
    }
}
