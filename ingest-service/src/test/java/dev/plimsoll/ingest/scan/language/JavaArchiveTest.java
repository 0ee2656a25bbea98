package dev.plimsoll.ingest.scan.language;

import static dev.plimsoll.ingest.scan.language.Sample.bytes;
import static dev.plimsoll.ingest.scan.language.Sample.joined;
import static dev.plimsoll.ingest.scan.language.Sample.read;
import static dev.plimsoll.ingest.scan.language.Sample.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaArchiveTest {

    @Test
    void believesPomPropertiesWhateverTheFileIsCalled() {
        var jar = zip().withPom("org.example", "thing", "1.2.3").bytes();

        var reading = read("app/renamed.jar", jar);

        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.packages())
                .containsExactly(maven("org.example:thing", "1.2.3", "app/renamed.jar"));
        assertThat(reading.packages().getFirst().purl())
                .isEqualTo("pkg:maven/org.example/thing@1.2.3");
    }

    @Test
    void namesEveryPartOfAShadedArchiveAndTheArchiveItself() {
        var jar =
                zip().withManifest("Implementation-Version: 7")
                        .withPom("org.a", "a", "1")
                        .withPom("org.b", "b", "2")
                        .with("org/whole/Main.class", "")
                        .bytes();

        assertThat(read("app/whole-7.jar", jar).packages())
                .containsExactly(
                        maven("org.a:a", "1", "app/whole-7.jar"),
                        maven("org.b:b", "2", "app/whole-7.jar"),
                        maven("whole", "7", "app/whole-7.jar"));
        assertThat(read("app/b-2.jar", jar).packages())
                .containsExactly(
                        maven("org.a:a", "1", "app/b-2.jar"), maven("org.b:b", "2", "app/b-2.jar"));
    }

    @Test
    void readsArchivesInArchivesWhetherStoredOrCompressed() {
        var inner = zip().withPom("org.inner", "inner", "0.1").bytes();
        var war = zip().with("WEB-INF/lib/inner-0.1.jar", inner).bytes();
        var ear = zip().stored().with("web.war", war).with("notes.txt", "none").bytes();

        var reading = read("opt/all.ear", ear);

        assertThat(reading)
                .isEqualTo(
                        new LanguageReading(
                                List.of(
                                        maven(
                                                "org.inner:inner",
                                                "0.1",
                                                "opt/all.ear!web.war!WEB-INF/lib/inner-0.1.jar")),
                                List.of(),
                                Program.NONE));
    }

    @Test
    void readsAnArchiveBehindAStartScript() {
        var script = bytes("#!/bin/sh\nexec java -jar \"$0\"\n");
        var jar = joined(script, zip().withPom("org.example", "boot", "3").bytes());

        var reading = read("app/boot.jar", jar);

        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.packages())
                .containsExactly(maven("org.example:boot", "3", "app/boot.jar"));
    }

    @Test
    void namesAnArtifactWithoutGroupWhereNothingTellsTheGroup() {
        var jar =
                zip().withManifest(
                                "Implementation-Vendor-Id: com.sun",
                                "Implementation-Title: Sun Java System",
                                "Implementation-Version: 1.1.1")
                        .with("com/sun/activation/A.class", "")
                        .bytes();

        var reading = read("app/activation-1.1.1.jar", jar);

        assertThat(reading.packages())
                .containsExactly(maven("activation", "1.1.1", "app/activation-1.1.1.jar"));
        assertThat(reading.packages().getFirst().purl()).isEqualTo("pkg:generic/activation@1.1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "app/spring-beans-5.3.9.jar, org/springframework/beans/B.class, org.springframework:spring-beans, 5.3.9",
        "app/spring-boot-3.1.0.jar, org/springframework/boot/B.class, org.springframework.boot:spring-boot, 3.1.0",
        "tomcat/lib/catalina.jar, org/apache/catalina/C.class, org.apache.tomcat:tomcat-catalina, 9.0.1",
        "app/spring-beans-5.3.9.jar, com/other/B.class, spring-beans, 5.3.9",
        "root/.m2/repository/org/example/x/2.0/x-2.0.jar, X.class, org.example:x, 2.0",
        "c/files-2.1/org.example/x/2.0/0a1b/x-2.0.jar, X.class, org.example:x, 2.0",
    })
    void knowsTheGroupByPlaceAndClasses(String path, String entry, String name, String version) {
        var jar = zip().withManifest("Implementation-Version: 9.0.1").with(entry, "").bytes();

        assertThat(read(path, jar).packages()).containsExactly(maven(name, version, path));
    }

    @Test
    void takesTheGroupFromTheTitleOfOneBuildTool() {
        var jar =
                zip().withManifest(
                                "Implementation-Title: io.example#core;1.17.0",
                                "Implementation-Version: 1.17.0")
                        .with("A.class", "")
                        .bytes();

        assertThat(read("core.jar", jar).packages())
                .containsExactly(maven("io.example:core", "1.17.0", "core.jar"));
    }

    @Test
    void takesTheGroupFromTheFolderOfAPomThatIsNotParsed() {
        var jar =
                zip().with(
                                "META-INF/maven/org.example/thing/pom.xml",
                                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>")
                        .bytes();

        assertThat(read("thing-4.0.jar", jar).packages())
                .containsExactly(maven("org.example:thing", "4.0", "thing-4.0.jar"));
    }

    @Test
    void reportsClassesThatNothingNames() {
        var path = "app/app.jar";

        assertThat(read(path, zip().with("com/own/Main.class", "").bytes()).gaps())
                .containsExactly(
                        new Gap(
                                Reason.LANGUAGE_PACKAGE_UNNAMED.name(),
                                "app/app.jar: neither its content nor its name tells its version"));
    }

    @Test
    void aTitleThatDoesNotFitTheFileTellsNoGroup() {
        var jar =
                zip().withManifest(
                                "Implementation-Title: org.example.client#rest;8.19.0",
                                "Implementation-Version: 8.19.0")
                        .with("A.class", "")
                        .bytes();

        assertThat(read("example-rest-client-8.19.0.jar", jar).packages())
                .extracting(LanguagePackage::name)
                .containsExactly("example-rest-client");
    }

    @Test
    void anArchiveWithoutClassesIsNoPackage() {
        assertThat(read("x/messages.jar", zip().with("m.properties", "a=b").bytes()))
                .isEqualTo(new LanguageReading(List.of(), List.of(), Program.NONE));
    }

    @Test
    void readsValuesOfTheManifestThatGoOnInTheNextLine() {
        var jar =
                zip().withManifest("Implementation-Version: 1.", " 2.3", "Other: x")
                        .with("A.class", "")
                        .bytes();

        assertThat(read("thing.jar", jar).packages())
                .containsExactly(maven("thing", "1.2.3", "thing.jar"));
    }

    @Test
    void aBuildThatForgotItsVariablesIsNamedByItsFile() {
        var jar = zip().withPom("org.example", "thing", "${project.version}").bytes();

        assertThat(read("thing-1.5.jar", jar).packages())
                .containsExactly(maven("org.example:thing", "1.5", "thing-1.5.jar"));
        assertThat(read("other.jar", jar).gaps())
                .extracting(Gap::getReason)
                .containsExactly(
                        Reason.LANGUAGE_FILE_UNREADABLE.name(),
                        Reason.LANGUAGE_PACKAGE_UNNAMED.name());
    }

    @ParameterizedTest
    @CsvSource({
        "log4j-1.2-api-2.17.1, log4j-1.2-api, 2.17.1",
        "guava-31.1-jre, guava, 31.1-jre",
        "foo-1.0-beta-2, foo, 1.0-beta-2",
        "netty-all-4.1.100.Final, netty-all, 4.1.100.Final",
        "jetty-util-9.4.43.v20210629, jetty-util, 9.4.43.v20210629",
        "kafka_2.13-3.5.1, kafka_2.13, 3.5.1",
        "x-1.0-SNAPSHOT, x, 1.0-SNAPSHOT",
        "x-20230101.120000-7, x, 20230101.120000-7",
        "bcprov-jdk15on-1.70, bcprov-jdk15on, 1.70",
        "h2-2.1.214, h2, 2.1.214",
        "plain, plain,",
        "with-dash, with-dash,",
    })
    void splitsFileNames(String base, String artifact, String version) {
        assertThat(JarFileName.of("lib/" + base + ".jar", null))
                .isEqualTo(new JarFileName(artifact, version));
    }

    @Test
    void readsPackagesInWheels() {
        var wheel = zip().with("pip-24.0.dist-info/METADATA", "Name: pip\nVersion: 24.0\n").bytes();
        var path = "usr/lib/ensurepip/_bundled/pip-24.0-py3-none-any.whl";

        assertThat(read(path, wheel).packages())
                .containsExactly(
                        new LanguagePackage(
                                LanguagePackage.Type.PYPI,
                                "pip",
                                "24.0",
                                path + "!pip-24.0.dist-info/METADATA"));
    }

    private static LanguagePackage maven(String name, String version, String path) {
        return new LanguagePackage(LanguagePackage.Type.MAVEN, name, version, path);
    }
}
