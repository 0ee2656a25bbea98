package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which packages are for building, by what the database says of each alone. */
final class BuildTools {

    /** Debian policy 2.4: sections that hold tools and headers for building. */
    private static final Set<String> SECTIONS = Set.of("devel", "libdevel", "vcs");

    /** Tools that Debian keeps in other sections: drivers, and compilers with one of their own. */
    private static final Pattern DEBIAN =
            Pattern.compile(
                    "dpkg-dev|.+-dev|rustc(-.+)?|cargo(-.+)?|golang(-.+)?-go|(openjdk-\\d+|default)-jdk(-headless)?");

    /**
     * Where there are no sections: build tools by name, as Alpine's build-base and the group of
     * development tools of Red Hat's relatives have them.
     */
    private static final Pattern WITHOUT_SECTIONS =
            Pattern.compile(
                    "build-base|binutils|gcc|g\\+\\+|make|cmake|musl-dev|libc-dev|fortify-headers"
                            + "|patch|go|rust|cargo|clang\\d*|llvm\\d*|.+-dev|gcc-c\\+\\+|cpp"
                            + "|autoconf|automake|libtool|bison|flex|pkgconf|rpm-build|.+-devel");

    /** What a package without content takes: its changelog and licence. */
    private static final long EMPTY = 64 * 1024;

    private BuildTools() {}

    /** Why it is one, in words; null if it is none by itself. */
    static @Nullable String reason(Component component) {
        var section = Sections.of(component);
        if (SECTIONS.contains(section)) {
            return "section " + section;
        }
        var names = component.getType().equals("deb") ? DEBIAN : WITHOUT_SECTIONS;
        return names.matcher(component.getName()).matches()
                ? "'%s' is for building".formatted(component.getName())
                : null;
    }

    /**
     * Whether the package has no content of its own: it names others. Alpine's {@code apk add
     * --virtual} makes such ones, too.
     */
    static boolean isMeta(Component component) {
        var size = component.getInstalledSize();
        return component.getName().startsWith(".")
                || Sections.of(component).equals("metapackages")
                || size != null && size <= EMPTY && component.getProvides().isEmpty();
    }
}
