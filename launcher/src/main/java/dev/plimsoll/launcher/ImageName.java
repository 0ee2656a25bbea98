package dev.plimsoll.launcher;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A repository without its registry, and a tag. */
record ImageName(String repository, String tag) {

    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*)*");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private static final Pattern ENDINGS =
            Pattern.compile("(?:\\.(?:tar|tgz|gz|oci|docker|docker-save|docker-oci|save))+$");

    ImageName {
        if (!REPOSITORY.matcher(repository).matches() || repository.length() > 200) {
            throw new IllegalArgumentException(
                    "'%s' is not a repository: lower-case letters, digits and . _ - / between them"
                            .formatted(repository));
        }
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a tag: letters, digits and . _ -".formatted(tag));
        }
    }

    /** "repository:tag"; without a tag it is "latest". */
    static ImageName parse(String text) {
        var colon = text.lastIndexOf(':');
        return colon < 0
                ? new ImageName(text, "latest")
                : new ImageName(text.substring(0, colon), text.substring(colon + 1));
    }

    /**
     * Of an archive nobody named: its file name in lower case, without what only tells that it is
     * an archive, and "-" for every character a repository cannot have. "Alpine
     * 3.11.docker-save.tar.gz" is "alpine-3.11:latest".
     */
    static ImageName of(Path archive) {
        var file =
                Optional.ofNullable(archive.toAbsolutePath().normalize().getFileName())
                        .map(Path::toString)
                        .orElse("");
        var name =
                ENDINGS.matcher(file.toLowerCase(Locale.ROOT))
                        .replaceFirst("")
                        .replaceAll("[^a-z0-9._-]+", "-")
                        .replaceAll("[._-]*-[._-]*|\\.[._]+|_{3,}|_\\.", "-")
                        .replaceAll("^[._-]+|[._-]+$", "");
        return new ImageName(name.isEmpty() ? "image" : name, "latest");
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
