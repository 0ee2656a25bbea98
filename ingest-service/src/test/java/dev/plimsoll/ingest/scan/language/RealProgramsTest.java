package dev.plimsoll.ingest.scan.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that the compilers of this machine make. */
class RealProgramsTest {

    @TempDir Path folder;

    @Test
    void readsWhatTheGoCompilerWrites() throws Exception {
        var version = output("go", "env", "GOVERSION");
        write("go.mod", "module example.com/own\ngo 1.21\nrequire example.com/lib v1.2.3\n");
        write("main.go", "package main\nimport \"example.com/lib\"\nfunc main() { lib.Do() }\n");
        write(
                "vendor/modules.txt",
                "# example.com/lib v1.2.3\n## explicit; go 1.21\nexample.com/lib\n");
        write("vendor/example.com/lib/lib.go", "package lib\nfunc Do() { println(1) }\n");
        run("go", "build", "-o", "tool", ".");

        var reading = read("tool");

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        golang("stdlib", version.substring(2).split(" ")[0]),
                                        golang("example.com/own", "(devel)"),
                                        golang("example.com/lib", "v1.2.3")),
                                List.of(),
                                Program.EXPLAINED));
    }

    @Test
    void readsASectionThatTheRustCompilerLinks() throws Exception {
        output("rustc", "--version");
        var list =
                Sample.packed(
                        """
                        {"packages":[{"name":"serde","version":"1.0.200","source":"crates.io"},\
                        {"name":"own","version":"0.1.0","source":"local","root":true}]}""");
        Files.write(folder.resolve("list.z"), list);
        write(
                "main.rs",
                """
                #[used]
                #[unsafe(link_section = ".dep-v0")]
                static LIST: [u8; %d] = *include_bytes!("list.z");
                fn main() { println!("{}", LIST.len()); }
                """
                        .formatted(list.length));
        run("rustc", "--edition", "2024", "-O", "-o", "tool", "main.rs");

        var reading = read("tool");

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(cargo("serde", "1.0.200"), cargo("own", "0.1.0")),
                                List.of(),
                                Program.EXPLAINED));
    }

    private LanguageReading read(String name) throws IOException {
        return Sample.read(
                name, 0755, Files.readAllBytes(folder.resolve(name)), LanguageLimits.USUAL);
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void run(String... command) throws Exception {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GOFLAGS", "-mod=vendor -buildvcs=false");
        builder.environment().put("GOPROXY", "off");
        builder.redirectOutput(folder.resolve("log").toFile());
        var process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of a compiler's question about itself; the test is skipped where there is none. */
    private String output(String... command) throws InterruptedException {
        String answer = null;
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = new String(process.getInputStream().readAllBytes());
            answer = process.waitFor() == 0 ? text.strip() : null;
        } catch (IOException e) {
            // no such compiler here
        }
        assumeTrue(answer != null, () -> "no compiler '%s' here".formatted(command[0]));
        return answer;
    }

    private static LanguagePackage golang(String name, String version) {
        return new LanguagePackage(LanguagePackage.Type.GOLANG, name, version, "tool");
    }

    private static LanguagePackage cargo(String name, String version) {
        return new LanguagePackage(LanguagePackage.Type.CARGO, name, version, "tool");
    }
}
