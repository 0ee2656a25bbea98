package dev.plimsoll.analysis.match;

import static dev.plimsoll.analysis.match.Samples.advisory;
import static dev.plimsoll.analysis.match.Samples.affected;
import static dev.plimsoll.analysis.match.Samples.alpine;
import static dev.plimsoll.analysis.match.Samples.apk;
import static dev.plimsoll.analysis.match.Samples.cvss;
import static dev.plimsoll.analysis.match.Samples.deb;
import static dev.plimsoll.analysis.match.Samples.debian;
import static dev.plimsoll.analysis.match.Samples.distribution;
import static dev.plimsoll.analysis.match.Samples.fixed;
import static dev.plimsoll.analysis.match.Samples.introduced;
import static dev.plimsoll.analysis.match.Samples.inventory;
import static dev.plimsoll.analysis.match.Samples.language;
import static dev.plimsoll.analysis.match.Samples.nothing;
import static dev.plimsoll.analysis.match.Samples.only;
import static dev.plimsoll.analysis.match.Samples.range;
import static dev.plimsoll.analysis.match.Samples.rpm;
import static dev.plimsoll.analysis.match.Samples.unfixed;
import static dev.plimsoll.analysis.match.Samples.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.analysis.match.Matching.NotMatchable;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ubuntu, Alpine, the distributions with rpm, and what an inventory is held against at all. */
class DistributionRulesTest {

    private static final Component CURL =
            deb("curl", "7.81.0-1ubuntu1.10", "curl", "7.81.0-1ubuntu1.10");
    private static final Component NODE =
            rpm(
                    "nodejs",
                    "1:16.14.0-4.module_el8.6.0+2904+f9dbbd52",
                    "nodejs",
                    "16.14.0-4.module_el8.6.0+2904+f9dbbd52");

