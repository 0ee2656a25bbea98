package dev.plimsoll.ingest.reference;

import java.util.regex.Pattern;

/**
 * A repository inside its registry, by the grammar of the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">distribution
 * specification</a>.
 *
 * @param value lower case, without the host, at most 255 characters
 */
public record RepositoryName(String value) {

    private static final int LONGEST = 255;

    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";
    private static final Pattern GRAMMAR = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");

    public RepositoryName {
        if (value.length() > LONGEST || !GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a repository name: '%s'".formatted(Printable.of(value)));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
