package dev.plimsoll.ingest.scan.language;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of file; the first byte says which one the rest is taken for. */
class LanguageFuzz {

    private static final LanguageLimits SMALL =
            new LanguageLimits(4, 1_000, 16 << 20, 100, 1 << 20, 1 << 20, 1 << 20, 1_000);

    private static final List<String> PATHS =
            List.of(
                    "app/web-1.0.jar",
                    "app/node_modules/a/package.json",
                    "app/package-lock.json",
                    "app/yarn.lock",
                    "app/pnpm-lock.yaml",
                    "usr/lib/python3/site-packages/a-1.dist-info/METADATA",
                    "usr/bin/program");

    static Stream<byte[]> seeds() throws IOException {
        var jar = new ByteArrayOutputStream();
        jar.write(0);
        try (var zip = new ZipOutputStream(jar)) {
            zip.putNextEntry(new ZipEntry("META-INF/maven/g/a/pom.properties"));
            zip.write("groupId=g\nartifactId=a\nversion=1\n".getBytes());
        }
        return Stream.concat(
                Stream.of(jar.toByteArray(), new byte[] {6, 0x7F, 'E', 'L', 'F', 2, 1, 1}),
                Seeds.texts(
                        "\1{\"name\":\"@a/b\",\"version\":\"1.0.0\"}",
                        "\2{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":\"1\"}}}",
                        "\3# yarn lockfile v1\n\na@^1:\n  version \"1.0\"\n",
                        "\4lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {}\n",
                        "\5Metadata-Version: 2.1\nName: A_b\nVersion: 1\n\nx",
                        "\6\u007fELF\2\1\1 go.buildinf"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void becomesPackagesAndGaps(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        var content = Arrays.copyOfRange(data, 1, data.length);
        LanguageFiles.read(
                PATHS.get((data[0] & 0xFF) % PATHS.size()),
                0755,
                content.length,
                new ByteArrayInputStream(content),
                SMALL);
    }
}