    @ParameterizedTest
    @CsvSource({
        "ubuntu, 22.04, Ubuntu:22.04:LTS, deb",
        "ubuntu, 24.10, Ubuntu:24.10, deb",
        "ubuntu, 25.04, Ubuntu:25.04, deb",
        "almalinux, 9.4, AlmaLinux:9, rpm",
        "rocky, 8.10, Rocky Linux:8, rpm",
        "rhel, 9.4, Red Hat:enterprise_linux:9, rpm",
        "centos, 7, Red Hat:enterprise_linux:7, rpm",
    })
    void d5KnowsTheReleasesOfOtherDistributions(
            String id, String version, String ecosystem, String type) {
        var component = Component.newBuilder(CURL).setType(type).build();
        var advisories = ListedAdvisories.of(List.of(advisory("X-1", unfixed(ecosystem, "other"))));

        assertThat(Matcher.match(inventory(distribution(id, version), component), advisories))
                .isEqualTo(new Matched(ecosystem, List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raspbian", "kali", "linuxmint", "wolfi", "chainguard", "mariner"})
    void d6A9SaysByNameThatADistributionIsNotSupported(String id) {
        var matching =
                Matcher.match(
                        inventory(distribution(id, "12"), CURL),
                        ListedAdvisories.of(
                                List.of(advisory("X-1", unfixed("Debian:12", "curl")))));

        assertThat(matching)
                .isInstanceOfSatisfying(
                        NotMatchable.class,
                        not -> {
                            assertThat(not.status()).isEqualTo(ImageStatus.UNSUPPORTED);
                            assertThat(not.message()).contains("'" + id + "'");
                        });
    }

    @Test
    void u1TakesThePriorityForTheSeverity() {
        var advisory = ubuntu("medium", upTo("Ubuntu:22.04:LTS", "curl", "7.81.0-1ubuntu1.11"));

        var match = matches(distribution("ubuntu", "22.04"), CURL, advisory).getFirst();

        assertThat(match.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(match.severitySource()).isEqualTo("ubuntu");
        assertThat(match.ratings()).hasSize(2);
    }

    @Test
    void u1SetsNegligibleAside() {
        var advisory = ubuntu("negligible", unfixed("Ubuntu:22.04:LTS", "curl"));

        var match = matches(distribution("ubuntu", "22.04"), CURL, advisory).getFirst();

        assertThat(match.applicability()).isEqualTo(Applicability.NEGLIGIBLE);
        assertThat(match.evidence()).contains("U1: Ubuntu's priority is negligible");
    }

    @ParameterizedTest
    @CsvSource({
        "7.81.0-1ubuntu1.10, 7.81.0-1ubuntu1.10+esm3, REQUIRES_SUBSCRIPTION",
        "7.81.0-1ubuntu1.10+esm1, 7.81.0-1ubuntu1.10+esm3, FIXED",
        "7.81.0-1ubuntu1.10, 7.81.0-1ubuntu1.12, FIXED",
    })
    void u2TellsAFixThatNeedsASubscription(String version, String fix, FixState state) {
        var installed = deb("curl", version, "curl", version);
        var advisory = ubuntu("low", upTo("Ubuntu:Pro:22.04:LTS", "curl", fix));

        var match = matches(distribution("ubuntu", "22.04"), installed, advisory).getFirst();

        assertThat(match.ecosystem()).isEqualTo("Ubuntu:22.04:LTS");
        assertThat(match.fixState()).isEqualTo(state);
        assertThat(match.fixedVersion()).isEqualTo(fix);
    }

    @Test
    void u2PrefersTheFixThatEverybodyCanInstall() {
        var advisory =
                ubuntu(
                        "low",
                        upTo("Ubuntu:22.04:LTS", "curl", "7.81.0-1ubuntu1.12"),
                        upTo("Ubuntu:Pro:22.04:LTS", "curl", "7.81.0-1ubuntu1.13+esm1"));
        var regularFix = deb("curl", "7.81.0-1ubuntu1.12", "curl", "7.81.0-1ubuntu1.12");

        var match = matches(distribution("ubuntu", "22.04"), CURL, advisory).getFirst();

        assertThat(match.fixedVersion()).isEqualTo("7.81.0-1ubuntu1.12");
        assertThat(match.fixState()).isEqualTo(FixState.FIXED);
        assertThat(matches(distribution("ubuntu", "22.04"), regularFix, advisory)).isEmpty();
    }

    @Test
    void u2NeverAsksTheArchivesOfOthers() {
        var advisory =
                ubuntu(
                        "low",
                        unfixed("Ubuntu:Pro:FIPS:22.04:LTS", "curl"),
                        unfixed("Ubuntu:20.04:LTS", "curl"));

        assertThat(matches(distribution("ubuntu", "22.04"), CURL, advisory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "3.19.1, v3.19, Alpine:v3.19, ",
        "3.19.1, v3.20, Alpine:v3.20, 'A3: the repositories are of v3.20, VERSION_ID says ''3.19.1'': the repositories count'",
        "3.19.1, edge, Alpine:edge, 'A3: the repositories are of edge, VERSION_ID says ''3.19.1'': the repositories count'",
        "3.19.1, edge v3.19, Alpine:v3.19, 'A3: the repositories are of mixed releases, edge, v3.19: packages are held against v3.19'",
        "3.19.1, latest-stable, Alpine:v3.19, ",
    })
    void a3PrefersTheReleaseOfTheRepositories(
            String version, String repositories, String ecosystem, String note) {
        var inventory =
                Inventory.newBuilder(inventory(alpine(version), apk("musl", "1.2.4-r1", "musl")))
                        .setRepositories(List.of(repositories.split(" ")))
                        .build();
        var advisories = ListedAdvisories.of(List.of(advisory("X-1", unfixed(ecosystem, "musl"))));

        var match = matched(Matcher.match(inventory, advisories)).matches().getFirst();

        assertThat(match.ecosystem()).isEqualTo(ecosystem);
        if (note == null) {
            assertThat(match.evidence()).noneMatch(sentence -> sentence.startsWith("A3"));
        } else {
            assertThat(match.evidence()).contains(note);
        }
    }

    @Test
    void a4BelievesThatAPackageIsNotAffectedWhateverOtherRecordsSay() {
        var denied = advisory("ALPINE-CVE-2024-1001", upTo("Alpine:v3.19", "musl", "0"));
        var derived =
                AdvisoryChanged.newBuilder(
                                advisory("CVE-2024-1001", upTo("Alpine:v3.19", "musl", "1.2.9-r0")))
                        .build();

        assertThat(matches(alpine("3.19.1"), apk("musl", "1.2.4-r1", "musl"), denied, derived))
                .isEmpty();
    }

    @Test
    void a4ExplainsThatANotAffectedPackageCoversWhatItBrings() {
        var python = apk("py3-yaml", "6.0-r1", "py3-yaml");
        var covered =
                Component.newBuilder(language("pypi", "PyYAML", "6.0"))
                        .setCoveredBy(python.getPurl())
                        .build();
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory(
                                        "CVE-2024-1001",
                                        upTo("Alpine:v3.19", "py3-yaml", "0"),
                                        unfixed("PyPI", "pyyaml"))));
        var inventory = inventory(alpine("3.19.1"), python, covered);

        assertThat(matched(Matcher.match(inventory, advisories)).matches()).isEmpty();
        assertThat(Matcher.explain(inventory, advisories, "CVE-2024-1001"))
                .extracting(Explanation::kind)
                .containsExactly(Explanation.Kind.NOT_AFFECTED, Explanation.Kind.COVERED);
        assertThat(Matcher.explain(inventory, advisories, "CVE-2024-1001").getLast().evidence())
                .anyMatch(sentence -> sentence.startsWith("D31:"))
                .anyMatch(sentence -> sentence.startsWith("A4,"));
    }

    @ParameterizedTest
    @CsvSource({"1.2.4-r0, false", "1.2.4-r1, true", "2024-01-01, true"})
    void a5ComparesALowerBoundThatIsAVersionAlone(String introduced, boolean isAffected) {
        var advisory =
                advisory(
                        "ALPINE-CVE-2024-1001",
                        affected(
                                "Alpine:v3.19",
                                "musl",
                                null,
                                range(introduced(introduced), fixed("1.2.9-r0"))));
        var older = introduced.equals("1.2.4-r0") ? "1.2.3-r9" : "1.2.4-r1";

        assertThat(matches(alpine("3.19.1"), apk("musl", older, "musl"), advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1:3.0.7-24.el9, true",
        "1:3.0.7-27.el9, false",
        "3.0.7-99.el9, true",
        "2:1.0-1.el9, false",
    })
    void r1ComparesTheEpochAMissingOneBeingZero(String version, boolean isAffected) {
        var libs = rpm("openssl-libs", version, "openssl", "3.0.7-24.el9");
        var advisory =
                advisory("ALSA-2024:1", upTo("AlmaLinux:9", "openssl-libs", "1:3.0.7-27.el9"));

        assertThat(matches(distribution("almalinux", "9.3"), libs, advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @Test
    void r1GivesTheSourceTheEpochOfItsPackage() {
        var libs = rpm("openssl-libs", "1:1.1.1k-9.el8_7", "openssl", "1.1.1k-9.el8_7");
        var advisory =
                advisory("RLSA-2023:7877", upTo("Rocky Linux:8", "openssl", "1:1.1.1k-12.el8_9"));

        assertThat(matches(distribution("rocky", "8.7"), libs, advisory))
                .extracting(Match::packageName, Match::version, Match::fixedVersion)
                .containsExactly(tuple("openssl", "1:1.1.1k-9.el8_7", "1:1.1.1k-12.el8_9"));
    }

    /** Of perl's packages some have versions of their own; mod_ssl has an epoch of its own. */
    @Test
    void r1TakesTheEpochOfTheSourceFromThePackagesThatBearItsVersion() {
        var inventory =
                inventory(
                        distribution("rocky", "9.3"),
                        rpm("perl-Errno", "1.30-481.el9", "perl", "5.32.1-481.el9"),
                        rpm("perl-libs", "4:5.32.1-481.el9", "perl", "5.32.1-481.el9"),
                        rpm("httpd", "2.4.57-5.el9", "httpd", "2.4.57-5.el9"),
                        rpm("mod_ssl", "1:2.4.57-5.el9", "httpd", "2.4.57-5.el9"));
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory(
                                        "RLSA-1",
                                        upTo("Rocky Linux:9", "perl", "4:5.32.1-481.el9")),
                                advisory(
                                        "RLSA-2",
                                        upTo("Rocky Linux:9", "httpd", "0:2.4.57-8.el9"))));

        assertThat(matched(Matcher.match(inventory, advisories)).matches())
                .extracting(Match::packageName, Match::version, match -> match.components().size())
                .containsExactly(tuple("httpd", "2.4.57-5.el9", 2));
    }

    @Test
    void d29MakesOneMatchOfThePackagesThatAnUpdateNames() {
        var advisory =
                advisory(
                        "ALSA-2024:1",
                        upTo("AlmaLinux:9", "openssl", "1:3.0.7-27.el9"),
                        upTo("AlmaLinux:9", "openssl-libs", "1:3.0.7-27.el9"));
        var tool = rpm("openssl", "1:3.0.7-24.el9", "openssl", "3.0.7-24.el9");
        var libs = rpm("openssl-libs", "1:3.0.7-24.el9", "openssl", "3.0.7-24.el9");
        var perl = rpm("openssl-perl", "1:3.0.7-24.el9", "openssl", "3.0.7-24.el9");

        var matches =
                matched(
                                Matcher.match(
                                        inventory(distribution("almalinux", "9"), libs, perl, tool),
                                        ListedAdvisories.of(List.of(advisory))))
                        .matches();

        assertThat(matches)
                .extracting(Match::packageName, Match::components)
                .containsExactly(tuple("openssl", List.of(tool, libs)));
    }

    @ParameterizedTest
    @CsvSource({
        "nodejs:16:8060020220:ad008a3a, nodejs:16, true",
        "nodejs:16:8060020220:ad008a3a, nodejs:18, false",
        ", nodejs:16, true",
    })
    void r2NeverAppliesAnUpdateForAnotherStream(
            String installed, String stream, boolean isAffected) {
        var component = Component.newBuilder(NODE).setModule(installed).build();
        var named =
                AdvisoryChanged.newBuilder(
                                advisory(
                                        "ALSA-2022:1",
                                        upTo(
                                                "AlmaLinux:8",
                                                "nodejs",
                                                "1:18.9.1-1.module_el8.7.0+3343+ea2b7901")))
                        .setSummary("Important: " + stream + " security update")
                        .build();
        var told =
                advisory(
                        "ALSA-2022:1",
                        Affected.newBuilder(upTo("AlmaLinux:8", "nodejs", "1:18.9.1-1.el8"))
                                .setModule(stream)
                                .build());

        assertThat(matches(distribution("almalinux", "8.6"), component, named))
                .hasSize(isAffected ? 1 : 0);
        assertThat(matches(distribution("almalinux", "8.6"), component, told))
                .hasSize(isAffected ? 1 : 0);
    }

    @Test
    void r2KeepsModulesAndOtherPackagesApart() {
        var plain = rpm("nodejs", "1:16.0-1.el9", "nodejs", "16.0-1.el9");
        var ofModule =
                advisory("ALSA-1", upTo("AlmaLinux:9", "nodejs", "1:18.9-1.module_el9.1.0+1+a"));
        var ofNone = advisory("ALSA-2", upTo("AlmaLinux:8", "nodejs", "1:18.9-1.el8"));

        assertThat(matches(distribution("almalinux", "9.1"), plain, ofModule)).isEmpty();
        assertThat(matches(distribution("almalinux", "8.6"), NODE, ofNone)).isEmpty();
        assertThat(
                        Matcher.explain(
                                inventory(distribution("almalinux", "8.6"), NODE),
                                ListedAdvisories.of(List.of(ofNone)),
                                "ALSA-2"))
                .extracting(Explanation::kind)
                .containsExactly(Explanation.Kind.NOT_APPLICABLE);
    }

    @Test
    void r2TakesAnyOfTheBuildsOfAFix() {
        var advisory =
                advisory(
                        "ALSA-2021:4399",
                        upTo("AlmaLinux:8", "platform-python", "3.6.8-41.el8.alma"),
                        upTo("AlmaLinux:8", "platform-python", "3.6.8-41.el8"));
        var first = rpm("platform-python", "3.6.8-41.el8", "python3", "3.6.8-41.el8");
        var older = rpm("platform-python", "3.6.8-40.el8", "python3", "3.6.8-40.el8");

        assertThat(matches(distribution("almalinux", "8.5"), first, advisory)).isEmpty();
        assertThat(matches(distribution("almalinux", "8.5"), older, advisory)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"x86_64, true", "noarch, true", "aarch64, false"})
    void r3AppliesToTheArchitecturesItNames(String architecture, boolean isAffected) {
        var component =
                Component.newBuilder(rpm("curl", "1-1.el9", "curl", "1-1.el9"))
                        .setArchitecture(architecture)
                        .build();
        var advisory =
                advisory(
                        "RHSA-1",
                        Affected.newBuilder(
                                        upTo(
                                                "Red Hat:enterprise_linux:9::baseos",
                                                "curl",
                                                "2-1.el9"))
                                .setArchitectures(List.of("x86_64", "s390x"))
                                .build());

        assertThat(matches(distribution("rhel", "9.4"), component, advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "9.4, '', Red Hat:enterprise_linux:9::baseos, true",
        "9.4, '', Red Hat:enterprise_linux:9::appstream, true",
        "9.4, rhel-9-for-x86_64-baseos-rpms, Red Hat:enterprise_linux:9::baseos, true",
        "9.4, rhel-9-for-x86_64-baseos-rpms, Red Hat:enterprise_linux:9::appstream, false",
        "9.4, rhel-9-for-x86_64-appstream-rpms__9, Red Hat:enterprise_linux:9::appstream, true",
        "9.4, rhel-9-for-x86_64-appstream-rpms__9, Red Hat:enterprise_linux:9::baseos, false",
        "9.2, rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2, Red Hat:rhel_eus:9.2::baseos, true",
        "9.2, rhel-9-for-x86_64-baseos-eus-rpms, Red Hat:rhel_eus:9.2::baseos, true",
        "9.2, rhel-9-for-x86_64-baseos-eus-rpms, Red Hat:rhel_eus:9.4::baseos, false",
        "9.4, codeready-builder-for-rhel-9-x86_64-rpms, Red Hat:enterprise_linux:9::crb, true",
        "10.1, '', Red Hat:enterprise_linux:10.0, true",
        "9.4, '', Red Hat:enterprise_linux:8::baseos, false",
    })
    void r4AsksTheRepositoriesOfTheContentSets(
            String version, String contentSet, String ecosystem, boolean isAsked) {
        var inventory =
                Inventory.newBuilder(
                                inventory(
                                        distribution("rhel", version),
                                        rpm("curl", "1-1", "curl", "1-1")))
                        .setRepositories(contentSet.isEmpty() ? List.of() : List.of(contentSet))
                        .build();
        var product = "Red Hat:enterprise_linux:" + version.replaceFirst("\\..*", "");
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory("RHSA-1", upTo(ecosystem, "curl", "2-1")),
                                advisory("OTHER-1", unfixed(product, "other"))));

        assertThat(matched(Matcher.match(inventory, advisories)).matches())
                .hasSize(isAsked ? 1 : 0);
    }

    @Test
    void r4TakesTheLatestFixOfAVulnerability() {
        var first = update("ALSA-2024:1", upTo("AlmaLinux:9", "curl", "2-1.el9"));
        var second = update("ALSA-2024:2", upTo("AlmaLinux:9", "curl", "2-3.el9"));
        var curl = rpm("curl", "2-2.el9", "curl", "2-2.el9");

        assertThat(matches(distribution("almalinux", "9"), curl, first, second))
                .extracting(Match::vulnerability, Match::fixedVersion)
                .containsExactly(tuple("CVE-2024-1001", "2-3.el9"));
    }

    @Test
    void r4RatesByTheWordOfTheUpdate() {
        var advisory =
                AdvisoryChanged.newBuilder(
                                update("ALSA-2024:1", upTo("AlmaLinux:9", "curl", "2-1.el9")))
                        .setSummary("Important: curl security update")
                        .build();

        var match =
                matches(
                                distribution("almalinux", "9"),
                                rpm("curl", "1-1.el9", "curl", "1-1.el9"),
                                advisory)
                        .getFirst();

        assertThat(match.severity()).isEqualTo(Severity.HIGH);
        assertThat(match.severitySource()).isEqualTo("almalinux");
    }

    @Test
    void r5DoesNotApplyKernelFlawsToHeaders() {
        var advisory =
                advisory(
                        "ALSA-2024:1",
                        upTo("AlmaLinux:9", "kernel-headers", "5.14.0-9.el9"),
                        upTo("AlmaLinux:9", "kernel", "5.14.0-9.el9"));
        var headers = rpm("kernel-headers", "5.14.0-1.el9", "kernel", "5.14.0-1.el9");

        var match = matches(distribution("almalinux", "9"), headers, advisory).getFirst();

        assertThat(match.applicability()).isEqualTo(Applicability.NOT_APPLICABLE);
        assertThat(match.evidence())
                .contains("R5: only kernel headers are installed, not the kernel");
    }

    @Test
    void leavesUpdatesThatAreNoneOfSecurityAlone() {
        var advisory = advisory("ALBA-2024:1", upTo("AlmaLinux:9", "curl", "2-1.el9"));

        assertThat(
                        matches(
                                distribution("almalinux", "9"),
                                rpm("curl", "1-1.el9", "curl", "1-1.el9"),
                                advisory))
                .isEmpty();
    }

    @Test
    void matchesLanguagePackagesBesideAnUnknownDistributionAndTellsTheGap() {
        var inventory =
                inventory(
                        distribution("wolfi", "20230201"),
                        apk("musl", "1.2.4-r1", "musl"),
                        language("npm", "qs", "6.11.0"));
        var advisories =
                ListedAdvisories.of(List.of(advisory("GHSA-1", upTo("npm", "qs", "6.14.1"))));

        var matched = matched(Matcher.match(inventory, advisories));

        assertThat(matched.ecosystem()).isNull();
        assertThat(matched.languageEcosystems()).containsExactly("npm");
        assertThat(matched.matches()).extracting(Match::vulnerability).containsExactly("GHSA-1");
        assertThat(matched.gaps()).extracting(Gap::getReason).containsExactly("DISTRO_UNKNOWN");
    }

    @Test
    void tellsFirstOfTheGapsThatLoadingAdvisoriesWouldClose() {
        var inventory =
                inventory(
                        distribution("wolfi", "20230201"),
                        language("npm", "qs", "6.11.0"),
                        language("pypi", "PyYAML", "6.0"));
        var advisories =
                ListedAdvisories.of(List.of(advisory("GHSA-1", upTo("npm", "qs", "6.14.1"))));

        assertThat(matched(Matcher.match(inventory, advisories)).gaps())
                .extracting(Gap::getReason)
                .containsExactly("ADVISORIES_MISSING", "DISTRO_UNKNOWN");
    }

    @Test
    void needsNoDistributionWhereThereAreLanguagePackagesOnly() {
        var advisories =
                ListedAdvisories.of(List.of(advisory("GHSA-1", upTo("npm", "qs", "6.0.0"))));

        assertThat(Matcher.match(only(language("npm", "qs", "6.11.0")), advisories))
                .isEqualTo(new Matched(null, List.of("npm"), List.of(), List.of()));
    }

    @Test
    void tellsTheGapOfALanguageWithoutAdvisories() {
        var inventory =
                inventory(
                        debian("12"),
                        deb("tar", "1", "tar", "1"),
                        language("npm", "qs", "6.11.0"),
                        language("gem", "rack", "1.0"));
        var advisories = ListedAdvisories.of(List.of(advisory("X-1", unfixed("Debian:12", "tar"))));

        var matched = matched(Matcher.match(inventory, advisories));

        assertThat(matched.matches()).hasSize(1);
        assertThat(matched.gaps())
                .extracting(Gap::getReason, Gap::getMessage)
                .containsExactly(
                        tuple(
                                "ADVISORIES_MISSING",
                                "no feed with advisories for 'npm' has been loaded yet"),
                        tuple(
                                "ECOSYSTEM_UNSUPPORTED",
                                "no advisories are known for packages of the types gem"));
    }

    @Test
    void saysThatNothingCouldBeMatchedRatherThanThatNothingWasFound() {
        var advisories = ListedAdvisories.of(List.of(advisory("X-1", unfixed("Debian:12", "tar"))));

        assertThat(Matcher.match(only(language("npm", "qs", "6.11.0")), advisories))
                .isInstanceOfSatisfying(
                        NotMatchable.class,
                        not -> assertThat(not.status()).isEqualTo(ImageStatus.STALE));
        assertThat(Matcher.match(inventory(nothing()), advisories))
                .isInstanceOf(NotMatchable.class);
        assertThat(matched(Matcher.match(inventory(debian("12")), advisories)).gaps())
                .extracting(Gap::getReason)
                .containsExactly("PACKAGES_MISSING");
    }

    @Test
    void d31MatchesThePackageOfTheSystemAndNotWhatItBrings() {
        var owner = deb("python3-yaml", "6.0-3", "pyyaml", "6.0-3");
        var covered =
                Component.newBuilder(language("pypi", "PyYAML", "6.0"))
                        .setCoveredBy(owner.getPurl())
                        .build();
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory(
                                        "CVE-2024-1001",
                                        unfixed("Debian:12", "other"),
                                        unfixed("PyPI", "PyYAML"))));

        var matched = matched(Matcher.match(inventory(debian("12"), owner, covered), advisories));

        assertThat(matched.matches()).isEmpty();
        assertThat(matched.languageEcosystems()).isEmpty();
    }

    @Test
    void d31MatchesWhatAPackageBroughtThatIsNotInstalled() {
        var orphan =
                Component.newBuilder(language("pypi", "PyYAML", "6.0"))
                        .setCoveredBy("pkg:deb/debian/python3-yaml@6.0-3")
                        .build();
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory(
                                        "CVE-2024-1001",
                                        unfixed("Debian:12", "other"),
                                        unfixed("PyPI", "PyYAML"))));
        var tar = deb("tar", "1.34-1", "tar", "1.34-1");

        assertThat(
                        matched(Matcher.match(inventory(debian("12"), tar, orphan), advisories))
                                .matches())
                .extracting(Match::ecosystem)
                .containsExactly("PyPI");
    }

