package dev.plimsoll.analysis.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassifierTest {

    private static final String PYTHON = "registry.example.com/base/python:3.13@sha256:p";

    private static final Component LIBC =
            deb("libc6").setSection("libs").setPriority("optional").setLayer(0).build();
    private static final Component BASH =
            deb("bash")
                    .setSection("shells")
                    .setEssential(true)
                    .setDepends(List.of("libc6"))
                    .setLayer(0)
                    .build();
    private static final Component SSL =
            deb("libssl3").setSection("libs").setDepends(List.of("libc6")).setLayer(1).build();
    private static final Component CURL =
            deb("curl")
                    .setSection("web")
                    .setDepends(List.of("libc6", "libssl3|libssl1.1"))
                    .setLayer(1)
                    .build();
    private static final Component GCC =
            deb("gcc-12")
                    .setSection("devel")
                    .setDepends(List.of("cpp-12", "libisl23", "libc6"))
                    .setLayer(1)
                    .build();
    private static final Component CPP =
            deb("cpp-12").setSection("interpreters").setLayer(1).build();
    private static final Component ISL =
            deb("libisl23").setSection("libs").setDepends(List.of("libc6")).setLayer(1).build();

    private static final List<Component> ALL = List.of(LIBC, BASH, SSL, CURL, GCC, CPP, ISL);

    @Test
    void whatAnEssentialPackageNeedsIsBaseSystem() {
        assertThat(classify(LIBC).role()).isEqualTo(Role.BASE_OS);
        assertThat(classify(LIBC).evidence())
                .contains("base system: needed by bash (high confidence)");
    }

    @Test
    void whatOnlyBuildToolsNeedIsABuildToolItself() {
        assertThat(classify(GCC).evidence())
                .contains(
                        "build tool: section devel, nothing that stays needs it (high confidence)");
        assertThat(classify(CPP).role()).isEqualTo(Role.BUILD_TOOL);
        assertThat(classify(ISL).evidence())
                .contains(
                        "build tool: section libs, pulled in by gcc-12, nothing that stays needs it"
                                + " (medium confidence: by the dependencies)");
    }

    @Test
    void aLibraryThatSomethingElseNeedsIsASystemLibrary() {
        assertThat(classify(SSL).role()).isEqualTo(Role.SYSTEM_LIBRARY);
        assertThat(classify(SSL).evidence())
                .contains("system library: needed by curl (high confidence)");
    }

    @Test
    void whatNothingElseNeedsWasInstalledForItsOwnSake() {
        assertThat(classify(CURL).role()).isEqualTo(Role.RUNTIME_DEPENDENCY);
    }

    @Test
    void aFindingIsABuildToolOnlyIfAllItsPackagesAre() {
        assertThat(classify(GCC, CURL).role()).isEqualTo(Role.RUNTIME_DEPENDENCY);
    }

    @Test
    void alpineToolsAreKnownByName() {
        var gcc = apk("gcc");
        var musl = apk("musl");
        var classifier = Classifier.of(inventory(List.of(gcc, musl)), Optional.empty());

        assertThat(classifier.classify(List.of(gcc)).role()).isEqualTo(Role.BUILD_TOOL);
        assertThat(classifier.classify(List.of(musl)).role()).isEqualTo(Role.BASE_OS);
    }

    @Test
    void aLayerOfTheBaseIsInherited() {
        var classification = classify(LIBC);

        assertThat(classification.layer()).isEqualTo(LayerOrigin.BASE);
        assertThat(classification.baseImage()).isEqualTo(PYTHON);
        assertThat(classification.layerDigest()).isEqualTo("sha256:1");
        assertThat(classification.evidence())
                .contains(
                        "inherited from base `%s` (high confidence: its layers are the lowest)"
                                .formatted(PYTHON));
    }

    @Test
    void aLayerAboveTheBaseIsOwnAndNamesItsInstruction() {
        var classification = classify(CURL);

        assertThat(classification.layer()).isEqualTo(LayerOrigin.OWN);
        assertThat(classification.baseImage()).isNull();
        assertThat(classification.evidence())
                .contains(
                        "own layer 2: `RUN apt-get install curl gcc`"
                                + " (high confidence: above the layers of the base)");
    }

    @Test
    void withoutAKnownBaseTheLowestLayerIsUndetermined() {
        var classifier = Classifier.of(inventory(ALL), Optional.empty());

        assertThat(classifier.classify(List.of(LIBC)).layer()).isEqualTo(LayerOrigin.UNDETERMINED);
        assertThat(classifier.classify(List.of(CURL)).layer()).isEqualTo(LayerOrigin.OWN);
    }

    @Test
    void withoutAKnownBaseTheEvidenceSaysWhyTheLayerIsUndetermined() {
        var classifier = Classifier.of(inventory(ALL), Optional.empty());

        assertThat(classifier.classify(List.of(LIBC)).evidence())
                .contains(
                        "layer undetermined because it is in the lowest of 2 layers, and no known image consists of it");
    }

    @Test
    void aBaseThatTheImageOnlyClaimsMakesNoLayerItsOwn() {
        var inventory =
                declaring(new DeclaredBase("docker.io/library/python:3.13-slim", "sha256:d"));
        var classifier = Classifier.of(inventory, Optional.empty());

        var classification = classifier.classify(List.of(CURL));

        assertThat(classification.layer()).isEqualTo(LayerOrigin.UNDETERMINED);
        assertThat(classification.baseImage()).isNull();
        assertThat(classification.evidence())
                .contains(
                        "layer undetermined because the image says that it is built on"
                                + " `docker.io/library/python:3.13-slim@sha256:d`, which is not"
                                + " known here: scan it to know");
    }

    @Test
    void aLayerOfAKnownBaseIsInheritedWhateverTheImageClaims() {
        var inventory = declaring(new DeclaredBase("docker.io/library/other:1", null));

        var classification =
                Classifier.of(inventory, Optional.of(new BaseImage(PYTHON, 1)))
                        .classify(List.of(LIBC));

        assertThat(classification.baseImage()).isEqualTo(PYTHON);
    }

    @Test
    void aLibraryInAnOwnLayerIsOfTheApplication() {
        var classification = classify(library("app/web.jar!BOOT-INF/lib/log4j-core.jar", 1));

        assertThat(classification.role()).isEqualTo(Role.APPLICATION);
        assertThat(classification.layer()).isEqualTo(LayerOrigin.OWN);
        assertThat(classification.evidence())
                .containsExactly(
                        "application: read from 'app/web.jar!BOOT-INF/lib/log4j-core.jar'"
                                + " (high confidence)",
                        "own layer 2: `RUN apt-get install curl gcc`"
                                + " (high confidence: above the layers of the base)");
    }

    @Test
    void aLibraryOfTheBaseOrOfTheSystemOnlyCarriesTheApplication() {
        assertThat(classify(library("usr/local/lib/python3.13/site-packages/pip", 0)).evidence())
                .contains(
                        "runtime dependency: 'usr/local/lib/python3.13/site-packages/pip' comes with the base image (high confidence)");
        assertThat(classify(library("usr/share/java/commons.jar", 1)).role())
                .isEqualTo(Role.RUNTIME_DEPENDENCY);
    }

    private static Inventory declaring(DeclaredBase base) {
        return Inventory.newBuilder(inventory(ALL)).setDeclaredBase(base).build();
    }

    private static Component library(String path, int layer) {
        return deb("library").setType("maven").setPath(path).setLayer(layer).build();
    }

    private static Classification classify(Component... components) {
        return Classifier.of(inventory(ALL), Optional.of(new BaseImage(PYTHON, 1)))
                .classify(List.of(components));
    }

    private static Inventory inventory(List<Component> components) {
        return Inventory.newBuilder()
                .setDistribution(new Distribution("debian", "12", "bookworm", null))
                .setComponents(components)
                .setLayers(
                        List.of(
                                new Layer("sha256:1", null, 1L, null),
                                new Layer("sha256:2", null, 1L, "RUN apt-get install curl gcc")))
                .setConfig(ImageConfig.newBuilder().build())
                .build();
    }

    private static Component.Builder deb(String name) {
        return Component.newBuilder()
                .setPurl("pkg:deb/debian/" + name + "@1")
                .setType("deb")
                .setName(name)
                .setVersion("1")
                .setSourceName(name)
                .setSourceVersion("1")
                .setPath("var/lib/dpkg/status");
    }

    private static Component apk(String name) {
        return deb(name).setType("apk").setLayer(0).build();
    }
}
