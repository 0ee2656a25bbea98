package dev.plimsoll.analysis.classify;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packages as Debian 13 has them, cut short: what an image like the first seed's consists of. */
public final class Packages {

    private Packages() {}

    /**
     * Essential packages in layer 0; build-essential with what it pulls in, curl, wget and two
     * libraries in layer 1.
     */
    public static List<Component> ofTheSeed() {
        var packages = new ArrayList<Component>();
        packages.add(deb("libc6", "libs", 13_000, "libgcc-s1").setLayer(0).build());
        packages.add(deb("libgcc-s1", "libs", 100, "gcc-14-base", "libc6").setLayer(0).build());
        packages.add(deb("gcc-14-base", "libs", 100).setLayer(0).build());
        packages.add(essential("bash", "shells", "libc6"));
        packages.add(essential("perl-base", "perl", "libc6"));
        packages.add(essential("tar", "utils", "libc6"));
        packages.add(
                deb("build-essential", "devel", 20, "libc6-dev|libc-dev", "gcc", "make", "dpkg-dev")
                        .build());
        packages.add(deb("gcc", "devel", 36, "cpp", "gcc-14").build());
        packages.add(deb("cpp", "interpreters", 18, "cpp-14").build());
        packages.add(deb("cpp-14", "interpreters", 30_000, "libisl23").build());
        packages.add(deb("gcc-14", "devel", 70_000, "cpp-14", "binutils", "libisl23").build());
        packages.add(deb("libisl23", "libs", 2_000, "libc6").build());
        packages.add(deb("binutils", "devel", 1_000, "libbinutils").build());
        packages.add(deb("libbinutils", "devel", 3_000, "libc6").build());
        packages.add(deb("make", "devel", 1_800, "libc6").build());
        packages.add(
                deb("libc6-dev", "libdevel", 12_000, "libc6", "linux-libc-dev")
                        .setProvides(List.of("libc-dev"))
                        .build());
        packages.add(deb("linux-libc-dev", "libdevel", 9_000).build());
        packages.add(
                deb("dpkg-dev", "utils", 2_000, "perl:any|perl", "tar", "make", "xz-utils")
                        .build());
        packages.add(deb("perl", "perl", 700, "perl-base", "libperl5.40").build());
        packages.add(deb("libperl5.40", "libs", 29_000, "libc6").build());
        packages.add(deb("xz-utils", "utils", 700, "libc6", "liblzma5").build());
        packages.add(deb("liblzma5", "libs", 300, "libc6").build());
        packages.add(deb("curl", "web", 500, "libc6", "libcurl4t64").build());
        packages.add(deb("libcurl4t64", "libs", 800, "libc6", "libssl3t64").build());
        packages.add(deb("wget", "web", 3_700, "libc6", "libpcre2-8-0", "libssl3t64").build());
        packages.add(deb("libpcre2-8-0", "libs", 700, "libc6").build());
        packages.add(deb("libssl3t64", "libs", 6_000, "libc6").build());
        packages.add(deb("libgl1", "libs", 600, "libc6", "libx11-6").build());
        packages.add(deb("libx11-6", "libs", 1_500, "libc6").build());
        packages.add(deb("libglib2.0-0t64", "libs", 4_000, "libc6", "libpcre2-8-0").build());
        return packages;
    }

    /**
     * @param kibibytes installed size
     */
    public static Component.Builder deb(
            String name, String section, long kibibytes, String... depends) {
        return Component.newBuilder()
                .setPurl("pkg:deb/debian/" + name + "@1")
                .setType("deb")
                .setName(name)
                .setVersion("1")
                .setSourceName(name)
                .setSourceVersion("1")
                .setSection(section)
                .setPriority("optional")
                .setInstalledSize(kibibytes * 1024)
                .setDepends(Arrays.asList(depends))
                .setLayer(1)
                .setPath("var/lib/dpkg/status");
    }

    private static Component essential(String name, String section, String... depends) {
        return deb(name, section, 1_000, depends)
                .setEssential(true)
                .setPriority("required")
                .setLayer(0)
                .build();
    }

    public static Inventory inventory(List<Component> components) {
        return Inventory.newBuilder()
                .setDistribution(new Distribution("debian", "13", "trixie", null))
                .setComponents(components)
                .setLayers(
                        List.of(
                                new Layer("sha256:1", null, 1L, null),
                                new Layer("sha256:2", null, 1L, "RUN apt-get install")))
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }
}
