package dev.plimsoll.analysis.match;

import static dev.plimsoll.analysis.match.Samples.advisory;
import static dev.plimsoll.analysis.match.Samples.affected;
import static dev.plimsoll.analysis.match.Samples.alpine;
import static dev.plimsoll.analysis.match.Samples.apk;
import static dev.plimsoll.analysis.match.Samples.cvss;
import static dev.plimsoll.analysis.match.Samples.deb;
import static dev.plimsoll.analysis.match.Samples.debian;
import static dev.plimsoll.analysis.match.Samples.fixed;
import static dev.plimsoll.analysis.match.Samples.introduced;
import static dev.plimsoll.analysis.match.Samples.inventory;
import static dev.plimsoll.analysis.match.Samples.lastAffected;
import static dev.plimsoll.analysis.match.Samples.range;
import static dev.plimsoll.analysis.match.Samples.unfixed;
import static dev.plimsoll.analysis.match.Samples.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.analysis.match.Matching.NotMatchable;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Rating;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {

    private static final Component LIBSSL = deb("libssl3", "3.0.1-1", "openssl", "3.0.1-1");

    @Test
    void tellsEverythingOfAMatch() {
        var advisory =
                AdvisoryChanged.newBuilder(
                                advisory(
                                        "DEBIAN-CVE-2024-1001",
                                        upTo("Debian:12", "openssl", "3.0.2-1")))
                        .setUpstream(List.of("CVE-2024-1001"))
                        .setAliases(List.of("GHSA-aaaa-bbbb-cccc"))
                        .setSummary("A buffer is too small.")
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")))
                        .build();

        var matches = matches(debian("12"), List.of(LIBSSL), advisory);

        assertThat(matches)
                .containsExactly(
                        new Match(
                                "CVE-2024-1001",
                                List.of("GHSA-aaaa-bbbb-cccc"),
                                "A buffer is too small.",
                                "Debian:12",
                                "openssl",
                                "3.0.1-1",
                                List.of(LIBSSL),
                                "3.0.2-1",
                                FixState.FIXED,
                                null,
                                Severity.CRITICAL,
                                "nvd",
                                9.8,
                                List.of(
                                        new Rating(
                                                "nvd",
                                                Severity.CRITICAL,
                                                9.8,
                                                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")),
                                Applicability.APPLICABLE,
                                List.of("DEBIAN-CVE-2024-1001"),
                                List.of(
                                        "D15: source version 3.0.1-1 < fixed 3.0.2-1 (DEBIAN-CVE-2024-1001, Debian:12)",
                                        "severity: CRITICAL by nvd, CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")));
    }

    @Test
    void d3UsesThePackageItselfWhereItHasNoSource() {
        var advisory = cve(1001, upTo("Debian:12", "tar", "1.35-1"));
        var withoutSource = deb("tar", "1.34-1+b2", "", "");

        var matches = matches(debian("12"), List.of(withoutSource), advisory);

        assertThat(matches)
                .extracting(Match::packageName, Match::version)
                .containsExactly(tuple("tar", "1.34-1"));
    }

    @Test
    void d4KeepsEveryOtherMarkInAVersion() {
        var advisory = cve(1001, upTo("Debian:12", "tar", "1.34-1"));
        var rebuilt = deb("tar", "1.34-1+deb12u1", "", "");

        assertThat(matches(debian("12"), List.of(rebuilt), advisory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "debian, 12, bookworm, Debian:12",
        "debian, 12.5, , Debian:12",
        "debian, , trixie, Debian:13",
        "alpine, 3.19.1, , Alpine:v3.19",
        "alpine, 3.20, , Alpine:v3.20",
        "alpine, 3.22_alpha20250108, , Alpine:edge",
    })
    void d5A3TakesTheEcosystemOfTheRelease(
            String id, String version, String codename, String ecosystem) {
        var distribution = new Distribution(id, version, codename, null);
        var advisory = cve(1001, upTo(ecosystem, "other", "1"));
        var component = id.equals("debian") ? LIBSSL : apk("musl", "1.2.4-r2", "musl");

        assertThat(
                        Matcher.match(
                                inventory(distribution, component),
                                ListedAdvisories.of(List.of(advisory))))
                .isEqualTo(new Matched(ecosystem, List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ubuntu, 12, bookworm",
        "raspbian, 12, bookworm",
        "kali, 12, ",
        "linuxmint, 12, ",
        "wolfi, 3.19, ",
        "postmarketos, 3.19, ",
        "'', , ",
        "debian, , sid",
        "debian, , ",
        "debian, ../12, ",
        "alpine, , ",
        "alpine, $(id), ",
    })
    void d6A9NeverMatchesADerivativeOrAnUnknownRelease(String id, String version, String codename) {
        var distribution = new Distribution(id, version, codename, null);
        var advisories =
                ListedAdvisories.of(
                        List.of(
                                cve(1001, upTo("Debian:12", "openssl", "9")),
                                cve(1002, upTo("Alpine:v3.19", "openssl", "9"))));

        assertThat(Matcher.match(inventory(distribution, LIBSSL), advisories))
                .isInstanceOfSatisfying(
                        NotMatchable.class,
                        not -> {
                            assertThat(not.status()).isEqualTo(ImageStatus.UNSUPPORTED);
                            assertThat(not.reason()).isEqualTo("DISTRO_UNKNOWN");
                        });
    }

    @Test
    void saysThatNoAdvisoriesAreThereYet() {
        var advisories = ListedAdvisories.of(List.of(cve(1001, upTo("Debian:11", "openssl", "9"))));

        assertThat(Matcher.match(inventory(debian("12"), LIBSSL), advisories))
                .isEqualTo(
                        new NotMatchable(
                                ImageStatus.STALE,
                                "ADVISORIES_MISSING",
                                "no feed with advisories for 'Debian:12' has been loaded yet"));
    }

    @Test
    void d8IgnoresEntriesWithoutARelease() {
        var advisory =
                cve(1001, unfixed("Debian", "openssl"), upTo("Debian:12", "openssl", "3.0.1-1"));

        assertThat(matches(debian("12"), List.of(LIBSSL), advisory)).isEmpty();
    }

    @Test
    void d9MatchesTheSourcePackageByItsExactName() {
        var advisories =
                new AdvisoryChanged[] {
                    cve(1001, unfixed("Debian:12", "libssl3")),
                    cve(1002, unfixed("Debian:12", "OpenSSL")),
                    cve(1003, unfixed("Debian:12", "openssl"))
                };

        assertThat(matches(debian("12"), List.of(LIBSSL), advisories))
                .extracting(Match::vulnerability)
                .containsExactly("CVE-2024-1003");
    }

    @Test
    void d10NeverUsesAnotherEntryOfTheRecord() {
        var advisory =
                cve(
                        1001,
                        unfixed("Debian:11", "openssl"),
                        unfixed("Debian:12", "nginx"),
                        affected("Debian:12", "openssl", null, upTo("3.0.1-1")));

        assertThat(matches(debian("12"), List.of(LIBSSL), advisory)).isEmpty();
    }

    @Test
    void d11IgnoresWithdrawnRecords() {
        var withdrawn =
                AdvisoryChanged.newBuilder(cve(1001, unfixed("Debian:12", "openssl")))
                        .setWithdrawn(Instant.EPOCH)
                        .build();

        assertThat(matches(debian("12"), List.of(LIBSSL), withdrawn)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, false",
        "1.2, true",
        "1.5, false",
        "2.0, true",
        "2.1, true",
        "2.2, false",
        "3.1, true"
    })
    void d12EvaluatesTheEventsOfARangeInTheirOrder(String version, boolean isAffected) {
        var advisory =
                cve(
                        1001,
                        affected(
                                "Debian:12",
                                "tar",
                                null,
                                range(
                                        introduced("3.0"),
                                        introduced("1.1"),
                                        fixed("1.4"),
                                        introduced("2.0"),
                                        lastAffected("2.1"))));

        assertThat(matches(debian("12"), List.of(deb("tar", version, "tar", version)), advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @Test
    void d12CountsAListedVersionBesideTheRanges() {
        var entry =
                Affected.newBuilder(affected("Debian:12", "openssl", null, upTo("2.0-1")))
                        .setVersions(List.of("3.0.1-1"))
                        .build();

        var matches = matches(debian("12"), List.of(LIBSSL), cve(1001, entry));

        assertThat(matches.getFirst().evidence())
                .contains("D12: version 3.0.1-1 is listed (DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @Test
    void d13IgnoresRangesOfAnotherOrder() {
        var semver = new AffectedRange("SEMVER", List.of(introduced("0")));
        var git = new AffectedRange("GIT", List.of(introduced("0")));

        assertThat(
                        matches(
                                debian("12"),
                                List.of(LIBSSL),
                                cve(1001, affected("Debian:12", "openssl", null, semver, git))))
                .isEmpty();
    }

    @Test
    void d15ComparesTheSourceVersionAndNotTheBinarys() {
        var advisory = cve(1001, upTo("Debian:12", "util-linux", "2.38.1-5+deb12u4"));
        var bsdutils = deb("bsdutils", "1:2.38.1-5+deb12u3", "util-linux", "2.38.1-5+deb12u3");

        var matches = matches(debian("12"), List.of(bsdutils), advisory);

        assertThat(matches.getFirst().evidence())
                .contains(
                        "D15: source version 2.38.1-5+deb12u3 < fixed 2.38.1-5+deb12u4 (DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @Test
    void d17ReportsWhatCannotBeCompared() {
        var odd = deb("tar", "1_34", "tar", "1_34");

        var match =
                matches(debian("12"), List.of(odd), cve(1001, upTo("Debian:12", "tar", "1.35-1")))
                        .getFirst();

        assertThat(match.fixState()).isEqualTo(FixState.UNKNOWN);
        assertThat(match.fixedVersion()).isEqualTo("1.35-1");
        assertThat(match.evidence().getFirst())
                .startsWith("D17: uncomparable, '1_34' is no Debian version")
                .endsWith("(DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @Test
    void d17KeepsNumbersOfAnyLength() {
        var daily = deb("tar", "0~git20240101120000-1", "tar", "0~git20240101120000-1");
        var fixedLater = cve(1001, upTo("Debian:12", "tar", "0~git20240101120001-1"));
        var fixedBefore = cve(1002, upTo("Debian:12", "tar", "0~git20240101115959-1"));

        assertThat(matches(debian("12"), List.of(daily), fixedLater, fixedBefore))
                .extracting(Match::vulnerability, Match::fixState)
                .containsExactly(tuple("CVE-2024-1001", FixState.FIXED));
    }

    @Test
    void d19A4NeverMatchesWhatIsFixedInZero() {
        var odd = apk("busybox", "not-a-version", "busybox");
        var advisory = cve(1001, upTo("Alpine:v3.19", "busybox", "0"));

        assertThat(matches(alpine("3.19.1"), List.of(odd), advisory)).isEmpty();
    }

    @Test
    void d20MatchesWhatHasNoFix() {
        var match =
                matches(debian("12"), List.of(LIBSSL), cve(1001, unfixed("Debian:12", "openssl")))
                        .getFirst();

        assertThat(match.fixState()).isEqualTo(FixState.NOT_FIXED);
        assertThat(match.fixedVersion()).isNull();
        assertThat(match.evidence())
                .contains(
                        "D20: source version 3.0.1-1 has no fix (DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @Test
    void d21MakesUnimportantNegligible() {
        var advisory =
                AdvisoryChanged.newBuilder(
                                cve(
                                        1001,
                                        affected("Debian:12", "openssl", "unimportant", upTo("9"))))
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")))
                        .build();

        var match = matches(debian("12"), List.of(LIBSSL), advisory).getFirst();

        assertThat(match.applicability()).isEqualTo(Applicability.NEGLIGIBLE);
        assertThat(match.severity()).isEqualTo(Severity.NEGLIGIBLE);
        assertThat(match.severitySource()).isEqualTo("debian");
        assertThat(match.score()).isNull();
        assertThat(match.ratings()).extracting(Rating::getSource).containsExactly("debian", "nvd");
    }

    @Test
    void d24TakesTheUrgencyOfThePackageAndReleaseOnly() {
        var advisory =
                cve(
                        1001,
                        affected("Debian:11", "openssl", "unimportant", upTo("9")),
                        affected("Debian:12", "nginx", "high", upTo("9")),
                        affected("Debian:12", "openssl", "low", upTo("9")));

        var match = matches(debian("12"), List.of(LIBSSL), advisory).getFirst();

        assertThat(match.ratings())
                .containsExactly(new Rating("debian", Severity.LOW, null, "low"));
        assertThat(match.applicability()).isEqualTo(Applicability.APPLICABLE);
    }

    @Test
    void d26MergesTheRecordsOfOneVulnerability() {
        var tracker = cve(1001, upTo("Debian:12", "openssl", "3.0.2-1"));
        var update =
                named(
                        "DSA-5001-1",
                        List.of("CVE-2024-1001"),
                        upTo("Debian:12", "openssl", "3.0.2-1"));
        var related =
                AdvisoryChanged.newBuilder(
                                advisory("DSA-5002-1", upTo("Debian:12", "openssl", "3.0.2-1")))
                        .setUpstream(List.of("DEBIAN-CVE-2024-1001"))
                        .build();
        var byAlias =
                AdvisoryChanged.newBuilder(
                                advisory(
                                        "GHSA-aaaa-bbbb-cccc",
                                        upTo("Debian:12", "openssl", "3.0.2-1")))
                        .setAliases(List.of("DSA-5001-1"))
                        .build();

        var matches = matches(debian("12"), List.of(LIBSSL), tracker, update, related, byAlias);

        assertThat(matches).hasSize(1);
        assertThat(matches.getFirst().vulnerability()).isEqualTo("CVE-2024-1001");
        assertThat(matches.getFirst().advisories())
                .containsExactly(
                        "DEBIAN-CVE-2024-1001", "DSA-5001-1", "DSA-5002-1", "GHSA-aaaa-bbbb-cccc");
    }

    @Test
    void d26AddsAnUpdateToEachVulnerabilityItNames() {
        var update =
                named(
                        "DLA-3001-1",
                        List.of("CVE-2024-1001", "CVE-2024-1002"),
                        upTo("Debian:12", "openssl", "3.0.2-1"));

        var matches = matches(debian("12"), List.of(LIBSSL), update);

        assertThat(matches)
                .extracting(Match::vulnerability)
                .containsExactly("CVE-2024-1001", "CVE-2024-1002");
        assertThat(matches).allSatisfy(match -> assertThat(match.aliases()).isEmpty());
    }

    @Test
    void d27TakesTheHigherFixWhereRecordsDisagree() {
        var tracker = cve(1001, upTo("Debian:12", "openssl", "3.0.1-1"));
        var update =
                named(
                        "DSA-5001-2",
                        List.of("CVE-2024-1001"),
                        upTo("Debian:12", "openssl", "3.0.2-1"));

        var match = matches(debian("12"), List.of(LIBSSL), tracker, update).getFirst();

        assertThat(match.fixedVersion()).isEqualTo("3.0.2-1");
        assertThat(match.advisories()).containsExactly("DSA-5001-2");
        assertThat(match.evidence())
                .contains(
                        "D15: source version 3.0.1-1 >= fixed 3.0.1-1 (DEBIAN-CVE-2024-1001, Debian:12)",
                        "D15: source version 3.0.1-1 < fixed 3.0.2-1 (DSA-5001-2, Debian:12)",
                        "D27: the records give the fixes 3.0.1-1, 3.0.2-1, the highest counts: 3.0.2-1");
    }

    @Test
    void d28LetsAnUpdateThatNamesNoVulnerabilityStandForItself() {
        var update = advisory("DLA-3134-1", upTo("Debian:12", "tzdata", "2024a-0+deb12u1"));
        var tzdata = deb("tzdata", "2021a-0", "tzdata", "2021a-0");

        assertThat(matches(debian("12"), List.of(tzdata), update))
                .extracting(Match::vulnerability)
                .containsExactly("DLA-3134-1");
    }

    @Test
    void d29MakesOneMatchOfAllPackagesOfASource() {
        var advisory = cve(1001, upTo("Debian:12", "openssl", "3.0.2-1"));
        var tool = deb("openssl", "3.0.1-1", "openssl", "3.0.1-1");
        var older = deb("libssl3", "3.0.0-1", "openssl", "3.0.0-1");

        var matches = matches(debian("12"), List.of(tool, LIBSSL, older), advisory);

        assertThat(matches)
                .extracting(Match::version, Match::components)
                .containsExactly(
                        tuple("3.0.0-1", List.of(older)), tuple("3.0.1-1", List.of(LIBSSL, tool)));
    }

    @Test
    void d30DoesNotApplyKernelFlawsToHeaders() {
        var advisory = cve(1001, unfixed("Debian:12", "linux"));
        var headers =
                List.of(
                        deb("linux-libc-dev", "6.1.1-1", "linux", "6.1.1-1"),
                        deb("linux-headers-6.1.0-1-common", "6.1.1-1", "linux", "6.1.1-1"),
                        deb("linux-kbuild-6.1", "6.1.1-1", "linux", "6.1.1-1"));
        var kernel = deb("linux-image-6.1.0-1-amd64", "6.1.1-1", "linux", "6.1.1-1");
        var withKernel = new ArrayList<>(headers);
        withKernel.add(kernel);

        assertThat(matches(debian("12"), headers, advisory).getFirst().applicability())
                .isEqualTo(Applicability.NOT_APPLICABLE);
        assertThat(matches(debian("12"), withKernel, advisory).getFirst().applicability())
                .isEqualTo(Applicability.APPLICABLE);
    }

    @Test
    void a2MatchesByOrigin() {
        var advisory = cve(1001, upTo("Alpine:v3.19", "openssl", "3.1.5-r0"));
        var libcrypto = apk("libcrypto3", "3.1.4-r5", "openssl");

        var match = matches(alpine("3.19.1"), List.of(libcrypto), advisory).getFirst();

        assertThat(match.packageName()).isEqualTo("openssl");
        assertThat(match.components()).containsExactly(libcrypto);
    }

    @Test
    void a5TakesALowerBoundThatIsNoVersionForNone() {
        var guessed =
                cve(
                        1001,
                        affected(
                                "Alpine:v3.19",
                                "openssl",
                                null,
                                range(introduced("3.2.0-beta2"), fixed("3.1.5-r0"))));
        var real =
                cve(
                        1002,
                        affected(
                                "Alpine:v3.19",
                                "openssl",
                                null,
                                range(introduced("3.1.5"), fixed("3.1.6-r0"))));

        assertThat(
                        matches(
                                alpine("3.19.1"),
                                List.of(apk("openssl", "3.1.4-r5", "openssl")),
                                guessed,
                                real))
                .extracting(Match::vulnerability)
                .containsExactly("CVE-2024-1001");
    }

    @Test
    void a6TakesTheHighestOfSeveralFixes() {
        var advisory =
                cve(
                        1001,
                        upTo("Alpine:v3.19", "busybox", "1.36.1-r16"),
                        upTo("Alpine:v3.19", "busybox", "1.36.1-r17"));

        var match =
                matches(
                                alpine("3.19.1"),
                                List.of(apk("busybox", "1.36.1-r16", "busybox")),
                                advisory)
                        .getFirst();

        assertThat(match.fixedVersion()).isEqualTo("1.36.1-r17");
        assertThat(match.evidence())
                .contains(
                        "A6: the records give the fixes 1.36.1-r16, 1.36.1-r17, the highest counts: 1.36.1-r17");
    }

    @Test
    void a8TakesCvssWhereTheDistributionDoesNotRate() {
        var advisory =
                AdvisoryChanged.newBuilder(cve(1001, unfixed("Alpine:v3.19", "openssl")))
                        .setSeverity(
                                List.of(
                                        cvss("AV:N/AC:L/Au:N/C:C/I:C/A:C"),
                                        cvss("CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"),
                                        cvss("CVSS:9.9/nonsense")))
                        .build();

        var match =
                matches(alpine("3.19.1"), List.of(apk("openssl", "3.1.4-r5", "openssl")), advisory)
                        .getFirst();

        assertThat(match.severity()).isEqualTo(Severity.LOW);
        assertThat(match.score()).isEqualTo(1.8);
        assertThat(match.ratings())
                .containsExactly(
                        new Rating("nvd", Severity.HIGH, 10.0, "AV:N/AC:L/Au:N/C:C/I:C/A:C"),
                        new Rating(
                                "nvd",
                                Severity.LOW,
                                1.8,
                                "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"),
                        new Rating("nvd", Severity.UNKNOWN, null, "CVSS:9.9/nonsense"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "high",
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:/A:H",
                "CVSS:3.1/AV:N",
                "CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
            })
    void keepsAVectorThatCannotBeReadAsUnknown(String vector) {
        var advisory =
                AdvisoryChanged.newBuilder(cve(1001, unfixed("Debian:12", "openssl")))
                        .setSeverity(List.of(cvss(vector)))
                        .build();

        var match = matches(debian("12"), List.of(LIBSSL), advisory).getFirst();

        assertThat(match.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(match.ratings())
                .containsExactly(new Rating("nvd", Severity.UNKNOWN, null, vector));
    }

    @Test
    void a10FindsNothingInVirtualPackages() {
        var advisory = cve(1001, unfixed("Alpine:v3.19", "openssl"));
        var virtual = apk(".build-deps", "20240101.000000", ".build-deps");

        assertThat(matches(alpine("3.19.1"), List.of(virtual), advisory)).isEmpty();
    }

    @Test
    void leavesPackagesOfOtherKindsAlone() {
        var advisory = cve(1001, unfixed("Debian:12", "openssl"));
        var gem = Component.newBuilder(LIBSSL).setType("gem").build();

        assertThat(matches(debian("12"), List.of(gem), advisory)).isEmpty();
    }

    @Test
    void leavesSeverityUnknownWhereNobodyRates() {
        var advisory = cve(1001, affected("Debian:12", "openssl", "not yet assigned", upTo("9")));

        var match = matches(debian("12"), List.of(LIBSSL), advisory).getFirst();

        assertThat(match.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(match.severitySource()).isEqualTo("none");
        assertThat(match.ratings()).isEmpty();
    }

    @Test
    void givesTheSameWhateverTheOrderOfItsInput() {
        var advisories =
                new ArrayList<>(
                        List.of(
                                cve(1001, upTo("Debian:12", "openssl", "3.0.2-1")),
                                cve(1002, unfixed("Debian:12", "openssl")),
                                named(
                                        "DSA-5001-1",
                                        List.of("CVE-2024-1001", "CVE-2024-1002"),
                                        upTo("Debian:12", "openssl", "3.0.3-1")),
                                advisory("DSA-5002-1", upTo("Debian:12", "openssl", "3.0.4-1"))));
        var components =
                new ArrayList<>(List.of(LIBSSL, deb("openssl", "3.0.1-1", "openssl", "3.0.1-1")));
        var first =
                Matcher.match(inventory(debian("12"), components), ListedAdvisories.of(advisories));

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(advisories, new Random(seed));
            Collections.shuffle(components, new Random(seed));

            assertThat(
                            Matcher.match(
                                    inventory(debian("12"), components),
                                    ListedAdvisories.of(advisories)))
                    .isEqualTo(first);
        }
    }

    private static AdvisoryChanged cve(int number, Affected... affected) {
        return named("DEBIAN-CVE-2024-" + number, List.of("CVE-2024-" + number), affected);
    }

    private static AdvisoryChanged named(String id, List<String> upstream, Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory(id, affected)).setUpstream(upstream).build();
    }

    private static List<Match> matches(
            Distribution distribution, List<Component> components, AdvisoryChanged... advisories) {
        var all = new ArrayList<>(List.of(advisories));
        // the release is covered whatever the advisories at hand speak of
        all.add(
                advisory(
                        "OTHER-1",
                        unfixed("Debian:12", "other"),
                        unfixed("Alpine:v3.19", "other")));
        return switch (Matcher.match(
                inventory(distribution, components), ListedAdvisories.of(all))) {
            case Matched(_, _, var matches, _) -> matches;
            case NotMatchable not -> throw new AssertionError(not.toString());
        };
    }
}
