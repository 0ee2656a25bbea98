package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedTracesTest {

    private static final Layer DEBIAN =
            Layer.builder()
                    .symlink("bin", "usr/bin")
                    .directory("usr/bin")
                    .file("usr/bin/dash", "")
                    .symlink("usr/bin/sh", "dash")
                    .file("usr/bin/bash", "")
                    .symlink("usr/bin/apt-get", "/bin/bash")
                    .file("usr/bin/ls", "")
                    .build();

    private static final Layer ALPINE =
            Layer.builder()
                    .directory("bin")
                    .file("bin/busybox", "")
                    .symlink("bin/sh", "/bin/busybox")
                    .symlink("bin/ls", "/bin/busybox")
                    .file("sbin/apk", "")
                    .build();

    @Test
    void shellsAndPackageManagersOfTheMergedImageAreTools() {
        assertThat(merged(DEBIAN).tools())
                .containsExactly("usr/bin/apt-get", "usr/bin/bash", "usr/bin/dash", "usr/bin/sh");
        assertThat(merged(ALPINE).tools()).containsExactly("bin/busybox", "bin/sh", "sbin/apk");
        assertThat(merged(layer("app/server")).tools()).isEmpty();
    }

    @Test
    void row15WhatALayerTakesAwayIsNoTool() {
        assertThat(merged(ALPINE, Layer.builder().whiteout("sbin/apk").build()).tools())
                .containsExactly("bin/busybox", "bin/sh");
        assertThat(merged(ALPINE, Layer.builder().whiteout("bin").whiteout("sbin").build()).tools())
                .isEmpty();
        assertThat(merged(ALPINE, Layer.builder().opaque("bin").build(), layer("bin/ash")).tools())
                .containsExactly("bin/ash", "sbin/apk");
    }

    @Test
    void aLinkToWhatWasTakenAwayIsNoTool() {
        assertThat(merged(ALPINE, Layer.builder().whiteout("bin/busybox").build()).tools())
                .containsExactly("sbin/apk");
        assertThat(merged(DEBIAN, Layer.builder().whiteout("usr/bin/bash").build()).tools())
                .containsExactly("usr/bin/dash", "usr/bin/sh");
    }

    @Test
    void aLinkToWhatNobodySawCounts() {
        var layer = Layer.builder().symlink("bin/sh", "/opt/current/sh").build();

        assertThat(merged(layer).tools()).containsExactly("bin/sh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/.env",
                "app/.env.production",
                "srv/web/Dockerfile",
                "docker-compose.yml",
                "root/.npmrc",
                "root/.aws/credentials",
                "home/app/.ssh/id_rsa",
                "usr/src/app/.dockerignore"
            })
    void whatABuildLeftIsToldWhereTheApplicationLies(String path) {
        assertThat(merged(layer(path)).leftovers()).containsExactly(path);
        assertThat(merged(layer(path), Layer.builder().whiteout(path).build()).leftovers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/.env.example",
                "app/environment",
                "usr/lib/python3/dist-packages/x/.env",
                "usr/share/doc/x/Dockerfile",
                "app/node_modules/x/.npmrc",
                "usr/local/go/src/crypto/Dockerfile",
                "usr/local/lib/python3.13/site-packages/x/docker-compose.yml",
                "srv/credentials",
                "etc/config.json",
                "app/vendor/x/.dockerignore"
            })
    void whatCameWithPackagesIsNotLeftOver(String path) {
        assertThat(merged(layer(path)).leftovers()).isEmpty();
    }

    @Test
    void aRepositoryIsOneLeftover() {
        var copied =
                Layer.builder()
                        .directory("app/.git")
                        .file("app/.git/HEAD", "ref: x")
                        .file("app/.git/config", "")
                        .build();

        assertThat(merged(copied).leftovers()).containsExactly("app/.git");
        assertThat(merged(copied, Layer.builder().directory("app/.git").build()).leftovers())
                .containsExactly("app/.git");
        assertThat(merged(copied, Layer.builder().whiteout("app/.git").build()).leftovers())
                .isEmpty();
        assertThat(merged(layer("app/.git/HEAD")).leftovers()).containsExactly("app/.git");
    }

    @Test
    void nothingFoundIsNotKnownWhereNotEverythingWasSeen() {
        var many = Layer.builder();
        for (int i = 0; i < 400; i++) {
            many.file("app/%d/.env".formatted(i), "");
        }
        var contents = contents(many.build());
        var merged = new MergedTraces();
        merged.apply(contents);
        var whiteout = new MergedTraces();
        whiteout.apply(contents);
        whiteout.apply(contents(Layer.builder().whiteout("app").build()));
        var foreign = new MergedTraces();
        foreign.apply(LayerContents.SKIPPED);

        assertThat(merged.leftovers()).hasSize(100);
        assertThat(whiteout.leftovers()).isNull();
        assertThat(foreign.tools()).isNull();
        assertThat(foreign.leftovers()).isNull();
    }

    private static Layer layer(String path) {
        return Layer.builder().file(path, "").build();
    }

    private static MergedTraces merged(Layer... layers) {
        var merged = new MergedTraces();
        for (var layer : layers) {
            merged.apply(contents(layer));
        }
        return merged;
    }

    private static LayerContents contents(Layer layer) {
        return Reading.layer(
                new ByteArrayInputStream(layer.tar()), LayerEncoding.PLAIN, Reading.SMALL);
    }
}
