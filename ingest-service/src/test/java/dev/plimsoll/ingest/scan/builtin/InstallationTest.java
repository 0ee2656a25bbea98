package dev.plimsoll.ingest.scan.builtin;

import static dev.plimsoll.ingest.scan.builtin.Reading.installation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.RemovedComponent;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers on top of each other have installed. */
class InstallationTest {

    private static final String STATUS = "var/lib/dpkg/status";
    private static final String OS_RELEASE = "ID=debian\nVERSION_ID=\"12\"\n";
    private static final String SITE = "usr/lib/python3/dist-packages/";
    private static final String SIX = SITE + "six-1.16.0.dist-info/METADATA";

    private static final Layer DEBIAN =
            Layer.builder()
                    .file("etc/os-release", OS_RELEASE)
                    .file(STATUS, deb("bash", "5.2"))
                    .build();

    @Nested
    class LanguageFiles {

        private static final Layer LOWER =
                Layer.builder().file(SIX, metadata("six", "1.16.0")).build();

        @Test
        void aPackageIsOfTheLayerThatHasItsFile() {
            var installation = installation(DEBIAN, LOWER, Layer.builder().file("x", "").build());

            assertThat(installation.components())
                    .extracting(Component::getPurl, Component::getLayer, Component::getPath)
                    .contains(org.assertj.core.groups.Tuple.tuple("pkg:pypi/six@1.16.0", 1, SIX));
        }

        @ParameterizedTest
        @ValueSource(strings = {SIX, SITE + "six-1.16.0.dist-info", "usr/lib", "usr"})
        void row15AWhiteoutOfAFileOrOfADirectoryAboveItTakesItAway(String hidden) {
            var installation =
                    installation(DEBIAN, LOWER, Layer.builder().whiteout(hidden).build());

            assertThat(names(installation)).containsExactly("bash 5.2");
            assertThat(installation.removed())
                    .containsExactly(new RemovedComponent("pkg:pypi/six@1.16.0", 1, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {SITE + "six-1.16.0.dist-info", "usr"})
        void row15AnOpaqueDirectoryTakesAwayWhatWasBelowIt(String directory) {
            var upper =
                    Layer.builder()
                            .opaque(directory)
                            .file(SITE + "attrs-1.dist-info/METADATA", metadata("attrs", "1"))
                            .build();

            assertThat(names(installation(DEBIAN, LOWER, upper)))
                    .containsExactly("bash 5.2", "attrs 1");
        }

        @Test
        void anotherFileOrDirectoryInItsPlaceTakesItAway() {
            var file = Layer.builder().file(SIX, "no metadata").build();
            var newer = Layer.builder().file(SIX, metadata("six", "2")).build();
            var directory = Layer.builder().directory(SIX).build();
            var link = Layer.builder().symlink(SITE + "six-1.16.0.dist-info", "/tmp").build();

            assertThat(names(installation(DEBIAN, LOWER, file))).doesNotContain("six 1.16.0");
            assertThat(names(installation(DEBIAN, LOWER, directory))).containsExactly("bash 5.2");
            assertThat(names(installation(DEBIAN, LOWER, link))).containsExactly("bash 5.2");
            var upgraded = installation(DEBIAN, LOWER, newer);
            assertThat(names(upgraded)).containsExactly("bash 5.2", "six 2");
            assertThat(upgraded.removed())
                    .containsExactly(new RemovedComponent("pkg:pypi/six@1.16.0", 1, 2));
        }

        @Test
        void row15WhatALayerTakesAwayItMayBringAgain() {
            var both =
                    Layer.builder()
                            .file(SIX, metadata("six", "2"))
                            .whiteout(SIX)
                            .opaque(SITE)
                            .build();

            assertThat(names(installation(DEBIAN, LOWER, both)))
                    .containsExactly("bash 5.2", "six 2");
        }

        @Test
        void row14OfTwoFilesInALayerTheLastCounts() {
            var twice =
                    Layer.builder()
                            .file(SIX, metadata("six", "1"))
                            .file(SIX, metadata("six", "2"))
                            .build();
            var replaced =
                    Layer.builder().file(SIX, metadata("six", "1")).symlink(SIX, "/x").build();

            assertThat(names(installation(DEBIAN, twice))).containsExactly("bash 5.2", "six 2");
            assertThat(names(installation(DEBIAN, replaced))).containsExactly("bash 5.2");
        }

        @Test
        void row12AHardLinkKeepsAPackageWhoseOtherNameIsGone() {
            var linked =
                    Layer.builder()
                            .file("opt/pool/METADATA", "")
                            .file(SIX, metadata("six", "1.16.0"))
                            .hardLink("opt/six.dist-info/METADATA", SIX)
                            .build();
            var gone = Layer.builder().whiteout("usr").build();

            assertThat(names(installation(DEBIAN, linked)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(installation(DEBIAN, linked, gone).components().getLast())
                    .extracting(Component::getName, Component::getPath)
                    .containsExactly("six", "opt/six.dist-info/METADATA");
        }

        @Test
        void row12AHardLinkToALowerLayerIsItsFile() {
            var link = Layer.builder().hardLink("opt/six.dist-info/METADATA", SIX).build();
            var gone = Layer.builder().whiteout("usr").build();

            assertThat(names(installation(DEBIAN, LOWER, link, gone)))
                    .containsExactly("bash 5.2", "six 1.16.0");
        }

        @Test
        void row12AHardLinkToAHardLinkIsTheSameFile() {
            var own = "opt/six.dist-info/METADATA";
            var between = "opt/between";
            var below = Layer.builder().hardLink(between, SIX).hardLink(own, between).build();
            var beside =
                    Layer.builder()
                            .file(SIX, metadata("six", "1.16.0"))
                            .hardLink(between, SIX)
                            .hardLink(own, between)
                            .build();
            var gone = Layer.builder().whiteout("usr").whiteout(between).build();

            assertThat(names(installation(DEBIAN, LOWER, below, gone)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, beside, gone)))
                    .containsExactly("bash 5.2", "six 1.16.0");
        }

        @Test
        void row12AHardLinkIsWhatItsTargetWasThen() {
            var own = "opt/six.dist-info/METADATA";
            var replaced =
                    Layer.builder()
                            .file(SIX, metadata("six", "1.16.0"))
                            .hardLink(own, SIX)
                            .file(SIX, "no metadata")
                            .build();
            var replacedBelow = Layer.builder().hardLink(own, SIX).file(SIX, "nothing").build();
            var takenAway = Layer.builder().hardLink(own, SIX).whiteout(SIX).build();
            var replacedBefore = Layer.builder().symlink(SIX, "x").hardLink(own, SIX).build();

            assertThat(names(installation(DEBIAN, replaced)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, LOWER, replacedBelow)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, LOWER, takenAway)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, LOWER, replacedBefore)))
                    .containsExactly("bash 5.2");
        }

