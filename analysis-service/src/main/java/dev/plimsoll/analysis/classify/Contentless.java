package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Role;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packages in which nothing runs: documentation, headers of a kernel, transitional packages. */
final class Contentless {

    private static final Pattern KERNEL_HEADERS =
            Pattern.compile(
                    "linux-libc-dev(-.+)?|linux-(.+-)?headers(-.+)?|linux-kbuild-.+|kernel-(.+-)?headers|kernel-(.+-)?devel(-.+)?");

    private static final Pattern DOCUMENTATION =
            Pattern.compile("(.+-)?(doc|docs|help|javadoc)|manpages(-.+)?|man-pages(-.+)?");

    private static final Pattern TRANSITIONAL = Pattern.compile(".+-(transitional|dummy)");

    /** A transitional package holds its changelog and licence. */
    private static final long EMPTY = 64 * 1024;

    /** Every package may need these; they are not what a transitional one moved to. */
    private static final Set<String> OF_EVERYBODY = Set.of("libc6", "libc6.1", "musl", "glibc");

    private Contentless() {}

    /** The role with its reason; null if the package is like any other. */
    static PackageRoles.@Nullable Reasoned roleOf(Component component) {
        var name = component.getName();
        if (KERNEL_HEADERS.matcher(name).matches()) {
            return new PackageRoles.Reasoned(
                    Role.KERNEL_HEADERS,
                    "kernel headers: '%s' describes a kernel, which does not run in the image (high confidence)"
                            .formatted(name));
        }
        var section = Sections.of(component);
        if (section.equals("doc")) {
            return new PackageRoles.Reasoned(
                    Role.DOCUMENTATION,
                    "documentation: section doc, nothing in it runs (high confidence)");
        }
        if (DOCUMENTATION.matcher(name).matches()) {
            return new PackageRoles.Reasoned(
                    Role.DOCUMENTATION,
                    "documentation: by its name '%s', nothing in it runs (medium confidence)"
                            .formatted(name));
        }
        return transitional(component, section);
    }

    /**
     * D32: the database does not have the description that would say so. What it has is the
     * section, the size, and that the package names another one.
     */
    private static PackageRoles.@Nullable Reasoned transitional(
            Component component, String section) {
        boolean named = TRANSITIONAL.matcher(component.getName()).matches();
        var successors =
                component.getDepends().stream()
                        .filter(dependency -> !OF_EVERYBODY.contains(dependency))
                        .toList();
        var size = component.getInstalledSize();
        if (!named && !section.equals("oldlibs")
                || successors.isEmpty()
                || size != null && size > EMPTY
                || size == null && successors.size() > 1) {
            return null;
        }
        return new PackageRoles.Reasoned(
                Role.TRANSITIONAL,
                "transitional: %s, %s, only pulls in %s (low confidence: the database does not say so)"
                        .formatted(
                                named
                                        ? "by its name '%s'".formatted(component.getName())
                                        : "section oldlibs",
                                size == null
                                        ? "of unknown size"
                                        : "%d KiB".formatted((size + 1023) / 1024),
                                Words.some(successors)));
    }
}
