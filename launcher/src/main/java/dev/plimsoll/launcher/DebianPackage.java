package dev.plimsoll.launcher;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A stanza of {@code /var/lib/dpkg/status}.
 *
 * @param source the Source field: "glibc", "bash (5.2.15-2)"; empty if source and package are
 *     called the same
 * @param depends the Depends field; may be empty
 */
record DebianPackage(
        String name,
        String version,
        String source,
        String section,
        String priority,
        boolean essential,
        String depends) {

    static DebianPackage required(String name, String version, String source, String depends) {
        return new DebianPackage(name, version, source, "admin", "required", true, depends);
    }

    static DebianPackage optional(
            String name, String version, String source, String section, String depends) {
        return new DebianPackage(name, version, source, section, "optional", false, depends);
    }

    static String status(List<DebianPackage> packages) {
        return packages.stream().map(DebianPackage::stanza).collect(Collectors.joining("\n"));
    }

    private String stanza() {
        return "Package: %s\n".formatted(name)
                + (essential ? "Essential: yes\n" : "")
                + "Status: install ok installed\n"
                + "Priority: %s\nSection: %s\nInstalled-Size: 512\n".formatted(priority, section)
                + "Maintainer: Debian Maintainers <maintainers@debian.org>\n"
                + "Architecture: amd64\n"
                + (source.isEmpty() ? "" : "Source: %s\n".formatted(source))
                + "Version: %s\n".formatted(version)
                + (depends.isEmpty() ? "" : "Depends: %s\n".formatted(depends))
                + "Description: sample\n";
    }
}