        @Test
        void row12AHardLinkThatIsReplacedIsGone() {
            var own = "opt/six.dist-info/METADATA";
            var layer =
                    Layer.builder()
                            .file(SIX, metadata("six", "1.16.0"))
                            .hardLink(own, SIX)
                            .symlink(own, "x")
                            .build();
            var gone = Layer.builder().whiteout("usr").build();

            assertThat(names(installation(DEBIAN, layer, gone))).containsExactly("bash 5.2");
        }

        @Test
        void row11AFileBehindALinkedDirectoryOutlivesTheLink() {
            var behind =
                    Layer.builder()
                            .directory("data")
                            .symlink("app", "data")
                            .file("app/six.dist-info/METADATA", metadata("six", "1.16.0"))
                            .build();
            var linked = Layer.builder().symlink("app", "data").build();
            var through =
                    Layer.builder()
                            .file("app/six.dist-info/METADATA", metadata("six", "1.16.0"))
                            .build();
            var unlinked = Layer.builder().whiteout("app").build();

            assertThat(names(installation(DEBIAN, behind, linked)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, linked, through, linked)))
                    .containsExactly("bash 5.2", "six 1.16.0");
            assertThat(names(installation(DEBIAN, linked, through, unlinked)))
                    .containsExactly("bash 5.2", "six 1.16.0");
        }

