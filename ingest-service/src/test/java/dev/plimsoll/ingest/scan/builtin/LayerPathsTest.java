package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.scan.system.PathHash;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LayerPathsTest {

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void row10DeepPathsAreComparedInOnePass() {
        var path = "a/".repeat(30_000) + "x.dist-info/METADATA";
        var layer = new LayerPaths.Builder();
        layer.others.add(PathHash.of("x"));
        var paths = layer.build();

        for (int i = 0; i < 600; i++) {
            assertThat(paths.hides(path, 0)).isFalse();
        }
    }

    @Test
    void aDirectoryAboveHidesUnlessALinkIsBelowIt() {
        var layer = new LayerPaths.Builder();
        layer.opaques.add(PathHash.of("a/b"));
        var paths = layer.build();

        assertThat(paths.hides("a/b/c/x", 0)).isTrue();
        assertThat(paths.hides("a/b/c/x", 2)).isTrue();
        assertThat(paths.hides("a/b/c/x", 3)).isFalse();
        assertThat(paths.hides("a/bc/x", 0)).isFalse();
    }
}
