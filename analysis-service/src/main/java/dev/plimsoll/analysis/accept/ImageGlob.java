package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.ImageRef;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over image names: {@code registry.example.com/team/web}, {@code team/*}, {@code
 * **}{@code /web:1.*}, {@code team/web@sha256:…}.
 *
 * <p>{@code *} stands for any characters but a slash, {@code **} for any characters, {@code ?} for
 * one that is no slash. It is held against the repository with and without its registry; with a tag
 * pattern behind a colon also against the tag; with a digest behind an at sign against nothing but
 * that.
 *
 * <p>Matching allocates nothing and takes at worst the product of the two lengths for each {@code
 * **}: rules are judged millions of times, and are somebody's input.
 */
public final class ImageGlob {

    private static final int MAX_LENGTH = 512;
    private static final String ANY_TAG = "**";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final String repository;
    private final boolean literal;
    private final @Nullable String tag;
    private final @Nullable String digest;

    private ImageGlob(String repository, @Nullable String tag, @Nullable String digest) {
        this.repository = repository;
        this.literal = wildcard(repository) < 0;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * @throws IllegalArgumentException if {@code glob} is blank, too long or holds a blank, or if
     *     what follows an at sign is no digest
     */
    public static ImageGlob parse(String glob) {
        if (glob.isBlank() || glob.length() > MAX_LENGTH || glob.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException(
                    "not an image pattern: '%s'".formatted(Words.quoted(glob)));
        }
        int at = glob.indexOf('@');
        if (at >= 0) {
            var digest = glob.substring(at + 1);
            if (at == 0 || !DIGEST.matcher(digest).matches()) {
                throw new IllegalArgumentException(
                        "not an image pattern: '%s'; behind '@' stands a digest, sha256:…"
                                .formatted(Words.quoted(glob)));
            }
            return new ImageGlob(withoutTag(glob.substring(0, at)), null, digest);
        }
        var name = withoutTag(glob);
        return new ImageGlob(
                name,
                name.length() == glob.length() ? null : glob.substring(name.length() + 1),
                null);
    }

    private static String withoutTag(String glob) {
        int colon = glob.indexOf(':', glob.lastIndexOf('/') + 1);
        return colon < 0 ? glob : glob.substring(0, colon);
    }

    /** Matches images of every repository. */
    static boolean isBlanket(String glob) {
        return glob.indexOf('@') < 0
                && withoutTag(glob).chars().allMatch(c -> c == '*' || c == '?' || c == '/');
    }

    public boolean matches(ImageRef image) {
        if (digest != null && !digest.equals(image.getDigest())) {
            return false;
        }
        var registry = image.getRegistry();
        var path = image.getRepository();
        if (literal
                ? !isName(registry, path)
                : !matches(repository, registry, path) && !matches(repository, null, path)) {
            return false;
        }
        return tag == null || matches(tag, null, image.getTag() == null ? "" : image.getTag());
    }

    /** Matches no image that {@code wide} does not match. */
    boolean isWithin(ImageGlob wide) {
        return (wide.digest == null || wide.digest.equals(digest))
                && GlobInclusion.isWithin(repository, wide.repository)
                && GlobInclusion.isWithin(
                        tag == null ? ANY_TAG : tag, wide.tag == null ? ANY_TAG : wide.tag);
    }

    private boolean isName(String registry, String path) {
        int length = registry.length();
        return repository.equals(path)
                || (repository.length() == length + 1 + path.length()
                        && repository.charAt(length) == '/'
                        && repository.startsWith(registry)
                        && repository.endsWith(path));
    }

    /** The repository if it is meant literally, or null. */
    @Nullable String name() {
        return literal ? repository : null;
    }

    /** What a name must begin with. */
    String prefix() {
        int wildcard = wildcard(repository);
        return wildcard < 0 ? repository : repository.substring(0, wildcard);
    }

    /** What a name must end with. */
    String suffix() {
        int last = Math.max(repository.lastIndexOf('*'), repository.lastIndexOf('?'));
        return repository.substring(last + 1);
    }

    @Nullable String digest() {
        return digest;
    }

    private static int wildcard(String glob) {
        for (int i = 0; i < glob.length(); i++) {
            if (glob.charAt(i) == '*' || glob.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    static boolean matches(String glob, String text) {
        return matches(glob, null, text);
    }

    /**
     * Whether {@code glob} matches {@code path}, with {@code registry} and a slash before it if it
     * is not null. On a mismatch the last {@code *} takes one character more, if that is no slash,
     * and else the last {@code **}: what an earlier wildcard took need never be taken back.
     */
    private static boolean matches(String glob, @Nullable String registry, String path) {
        int offset = registry == null ? 0 : registry.length() + 1;
        int length = offset + path.length();
        int g = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        int doubleStar = -1;
        int doubleText = 0;
        while (true) {
            char c = t < length ? charAt(registry, path, offset, t) : 0;
            if (g < glob.length() && glob.charAt(g) == '*') {
                if (g + 1 < glob.length() && glob.charAt(g + 1) == '*') {
                    g += 2;
                    doubleStar = g;
                    doubleText = t;
                    star = -1;
                } else {
                    g++;
                    star = g;
                    starText = t;
                }
                continue;
            }
            if (t == length && g == glob.length()) {
                return true;
            }
            if (t < length
                    && g < glob.length()
                    && (glob.charAt(g) == '?' ? c != '/' : glob.charAt(g) == c)) {
                g++;
                t++;
            } else if (star >= 0
                    && starText < length
                    && charAt(registry, path, offset, starText) != '/') {
                starText++;
                t = starText;
                g = star;
            } else if (doubleStar >= 0 && doubleText < length) {
                doubleText++;
                t = doubleText;
                g = doubleStar;
                star = -1;
            } else {
                return false;
            }
        }
    }

    private static char charAt(@Nullable String registry, String path, int offset, int index) {
        return index >= offset
                ? path.charAt(index - offset)
                : index == offset - 1 || registry == null ? '/' : registry.charAt(index);
    }
}
