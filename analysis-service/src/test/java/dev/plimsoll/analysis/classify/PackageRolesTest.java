package dev.plimsoll.analysis.classify;

import static dev.plimsoll.analysis.classify.Packages.deb;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageRolesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    build-essential | build tool: section devel, nothing that stays needs it (high confidence)
                    binutils    | build tool: section devel, pulled in by build-essential (through gcc-14), nothing that stays needs it (high confidence)
                    gcc         | build tool: section devel, pulled in by build-essential, nothing that stays needs it (high confidence)
                    dpkg-dev    | build tool: 'dpkg-dev' is for building, pulled in by build-essential, nothing that stays needs it (medium confidence: by its name)
                    perl        | build tool: no tool by itself, pulled in by build-essential (through dpkg-dev), nothing that stays needs it (medium confidence: by the dependencies)
                    libisl23    | build tool: section libs, pulled in by build-essential (through cpp-14, gcc-14), nothing that stays needs it (medium confidence: by the dependencies)
                    linux-libc-dev | kernel headers: 'linux-libc-dev' describes a kernel, which does not run in the image (high confidence)
                    perl-base   | base system: essential (high confidence)
                    libc6       | base system: needed by bash, libgcc-s1, perl-base and 1 more (high confidence)
                    libssl3t64  | system library: needed by libcurl4t64, wget (high confidence)
                    libgl1      | system library: section libs, nothing installed needs it: an application may (medium confidence)
                    wget        | runtime dependency: nothing needs it, installed for its own sake (medium confidence)
                    """)
    void everyRoleComesWithItsReason(String name, String reason) {
        assertThat(of(Packages.ofTheSeed(), name).reason()).isEqualTo(reason);
    }

    @Test
    void whatSomethingThatStaysNeedsIsNoBuildTool() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("parallel", "utils", 3_000, "perl").build());

        assertThat(of(packages, "perl").role()).isEqualTo(Role.RUNTIME_DEPENDENCY);
        assertThat(of(packages, "libperl5.40").role()).isEqualTo(Role.SYSTEM_LIBRARY);
        assertThat(of(packages, "dpkg-dev").role()).isEqualTo(Role.BUILD_TOOL);
        assertThat(roles(packages).removableTools(Set.of()))
                .contains("gcc-14", "dpkg-dev")
                .doesNotContain("perl", "libperl5.40");
    }

    @Test
    void aToolThatSomethingElseNeedsStaysAndTheReasonNamesIt() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("dkms", "kernel", 300, "make", "libc6-dev|libc-dev").build());

        assertThat(of(packages, "make").reason())
                .isEqualTo(
                        "build tool: section devel, but dkms, which stays, needs it (medium confidence)");
        assertThat(roles(packages).removableTools(Set.of())).doesNotContain("make", "libc6-dev");
    }

    @Test
    void whatProvidesAVirtualPackageIsNeededByWhoeverNeedsThat() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("app", "misc", 5_000, "libc-dev").build());

        assertThat(roles(packages).removableTools(Set.of()))
                .contains("gcc")
                .doesNotContain("libc6-dev", "linux-libc-dev");
    }

    @Test
    void essentialPackagesNeverGo() {
        assertThat(roles(Packages.ofTheSeed()).removableTools(Set.of()))
                .contains("perl", "xz-utils", "liblzma5")
                .doesNotContain("tar", "perl-base", "libc6", "libgcc-s1", "gcc-14-base");
    }

    @Test
    void aMetaPackageOfToolsIsATool() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("our-build-deps", "misc", 9, "build-essential", "make").build());

        assertThat(of(packages, "our-build-deps").reason())
                .startsWith("build tool: a meta package that names build tools");
        assertThat(roles(packages).removableTools(Set.of()))
                .contains("our-build-deps", "build-essential");
    }

    @Test
    void whatApplicationsRunOnIsKeptThoughOnlyToolsNeedIt() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("python3-dev", "python", 100, "python3", "libc6-dev").build());
        packages.add(deb("python3", "python", 100, "libpython3-stdlib").build());
        packages.add(deb("libpython3-stdlib", "python", 6_000).build());

        assertThat(of(packages, "python3-dev").role()).isEqualTo(Role.BUILD_TOOL);
        assertThat(of(packages, "python3").reason())
                .isEqualTo(
                        "runtime dependency: needed by python3-dev, but applications run on it (low confidence)");
        assertThat(roles(packages).removableTools(Set.of()))
                .contains("python3-dev")
                .doesNotContain("python3", "libpython3-stdlib");
    }

    @ParameterizedTest
    @CsvSource({
        "linux-libc-dev, libdevel, KERNEL_HEADERS",
        "linux-libc-dev-arm64-cross, devel, KERNEL_HEADERS",
        "linux-headers-6.12.63+deb13-amd64, kernel, KERNEL_HEADERS",
        "linux-headers, '', KERNEL_HEADERS",
        "kernel-headers, '', KERNEL_HEADERS",
        "kernel-devel, '', KERNEL_HEADERS",
        "linux-image-6.12.63, kernel, RUNTIME_DEPENDENCY",
        "manpages-dev, doc, DOCUMENTATION",
        "manpages, doc, DOCUMENTATION",
        "python3-doc, python, DOCUMENTATION",
        "openssl-doc, '', DOCUMENTATION",
        "docker-compose, admin, RUNTIME_DEPENDENCY",
        "libdoc, libs, SYSTEM_LIBRARY",
    })
    void whatNothingRunsInIsToldByNameAndSection(String name, String section, Role role) {
        var packages =
                List.of(
                        deb(name, section, 5_000).build(),
                        deb("any", "utils", 100, "other").build());

        assertThat(of(packages, name).role()).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({
        "libgl1-mesa-glx, oldlibs, 9, libgl1, TRANSITIONAL",
        "libgl1-mesa-glx, oldlibs, 4000, libgl1, SYSTEM_LIBRARY",
        "libgl1-mesa-glx, oldlibs, 9, libc6, SYSTEM_LIBRARY",
        "gnupg2, utils, 9, gnupg, RUNTIME_DEPENDENCY",
        "fonts-transitional, fonts, 9, fonts, TRANSITIONAL",
    })
    void d32ATransitionalPackageIsOldEmptyAndNamesAnother(
            String name, String section, long kibibytes, String depends, Role role) {
        assertThat(of(List.of(deb(name, section, kibibytes, depends).build()), name).role())
                .isEqualTo(role);
    }

    @Test
    void d32WhatIsTakenForTransitionalIsSaidWithLowConfidence() {
        var old = deb("libgl1-mesa-glx", "oldlibs", 9, "libgl1").build();

        assertThat(of(List.of(old), "libgl1-mesa-glx").reason())
                .isEqualTo(
                        "transitional: section oldlibs, 9 KiB, only pulls in libgl1"
                                + " (low confidence: the database does not say so)");
    }

    private static PackageRoles.Reasoned of(List<Component> packages, String name) {
        var roles = roles(packages);
        return roles.roleOf(
                packages.stream()
                        .filter(each -> each.getName().equals(name))
                        .findFirst()
                        .orElseThrow());
    }

    private static PackageRoles roles(List<Component> packages) {
        return new PackageRoles(PackageGraph.of(packages));
    }
}
