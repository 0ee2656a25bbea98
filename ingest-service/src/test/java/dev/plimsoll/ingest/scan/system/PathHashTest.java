package dev.plimsoll.ingest.scan.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathHashTest {

    @ParameterizedTest
    @CsvSource({
        "usr/lib/x/y, lib/x/y",
        "usr/lib/x/y, /lib/x/y",
        "usr/lib/x/y, ./usr/lib/x/y",
        "usr/bin/sh, /bin/sh",
        "usr/sbin/init, sbin/init",
        "usr/lib64/ld.so, lib64/ld.so",
        "opt/x, /opt/x"
    })
    void theMergeOfUsrMakesNoDifference(String one, String other) {
        assertThat(PathHash.merged(one)).isEqualTo(PathHash.merged(other));
    }

    @ParameterizedTest
    @CsvSource({
        "usr/share/x, share/x",
        "usr/libexec/x, libexec/x",
        "usr/local/lib/x, local/lib/x",
        "usr/library, library",
        "lib/x, lib/y"
    })
    void otherPathsStayApart(String one, String other) {
        assertThat(PathHash.merged(one)).isNotEqualTo(PathHash.merged(other));
    }

    @Test
    void everyLengthAndEveryByteCounts() {
        var numbers = new HashSet<Long>();
        var path = new StringBuilder();
        for (int length = 0; length < 100; length++) {
            assertThat(numbers.add(PathHash.of(path.toString()))).isTrue();
            path.append('a');
        }
        for (int i = 0; i < 100; i++) {
            var changed = new StringBuilder(path);
            changed.setCharAt(i, 'b');
            assertThat(numbers.add(PathHash.of(changed.toString()))).isTrue();
        }
    }

    @Test
    void partsOfAnArrayAreHashedLikeText() {
        var bytes = "xx/usr/share/doc/".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(PathHash.of(bytes, 3, bytes.length - 1)).isEqualTo(PathHash.of("usr/share/doc"));
    }

    @Test
    void theDirectoriesAboveAPathHaveTheirOwnNumbers() {
        assertThat(PathHash.above("usr/lib/python3/dist-packages/six/x"))
                .containsExactly(
                        PathHash.of(""),
                        PathHash.of("usr"),
                        PathHash.of("usr/lib"),
                        PathHash.of("usr/lib/python3"),
                        PathHash.of("usr/lib/python3/dist-packages"),
                        PathHash.of("usr/lib/python3/dist-packages/six"));
        assertThat(PathHash.above("x")).containsExactly(PathHash.of(""));
        assertThat(PathHash.above("")).isEmpty();
    }
}
