package dev.plimsoll.analysis.report;

import org.jspecify.annotations.Nullable;

/**
 * The name of a base image in its parts.
 *
 * @param repository without the host
 */
record BaseName(String registry, String repository, @Nullable String tag, @Nullable String digest) {

    /** As documents write it, for example "registry.example.com/base/python:3.13@sha256:…". */
    static @Nullable BaseName parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var slash = text.indexOf('/');
        if (slash <= 0) {
            return null;
        }
        var at = text.indexOf('@');
        var digest = at < 0 ? null : text.substring(at + 1);
        var name = at < 0 ? text : text.substring(0, at);
        var colon = name.lastIndexOf(':');
        var tag = colon > name.lastIndexOf('/') ? name.substring(colon + 1) : null;
        var end = tag == null ? name.length() : colon;
        return end <= slash + 1
                ? null
                : new BaseName(
                        text.substring(0, slash), name.substring(slash + 1, end), tag, digest);
    }

    /** Without the digest. */
    String display() {
        return registry + "/" + repository + (tag == null ? "" : ":" + tag);
    }
}
