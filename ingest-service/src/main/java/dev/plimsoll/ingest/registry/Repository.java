package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.util.regex.Pattern;

/**
 * The name of a repository without its host, by the grammar of the distribution specification: safe
 * to be part of a URL.
 */
public record Repository(String name) {

    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    public Repository {
        if (name.length() > 255 || !NAME.matcher(name).matches()) {
            throw new ImageRefusedException(
                    Reason.REFERENCE_INVALID,
                    "not a repository name: '%s'".formatted(Printable.of(name)));
        }
    }

    static String tag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new ImageRefusedException(
                    Reason.REFERENCE_INVALID, "not a tag: '%s'".formatted(Printable.of(tag)));
        }
        return tag;
    }

    @Override
    public String toString() {
        return name;
    }
}
