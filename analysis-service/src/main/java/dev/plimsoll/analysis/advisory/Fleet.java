package dev.plimsoll.analysis.advisory;

import java.util.Set;

/** The images there are, as far as it decides which advisories are needed. */
public interface Fleet {

    /**
     * Of all images, for example "Debian:12" or "PyPI"; none while it cannot be told. Asked every
     * few seconds.
     */
    Set<String> ecosystems();
}