        @Test
        void row17ASparseFileThatMayNamePackagesIsAGap() {
            var layer = new Layer(sparse("app/six.jar"));

            assertThat(installation(DEBIAN, layer).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("LANGUAGE_FILE_UNREADABLE");
            assertThat(installation(DEBIAN, new Layer(sparse("app/disk.img"))).gaps()).isEmpty();
        }

        /** A file of 4 bytes in the old form of GNU. */
        private static byte[] sparse(String path) {
            var file = Layer.builder().file(path, "1234").build().tar();
            file[156] = 'S';
            Arrays.fill(file, 148, 156, (byte) ' ');
            int sum = 0;
            for (int i = 0; i < 512; i++) {
                sum += file[i] & 0xFF;
            }
            var octal = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(octal, 0, file, 148, octal.length);
            return file;
        }

        @Test
        void row10APathThatCannotBeShownIsReplaced() {
            var path = "opt/\u001b[31m\u202e/x.dist-info/METADATA";
            var layer = Layer.builder().file(path, metadata("x", "1")).build();

            assertThat(installation(DEBIAN, layer).components().getLast().getPath())
                    .isEqualTo("opt/\uFFFD[31m\uFFFD/x.dist-info/METADATA");
        }
    }

    @Nested
    class OwnedFiles {

        private static final String OWNER =
                "pkg:deb/debian/python3-six@1.16?arch=amd64&distro=debian-12";

        @ParameterizedTest
        @CsvSource({
            "python3-six.list, /usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA",
            "python3-six:amd64.list, /usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA",
            "python3-six.list, /lib/python3/dist-packages/six-1.16.0.dist-info/METADATA"
        })
        void d31APackageInAFileOfADebIsCoveredByIt(String list, String path) {
            var owned =
                    Layer.builder()
                            .file(STATUS, deb("bash", "5.2") + deb("python3-six", "1.16"))
                            .file("var/lib/dpkg/info/" + list, "/.\n/usr\n" + path + "\n")
                            .file(SIX, metadata("six", "1.16.0"))
                            .build();

            assertThat(covered(installation(DEBIAN, owned))).containsExactly("six " + OWNER);
        }

        @Test
        void d31FilesOfOthersAndOfPackagesThatAreGoneCoverNothing() {
            var config =
                    """
                    Package: python3-six
                    Status: deinstall ok config-files
                    Version: 1.16

                    """;
            var list = "/usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA\n";
            var gone =
                    Layer.builder()
                            .file(STATUS, deb("bash", "5.2") + config)
                            .file("var/lib/dpkg/info/python3-six.list", list)
                            .file("var/lib/dpkg/info/bash.list", "/usr/lib/python3\n")
                            .file(SIX, metadata("six", "1.16.0"))
                            .build();

            assertThat(covered(installation(DEBIAN, gone))).containsExactly("six null");
        }