    @Test
    void r4TakesTheVectorOfRedHatForItsOwn() {
        var record =
                AdvisoryChanged.newBuilder(
                                advisory(
                                        "RHSA-2024:1",
                                        upTo(
                                                "Red Hat:enterprise_linux:9::baseos",
                                                "curl",
                                                "2-1.el9")))
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L")))
                        .build();

        assertThat(
                        matches(
                                distribution("rhel", "9.4"),
                                rpm("curl", "1-1.el9", "curl", "1-1.el9"),
                                record))
                .extracting(Match::severitySource)
                .containsExactly("redhat");
    }

    @Test
    void d7D31MatchesWhatTheAdvisoriesOfTheOwnerDoNotCover() {
        var docker =
                Component.newBuilder(deb("docker-ce", "5:24.0-1", "docker-ce", "5:24.0-1"))
                        .setMaintainer("Docker <support@docker.com>")
                        .build();
        var module =
                Component.newBuilder(language("golang", "golang.org/x/net", "v0.1.0"))
                        .setCoveredBy(docker.getPurl())
                        .build();
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                advisory(
                                        "GO-2023-1",
                                        unfixed("Debian:12", "other"),
                                        unfixed("Go", "golang.org/x/net"))));

        for (var release : List.of(debian("12"), distribution("kali", "12"))) {
            assertThat(
                            matched(Matcher.match(inventory(release, docker, module), advisories))
                                    .matches())
                    .extracting(Match::ecosystem)
                    .containsExactly("Go");
        }
    }

    @Test
    void d25KnowsWhenTheUpdatesOfAReleaseEnd() {
        var end = EndOfLife.of(inventory(debian("10"))).orElseThrow();

        assertThat(end.hasPassed(Instant.parse("2024-06-30T23:59:59Z"))).isFalse();
        assertThat(end.hasPassed(Instant.parse("2024-07-01T00:00:00Z"))).isTrue();
        assertThat(end.message())
                .isEqualTo(
                        "D25: Debian:10 has had no security updates since 2024-06-30, its findings are a lower bound");
        assertThat(EndOfLife.of(inventory(distribution("rhel", "7.9")))).isPresent();
        assertThat(EndOfLife.of(inventory(distribution("ubuntu", "20.04")))).isPresent();
        assertThat(EndOfLife.of(inventory(alpine("3.22_alpha20250108")))).isEmpty();
        assertThat(EndOfLife.of(inventory(nothing()))).isEmpty();
    }

    private static AdvisoryChanged ubuntu(String priority, Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory("UBUNTU-CVE-2024-1001", affected))
                .setUpstream(List.of("CVE-2024-1001"))
                .setSeverity(
                        List.of(
                                new PublishedSeverity(
                                        "CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
                                new PublishedSeverity("Ubuntu", priority)))
                .build();
    }

    private static AdvisoryChanged update(String id, Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory(id, affected))
                .setUpstream(List.of("CVE-2024-1001"))
                .build();
    }

    private static List<Match> matches(
            Distribution distribution, Component component, AdvisoryChanged... advisories) {
        var covering =
                advisory(
                        "OTHER-1",
                        unfixed("Ubuntu:22.04:LTS", "other"),
                        unfixed("Alpine:v3.19", "other"),
                        unfixed("AlmaLinux:8", "other"),
                        unfixed("AlmaLinux:9", "other"),
                        unfixed("Rocky Linux:8", "other"),
                        unfixed("Red Hat:enterprise_linux:9", "other"));
        var all = new ArrayList<>(List.of(advisories));
        all.add(covering);
        return matched(Matcher.match(inventory(distribution, component), ListedAdvisories.of(all)))
                .matches();
    }

    private static Matched matched(Matching matching) {
        return switch (matching) {
            case Matched matched -> matched;
            case NotMatchable not -> throw new AssertionError(not.toString());
        };
    }
}
