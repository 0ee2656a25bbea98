package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Component;
import java.util.Comparator;
import java.util.regex.Pattern;

/** What advisories speak of: a source package and its version (D3, D9, A2). */
record SourcePackage(String name, String version) implements Comparable<SourcePackage> {

    private static final Comparator<SourcePackage> ORDER =
            Comparator.comparing(SourcePackage::name).thenComparing(SourcePackage::version);

    /** A rebuild of the binary package alone, which the source package does not have. */
    private static final Pattern BINARY_REBUILD = Pattern.compile("\\+b[0-9]+$");

    /**
     * The source as the package database gives it. Where an inventory lost it, the package itself
     * stands in for it, without the mark of a binary rebuild (D3).
     */
    static SourcePackage of(Component component) {
        var name =
                component.getSourceName().isBlank()
                        ? component.getName()
                        : component.getSourceName();
        var version =
                component.getSourceVersion().isBlank()
                        ? BINARY_REBUILD.matcher(component.getVersion()).replaceFirst("")
                        : component.getSourceVersion();
        return new SourcePackage(name, version);
    }

    @Override
    public int compareTo(SourcePackage other) {
        return ORDER.compare(this, other);
    }
}