        @Test
        void d31WhatCannotBeReadOfAFileIsNoGapWhenADebCoversIt() {
            var jar = "usr/share/java/broken.jar";
            var owned =
                    Layer.builder()
                            .file(STATUS, deb("libbroken-java", "1"))
                            .file("var/lib/dpkg/info/libbroken-java.list", "/" + jar + "\n")
                            .file(jar, "no archive")
                            .build();
            var own = Layer.builder().file("opt/broken.jar", "no archive").build();

            assertThat(installation(DEBIAN, owned).gaps()).isEmpty();
            assertThat(installation(DEBIAN, owned, own).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("JAR_UNREADABLE");
        }

        @Test
        void d31AFileThatALaterLayerReplacesIsNoLongerItsPackages() {
            var jar = "usr/share/java/broken.jar";
            var owned =
                    Layer.builder()
                            .file(
                                    STATUS,
                                    deb("bash", "5.2")
                                            + deb("python3-six", "1.16")
                                            + deb("libbroken-java", "1"))
                            .file("var/lib/dpkg/info/python3-six.list", "/" + SIX + "\n")
                            .file("var/lib/dpkg/info/libbroken-java.list", "/" + jar + "\n")
                            .file(SIX, metadata("six", "1.16.0"))
                            .file(jar, "no archive")
                            .build();
            var replaced =
                    Layer.builder().file(SIX, metadata("six", "1.5")).file(jar, "no").build();
            var upgraded =
                    Layer.builder()
                            .file(
                                    STATUS,
                                    deb("bash", "5.2")
                                            + deb("python3-six", "1.17")
                                            + deb("libbroken-java", "2"))
                            .file(SIX, metadata("six", "1.17"))
                            .file(jar, "no")
                            .build();

            assertThat(covered(installation(DEBIAN, owned, replaced))).containsExactly("six null");
            assertThat(installation(DEBIAN, owned, replaced).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("JAR_UNREADABLE");
            assertThat(covered(installation(DEBIAN, owned, replaced, upgraded)))
                    .containsExactly("six " + OWNER.replace("1.16", "1.17"));
            assertThat(installation(DEBIAN, owned, replaced, upgraded).gaps()).isEmpty();
        }

        @Test
        void d31DistrolessNamesFilesByTheirChecksums() {
            var layer =
                    Layer.builder()
                            .file("etc/os-release", OS_RELEASE)
                            .file(
                                    "var/lib/dpkg/status.d/six",
                                    "Package: python3-six\nVersion: 1.16\nArchitecture: amd64\n")
                            .file(
                                    "var/lib/dpkg/status.d/six.md5sums",
                                    "d41d8cd98f00b204e9800998ecf8427e  " + SIX + "\n")
                            .file(SIX, metadata("six", "1.16.0"))
                            .build();

            assertThat(covered(installation(layer))).containsExactly("six " + OWNER);
        }

        @Test
        void d31ADivertedFileIsStillItsPackages() {
            var diverted = "opt/six.distrib.dist-info/METADATA";
            var layer =
                    Layer.builder()
                            .file(STATUS, deb("python3-six", "1.16") + deb("mine", "1"))
                            .file("var/lib/dpkg/info/python3-six.list", "/" + SIX + "\n")
                            .file("var/lib/dpkg/info/mine.list", "/" + SIX + "\n")
                            .file(
                                    "var/lib/dpkg/diversions",
                                    "/%s\n/%s\nmine\n".formatted(SIX, diverted))
                            .file(SIX, metadata("six", "9"))
                            .file(diverted, metadata("six", "1.16.0"))
                            .build();

            assertThat(covered(installation(DEBIAN, layer)))
                    .containsExactly(
                            "six pkg:deb/debian/mine@1?arch=amd64&distro=debian-12",
                            "six " + OWNER);
        }

        @Test
        void d31ApkAndItsDirectories() {
            var layer =
                    Layer.builder()
                            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.19.1\n")
                            .file(
                                    "lib/apk/db/installed",
                                    "P:py3-six\nV:1.16.0-r8\nA:noarch\nF:usr\nF:%s\nR:METADATA\n\n"
                                            .formatted(SITE + "six-1.16.0.dist-info"))
                            .file(SIX, metadata("six", "1.16.0"))
                            .build();

            assertThat(covered(installation(layer)))
                    .containsExactly(
                            "six pkg:apk/alpine/py3-six@1.16.0-r8?arch=noarch&distro=alpine-3.19.1");
        }
    }

    @Nested
    class Databases {

        @Test
        void whatALayerUpgradesOrRemovesIsToldWithTheLayer() {
            var upgrade =
                    Layer.builder().file(STATUS, deb("bash", "5.3") + deb("curl", "8")).build();
            var remove = Layer.builder().file(STATUS, deb("bash", "5.3")).build();

            var installation = installation(DEBIAN, upgrade, remove);

            assertThat(installation.components())
                    .extracting(Component::getName, Component::getLayer)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("bash", 1));
            assertThat(installation.removed())
                    .containsExactlyInAnyOrder(
                            new RemovedComponent(
                                    "pkg:deb/debian/bash@5.2?arch=amd64&distro=debian-12", 0, 1),
                            new RemovedComponent(
                                    "pkg:deb/debian/curl@8?arch=amd64&distro=debian-12", 1, 2));
        }

        @Test
        void whatComesBackIsNotRemoved() {
            var without = Layer.builder().file(STATUS, deb("curl", "8")).build();
            var again = Layer.builder().file(STATUS, deb("curl", "8") + deb("bash", "5.2")).build();

            var installation = installation(DEBIAN, without, again);

            assertThat(names(installation)).containsExactlyInAnyOrder("curl 8", "bash 5.2");
            assertThat(installation.removed()).isEmpty();
        }

        @Test
        void d1OneDatabaseDoesNotHideWhatAnotherLists() {
            var layer =
                    Layer.builder()
                            .file(
                                    "var/lib/dpkg/status.d/bash",
                                    "Package: bash\nVersion: 9.9\nArchitecture: amd64\n")
                            .build();

            assertThat(names(installation(DEBIAN, layer)))
                    .containsExactlyInAnyOrder("bash 5.2", "bash 9.9");
        }

        @Test
        void d1OpkgIsReadBesideDpkg() {
            var layer =
                    Layer.builder()
                            .file(
                                    "usr/lib/opkg/status",
                                    "Package: busybox\nVersion: 1.36.1-1\nStatus: install user installed\nArchitecture: x86\n\n")
                            .build();

            assertThat(names(installation(DEBIAN, layer)))
                    .containsExactlyInAnyOrder("busybox 1.36.1-1", "bash 5.2");
        }

        @Test
        void d7TheOriginOfAPackageIsItsVendor() {
            var layer =
                    Layer.builder()
                            .file(
                                    STATUS,
                                    deb("docker-ce", "5:27").stripTrailing() + "\nOrigin: Docker\n")
                            .build();

            assertThat(installation(DEBIAN, layer).components())
                    .extracting(Component::getVendor)
                    .containsExactly("Docker");
        }

        @Test
        void a3RepositoriesNameReleases() {
            var layer =
                    Layer.builder()
                            .file(
                                    "etc/apk/repositories",
                                    """
                                    https://dl-cdn.alpinelinux.org/alpine/v3.19/main
                                    https://dl-cdn.alpinelinux.org/alpine/v3.19/community
                                    @edge http://mirror.example/alpine/edge/testing
                                    # https://dl-cdn.alpinelinux.org/alpine/v3.12/main
                                    https://user:secret@packages.example/v1.2/os
                                    """)
                            .build();

            assertThat(installation(DEBIAN, layer).repositories()).containsExactly("edge", "v3.19");
        }

        @Test
        void r4ContentManifestsNameContentSets() {
            var directory = "root/buildinfo/content_manifests/";
            var layer =
                    Layer.builder()
                            .file(
                                    directory + "ubi8-container-8.9-1.json",
                                    "{\"metadata\":{\"icm_version\":1},\"content_sets\":[\"rhel-8-for-x86_64-baseos-rpms\",\"../x\"]}")
                            .file(directory + "broken.json", "{")
                            .build();

            var installation = installation(DEBIAN, layer);

            assertThat(installation.repositories())
                    .containsExactly("rhel-8-for-x86_64-baseos-rpms");
            assertThat(installation.gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("CONTENT_SETS_INVALID");
        }
    }

    @Nested
    class WithoutDatabase {

        private static final String PROGRAM = "\u007fELF" + "\0".repeat(100);

        @Test
        void anImageOfLibrariesAloneBelongsToNoDistribution() {
            var installation =
                    installation(Layer.builder().file(SIX, metadata("six", "1")).build());

            assertThat(names(installation)).containsExactly("six 1");
            assertThat(installation.distribution().getId()).isEmpty();
            assertThat(installation.gaps()).isEmpty();
        }

        @Test
        void row23ProgramsThatNothingExplainsMakeItPartial() {
            var layer =
                    Layer.builder()
                            .file(SIX, metadata("six", "1"))
                            .executable("usr/bin/x", PROGRAM.getBytes(StandardCharsets.ISO_8859_1))
                            .build();

            assertThat(installation(layer).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("PKGDB_MISSING");
            assertThat(installation(layer, Layer.builder().whiteout("usr/bin").build()).gaps())
                    .isEmpty();
        }

        @Test
        void row23ProgramsAloneAreNoInventory() {
            var layer =
                    Layer.builder()
                            .executable("x", PROGRAM.getBytes(StandardCharsets.ISO_8859_1))
                            .build();

            assertThatExceptionOfType(ImageRefusedException.class)
                    .isThrownBy(() -> installation(layer))
                    .extracting(ImageRefusedException::reason)
                    .isEqualTo(Reason.PKGDB_MISSING);
        }

        @Test
        void row23ADistributionWithoutItsDatabaseIsPartial() {
            var layer =
                    Layer.builder()
                            .file(SIX, metadata("six", "1"))
                            .file("etc/os-release", OS_RELEASE)
                            .build();

            assertThat(installation(layer).gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("PKGDB_MISSING");
        }

        @Test
        void row22LanguagePackagesDoNotNeedToKnowTheDistribution() {
            var layer =
                    Layer.builder()
                            .file(STATUS, deb("bash", "5.2"))
                            .file(SIX, metadata("six", "1"))
                            .build();

            var installation = installation(layer);

            assertThat(installation.components())
                    .extracting(Component::getPurl)
                    .containsExactly("pkg:deb/bash@5.2?arch=amd64", "pkg:pypi/six@1");
            assertThat(installation.distribution().getId()).isEmpty();
            assertThat(installation.gaps())
                    .extracting(Gap::getReason)
                    .containsExactly("DISTRO_UNKNOWN");
        }
    }

    @Nested
    class TablesOfContents {

        private static final String TABLE = "{\"version\":1,\"entries\":[%s]}";
        private static final String ENTRIES =
                "{\"name\":\"usr/\",\"type\":\"dir\",\"mode\":493},"
                        + "{\"name\":\"usr/x\",\"type\":\"reg\",\"size\":3,\"digest\":\"sha256:1\"},"
                        + "{\"name\":\"usr/x\",\"type\":\"chunk\",\"offset\":9},"
                        + "{\"name\":\"usr/y\",\"type\":\"symlink\",\"linkName\":\"x\",\"xattrs\":{\"a\":\"b\"}}";

        @Test
        void row29ATableThatAgreesWithTheTarIsBelievedByEverybody() {
            assertThat(gaps(TABLE.formatted(ENTRIES))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{\"name\":\"usr/x\",\"type\":\"reg\",\"size\":3}",
                    "%s,{\"name\":\"usr/z\",\"type\":\"reg\"}",
                    "{\"name\":\"usr/\",\"type\":\"dir\"},{\"name\":\"usr/x\",\"type\":\"reg\",\"size\":4},{\"name\":\"usr/y\",\"type\":\"symlink\"}",
                    "{\"name\":\"usr/\",\"type\":\"dir\"},{\"name\":\"usr/X\",\"type\":\"reg\",\"size\":3},{\"name\":\"usr/y\",\"type\":\"symlink\"}",
                    "%s]"
                })
        void row29ATableThatTellsOtherwiseIsAGapAndTheTarCounts(String entries) {
            assertThat(gaps(TABLE.formatted(entries.replace("%s", ENTRIES))))
                    .extracting(Gap::getReason)
                    .containsExactly("TOC_MISMATCH");
        }

        private static List<Gap> gaps(String table) {
            var layer =
                    Layer.builder()
                            .directory("usr")
                            .file("usr/x", "abc")
                            .symlink("usr/y", "x")
                            .file("stargz.index.json", table)
                            .build();
            var installation = installation(DEBIAN, layer);

            assertThat(names(installation)).containsExactly("bash 5.2");
            return installation.gaps();
        }
    }

    @Nested
    class BaseClaims {

        private static final String NAME = "org.opencontainers.image.base.name";
        private static final String DIGEST = "org.opencontainers.image.base.digest";
        private static final String SHA = "sha256:" + "0".repeat(64);

        @Test
        void annotationsAreAskedBeforeLabels() {
            var annotations = Map.of(NAME, "docker.io/library/debian:12", DIGEST, SHA);
            var labels = Map.of(NAME, "other");

            assertThat(BaseClaim.of(annotations, labels))
                    .isEqualTo(new DeclaredBase("docker.io/library/debian:12", SHA));
            assertThat(BaseClaim.of(Map.of(), labels)).isEqualTo(new DeclaredBase("other", null));
        }

        @Test
        void nonsenseIsNoClaim() {
            assertThat(BaseClaim.of(Map.of(NAME, " ", DIGEST, "sha256:../x"), Map.of())).isNull();
            assertThat(BaseClaim.of(Map.of(NAME, "a\nb"), Map.of()))
                    .isEqualTo(new DeclaredBase("a\\u000ab", null));
        }
    }

    private static String deb(String name, String version) {
        return """
                Package: %s
                Status: install ok installed
                Architecture: amd64
                Version: %s

                """
                .formatted(name, version);
    }

    private static String metadata(String name, String version) {
        return "Metadata-Version: 2.1\nName: %s\nVersion: %s\n".formatted(name, version);
    }

    private static List<String> names(Installation installation) {
        return installation.components().stream()
                .map(component -> component.getName() + " " + component.getVersion())
                .toList();
    }

    /** Language packages with what covers each. */
    private static List<String> covered(Installation installation) {
        return installation.components().stream()
                .filter(component -> component.getType().equals("pypi"))
                .map(component -> component.getName() + " " + component.getCoveredBy())
                .toList();
    }
}
