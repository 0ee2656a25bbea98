package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In what way another base image differs from the one that is used. */
enum Variant {
    NEWER_BASE(
            "newer-base",
            "Rebuild on the newest build of the base",
            Option.Effort.LOW,
            List.of("One line, or none where the tag moves; run the tests of the application.")),
    NEWER_TAG(
            "newer-tag",
            "A newer version of the base",
            Option.Effort.MEDIUM,
            List.of("A newer version of the language or system: test what it changes.")),
    SLIM(
            "slim",
            "The slim variant of the base",
            Option.Effort.MEDIUM,
            List.of("Packages that the full variant brings have to be installed by name.")),
    OTHER_RELEASE(
            "other-release",
            "Another release of the distribution",
            Option.Effort.MEDIUM,
            List.of(
                    "Packages installed on top come in other versions: test what links to them.",
                    "Prefer the stable release that gets security updates for longest.")),
    DISTROLESS(
            "distroless",
            "A distroless base",
            Option.Effort.HIGH,
            List.of(
                    "No shell and no package manager: debugging needs other means.",
                    "Takes a multi-stage build; what the image installs now has to be copied in.")),
    ALPINE(
            "alpine",
            "An Alpine base",
            Option.Effort.HIGH,
            List.of(
                    "Another C library (musl): compiled parts have to be tested.",
                    "pip install is slower where no musl wheel exists: packages are compiled.",
                    "Another package manager (apk), other package names.")),
    OTHER_DISTRIBUTION(
            "other-distribution",
            "A base of another distribution",
            Option.Effort.HIGH,
            List.of("Another package manager, other package names: test everything."));

    final String id;
    final String title;
    final Option.Effort effort;
    final List<String> caveats;

    Variant(String id, String title, Option.Effort effort, List<String> caveats) {
        this.id = id;
        this.title = title;
        this.effort = effort;
        this.caveats = caveats;
    }

    /**
     * @param ecosystem of the image that is built on {@code base}, for example "Debian:12"
     * @param created when the build of the base that is used was made, if that is known
     * @return null if it is no way forward: the base itself, or something older
     */
    static @Nullable Variant of(
            ImageDocument candidate,
            BaseName base,
            @Nullable String ecosystem,
            ImageDocument.@Nullable Image used) {
        var image = candidate.plimsoll().image();
        if (image.digest().equals(base.digest())) {
            return null;
        }
        var sameName =
                image.registry().equals(base.registry())
                        && image.repository().equals(base.repository());
        if (sameName && Objects.equals(image.tag(), base.tag())) {
            return NEWER_BASE;
        }
        if (named(image.repository(), image.tag(), "distroless")) {
            return named(base.repository(), base.tag(), "distroless") ? null : DISTROLESS;
        }
        if (ecosystem == null || image.ecosystem() == null) {
            return null;
        }
        if (!image.ecosystem().equals(ecosystem)) {
            if (family(image.ecosystem()).equals(family(ecosystem))) {
                return OTHER_RELEASE;
            }
            return family(image.ecosystem()).equals("Alpine") ? ALPINE : OTHER_DISTRIBUTION;
        }
        if (named("", image.tag(), "slim") && !named("", base.tag(), "slim")) {
            return SLIM;
        }
        var created = image.created();
        return sameName
                        && named("", image.tag(), "slim") == named("", base.tag(), "slim")
                        && used != null
                        && used.created() != null
                        && created != null
                        && created.isAfter(used.created())
                ? NEWER_TAG
                : null;
    }

    private static boolean named(String repository, @Nullable String tag, String word) {
        return repository.contains(word) || (tag != null && tag.contains(word));
    }

    private static String family(String ecosystem) {
        var colon = ecosystem.indexOf(':');
        return colon < 0 ? ecosystem : ecosystem.substring(0, colon);
    }
}
