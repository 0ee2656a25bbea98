package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.ImageRef;
import java.util.regex.Pattern;

/**
 * A pattern over image names: {@code registry.example.com/team/web}, {@code team/*}, {@code
 * **}{@code /web:1.*}.
 *
 * <p>{@code *} stands for any characters but a slash, {@code **} for any characters, {@code ?} for
 * one. It is held against the repository with and without its registry; with a tag pattern behind a
 * colon also against the tag.
 */
final class ImageGlob {

    private static final int MAX_LENGTH = 512;

    private static final String ANY_TAG = "**";

    private final String repositoryGlob;
    private final String tagGlob;
    private final Pattern repository;
    private final Pattern tag;

    private ImageGlob(String repository, String tag) {
        this.repositoryGlob = repository;
        this.tagGlob = tag;
        this.repository = compile(repository);
        this.tag = compile(tag);
    }

    /**
     * @throws IllegalArgumentException if {@code glob} is blank, too long or holds a blank
     */
    static ImageGlob parse(String glob) {
        if (glob.isBlank() || glob.length() > MAX_LENGTH || glob.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("not an image pattern: '%s'".formatted(glob));
        }
        int colon = glob.indexOf(':', glob.lastIndexOf('/') + 1);
        return colon < 0
                ? new ImageGlob(glob, ANY_TAG)
                : new ImageGlob(glob.substring(0, colon), glob.substring(colon + 1));
    }

    /** Matches images of every repository. */
    static boolean isBlanket(String glob) {
        return glob.chars().allMatch(c -> "*?/:".indexOf(c) >= 0);
    }

    boolean matches(ImageRef image) {
        return (repository.matcher(image.getRegistry() + "/" + image.getRepository()).matches()
                        || repository.matcher(image.getRepository()).matches())
                && tag.matcher(image.getTag() == null ? "" : image.getTag()).matches();
    }

    /** Matches no image that {@code wide} does not match. */
    boolean isWithin(ImageGlob wide) {
        return GlobInclusion.isWithin(repositoryGlob, wide.repositoryGlob)
                && GlobInclusion.isWithin(tagGlob, wide.tagGlob);
    }

    /** Only literals and wildcards that cannot nest: matching stays linear enough for any input. */
    static Pattern compile(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
