package dev.plimsoll.analysis.advise;

import static dev.plimsoll.analysis.classify.Packages.deb;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.classify.Classifier;
import dev.plimsoll.analysis.classify.Packages;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.RemovalPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final Optional<BaseImage> BASE =
            Optional.of(new BaseImage("registry.example.com/base/debian:13@sha256:d", 1));

    @Test
    void aMultiStageBuildDropsTheToolsAndWhatTheyAlonePulledIn() {
        var plan = plan(Packages.ofTheSeed(), BASE, Options.MULTI_STAGE);

        assertThat(plan.getPackages())
                .containsExactly(
                        "binutils",
                        "build-essential",
                        "cpp",
                        "cpp-14",
                        "dpkg-dev",
                        "gcc",
                        "gcc-14",
                        "libbinutils",
                        "libc6-dev",
                        "libisl23",
                        "liblzma5",
                        "libperl5.40",
                        "linux-libc-dev",
                        "make",
                        "perl",
                        "xz-utils");
        assertThat(plan.getBytes()).isEqualTo(161_574L * 1024);
    }

    @Test
    void packagesThatNothingNeedsCanBeDroppedButNotWhatOthersShareWithThem() {
        var plan = plan(Packages.ofTheSeed(), BASE, Options.DROP_PACKAGES);

        assertThat(plan.getPackages()).containsExactly("curl", "libcurl4t64", "libssl3t64", "wget");
    }

    @Test
    void aServerAndALibraryThatNothingNeedsMayBeTheApplicationAndStay() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        packages.add(deb("nginx", "httpd", 1_000, "libssl3t64").build());
        packages.add(deb("openssh-server", "net", 1_000, "libssl3t64").build());

        var plan = plan(packages, BASE, Options.DROP_PACKAGES);

        assertThat(plan.getPackages()).containsExactly("curl", "libcurl4t64", "wget");
    }

    @Test
    void whatTheBaseImageBroughtStaysInEveryPlan() {
        var packages =
                Packages.ofTheSeed().stream()
                        .map(each -> Component.newBuilder(each).setLayer(0).build())
                        .toList();

        assertThat(advice(packages, BASE).plans()).isEmpty();
        assertThat(advice(packages, Optional.empty()).plans()).hasSize(2);
    }

    @Test
    void anOptionClearsAFindingOnlyIfAllOfItsPackagesGo() {
        var advice = advice(Packages.ofTheSeed(), BASE);

        assertThat(advice.clearedBy(FixState.NOT_FIXED, named("gcc-14", "cpp-14")))
                .containsExactly(Options.MULTI_STAGE);
        assertThat(advice.clearedBy(FixState.NOT_FIXED, named("gcc-14", "gcc-14-base"))).isEmpty();
        assertThat(advice.clearedBy(FixState.FIXED, named("gcc-14", "gcc-14-base")))
                .containsExactly(Options.REBUILD);
        assertThat(advice.clearedBy(FixState.FIXED, named("wget")))
                .containsExactly(Options.REBUILD, Options.DROP_PACKAGES);
        assertThat(advice.clearedBy(FixState.NOT_RELEASED, named("libgl1"))).isEmpty();
    }

    @Test
    void aLibraryOfALanguageIsNotInTheDistributionsArchive() {
        var library = deb("requests", "", 0).setType("pypi").build();

        assertThat(advice(Packages.ofTheSeed(), BASE).clearedBy(FixState.FIXED, List.of(library)))
                .isEmpty();
    }

    @Test
    void whereTheDatabaseTellsNoDependenciesNothingIsSaidToBeUnneeded() {
        var packages =
                Packages.ofTheSeed().stream()
                        .map(each -> Component.newBuilder(each).setDepends(List.of()).build())
                        .toList();

        assertThat(advice(packages, BASE).plans())
                .extracting(RemovalPlan::getOption)
                .containsExactly(Options.MULTI_STAGE);
    }

    @Test
    void theOrderOfThePackagesDoesNotMatter() {
        var packages = new ArrayList<>(Packages.ofTheSeed());
        var expected = advice(packages, BASE).plans();
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(packages, new Random(seed));

            assertThat(advice(packages, BASE).plans()).isEqualTo(expected);
        }
    }

    private static List<Component> named(String... names) {
        return Packages.ofTheSeed().stream()
                .filter(each -> Arrays.asList(names).contains(each.getName()))
                .toList();
    }

    private static RemovalPlan plan(
            List<Component> packages, Optional<BaseImage> base, String option) {
        return advice(packages, base).plans().stream()
                .filter(plan -> plan.getOption().equals(option))
                .findFirst()
                .orElseThrow();
    }

    private static Advice advice(List<Component> packages, Optional<BaseImage> base) {
        var inventory = Packages.inventory(packages);
        return Advice.of(inventory, base, Classifier.of(inventory, base).roles());
    }
}
