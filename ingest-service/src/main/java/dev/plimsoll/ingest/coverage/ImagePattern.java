package dev.plimsoll.ingest.coverage;

import java.util.regex.Pattern;

/**
 * A pattern over image names, as in acceptance rules: {@code registry.example.com/team/*}, {@code
 * team/**}, {@code **}{@code /web:1.*}.
 *
 * <p>{@code *} stands for any characters but a slash, {@code **} for any characters, {@code ?} for
 * one. It is held against the repository with and without its registry; with a tag pattern behind a
 * colon also against the tag.
 */
record ImagePattern(String glob, Pattern repository, Pattern tag) {

    private static final int LONGEST = 512;

    /**
     * @param setting for the message
     * @throws IllegalArgumentException if it is blank, too long or holds a blank
     */
    static ImagePattern parse(String setting, String glob) {
        if (glob.isBlank() || glob.length() > LONGEST || glob.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException(
                    "%s has '%s', which is no image pattern".formatted(setting, glob));
        }
        int colon = glob.indexOf(':', glob.lastIndexOf('/') + 1);
        return colon < 0
                ? new ImagePattern(glob, compile(glob), compile("**"))
                : new ImagePattern(
                        glob,
                        compile(glob.substring(0, colon)),
                        compile(glob.substring(colon + 1)));
    }

    boolean matches(TagName name) {
        return (repository.matcher(name.key()).matches()
                        || repository.matcher(name.repository()).matches())
                && tag.matcher(name.tag()).matches();
    }

    @Override
    public String toString() {
        return glob;
    }

    /** Only literals and wildcards that cannot nest. */
    private static Pattern compile(String glob) {
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
