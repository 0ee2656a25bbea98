package dev.plimsoll.analysis.match;

import static dev.plimsoll.analysis.match.Samples.advisory;
import static dev.plimsoll.analysis.match.Samples.affected;
import static dev.plimsoll.analysis.match.Samples.cvss;
import static dev.plimsoll.analysis.match.Samples.fixed;
import static dev.plimsoll.analysis.match.Samples.introduced;
import static dev.plimsoll.analysis.match.Samples.language;
import static dev.plimsoll.analysis.match.Samples.lastAffected;
import static dev.plimsoll.analysis.match.Samples.only;
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
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.RangeEvent;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageRulesTest {

    @ParameterizedTest
    @CsvSource({
        "pypi, Flask_SQLAlchemy, PyPI, flask-sqlalchemy, true",
        "pypi, zope.interface, PyPI, Zope.Interface, true",
        "pypi, ruamel.yaml, PyPI, ruamel--yaml, true",
        "npm, JSONStream, npm, jsonstream, false",
        "npm, @babel/core, npm, @babel/core, true",
        "npm, core, npm, @babel/core, false",
        "maven, org.apache.axis2:axis2, Maven, org.apache.axis2:axis2, true",
        "maven, org.example:axis2, Maven, org.apache.axis2:axis2, false",
        "golang, github.com/foo/bar/v2, Go, github.com/foo/bar, false",
        "golang, stdlib, Go, stdlib, true",
        "golang, toolchain, Go, toolchain, true",
        "cargo, tokio, crates.io, tokio, true",
        "npm, tokio, crates.io, tokio, false",
    })
    void d9NamesPackagesAsTheirRegistryDoes(
            String type, String name, String ecosystem, String advised, boolean isAffected) {
        var matches =
                matches(
                        language(type, name, "1.0.0"),
                        advisory("GHSA-1", unfixed(ecosystem, advised)));

        assertThat(matches).hasSize(isAffected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.9, false",
        "0.3.0, true",
        "1.5.0, true",
        "1.5.1, false",
        "1.6.0-rc.1, false",
        "1.6.2, true",
        "1.6.3, false",
        "1.8.0, true",
        "1.8.1, false",
    })
    void d12EvaluatesEveryPairOfARange(String version, boolean isAffected) {
        var advisory =
                advisory(
                        "RUSTSEC-2021-0072",
                        semver(
                                "crates.io",
                                "tokio",
                                introduced("0.3.0"),
                                fixed("1.5.1"),
                                introduced("1.6.0"),
                                fixed("1.6.3"),
                                introduced("1.8.0"),
                                fixed("1.8.1")));

        assertThat(matches(language("cargo", "tokio", version), advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1.21.7, true",
        "1.21.8, false",
        "1.22rc1, true",
        "go1.22.0, true",
        "1.22.1, false"
    })
    void d12EvaluatesTheReleasesOfGo(String version, boolean isAffected) {
        var advisory =
                advisory(
                        "GO-2024-2598",
                        semver(
                                "Go",
                                "stdlib",
                                introduced("0"),
                                fixed("1.21.8"),
                                introduced("1.22.0-0"),
                                fixed("1.22.1")));

        assertThat(matches(language("golang", "stdlib", version), advisory))
                .hasSize(isAffected ? 1 : 0);
    }

    @Test
    void d12TakesARangeThatOnlyEndsFromTheBeginning() {
        var advisory = advisory("GO-2020-1", semver("Go", "example.com/a", fixed("1.2.0")));

        assertThat(matches(language("golang", "example.com/a", "v1.1.0"), advisory)).hasSize(1);
        assertThat(matches(language("golang", "example.com/a", "v1.2.0"), advisory)).isEmpty();
    }

    @Test
    void d12CountsTheLastAffectedVersion() {
        var advisory =
                advisory(
                        "GHSA-1",
                        semver("npm", "left", introduced("1.0.0"), lastAffected("1.3.0")));

        assertThat(matches(language("npm", "left", "1.3.0"), advisory))
                .extracting(Match::fixState, Match::fixedVersion)
                .containsExactly(tuple(FixState.NOT_FIXED, null));
        assertThat(matches(language("npm", "left", "1.3.1"), advisory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2.0, true", "2.0.0, true", "2.0rc1, true", "2.1, false"})
    void d12FindsAPythonVersionInTheListInAnySpelling(String version, boolean isAffected) {
        var entry =
                Affected.newBuilder(affected("PyPI", "jinja2", null))
                        .setVersions(List.of("2.0", "2.0-rc.1"))
                        .build();

        assertThat(matches(language("pypi", "Jinja2", version), advisory("PYSEC-1", entry)))
                .hasSize(isAffected ? 1 : 0);
    }

    @Test
    void d12LeavesCommitsAlone() {
        var git = new AffectedRange("GIT", List.of(introduced("0"), fixed("0123abc")));
        var entry = affected("PyPI", "jinja2", null, git);

        assertThat(matches(language("pypi", "jinja2", "1.0"), advisory("PYSEC-1", entry)))
                .isEmpty();
    }

    @Test
    void d17ReportsWhatCannotBeCompared() {
        var match =
                matches(
                                language("golang", "example.com/a", "(devel)"),
                                advisory("GO-1", upTo("Go", "example.com/a", "1.2.0")))
                        .getFirst();

        assertThat(match.fixState()).isEqualTo(FixState.UNKNOWN);
        assertThat(match.evidence().getFirst()).startsWith("D17: uncomparable, '(devel)'");
    }

    @Test
    void d17SetsAsideWhatAProgramBuiltFromAFolderMayHave() {
        var folder = language("golang", "example.com/a", "(devel)");
        var odd = language("golang", "example.com/a", "main branch");

        assertThat(
                        List.of(
                                matches(folder, advisory("GO-1", upTo("Go", "example.com/a", "1"))),
                                matches(folder, advisory("GO-1", unfixed("Go", "example.com/a"))),
                                matches(odd, advisory("GO-1", upTo("Go", "example.com/a", "1")))))
                .extracting(List::getFirst)
                .extracting(Match::applicability)
                .containsExactly(
                        Applicability.UNDETERMINED,
                        Applicability.APPLICABLE,
                        Applicability.APPLICABLE);
    }

    /** A local build of a Python release is that release, where the record names no local build. */
    @ParameterizedTest
    @CsvSource({
        "2.0.0+cu118, true",
        "2.0.1+cu118, false",
        "1.9+cpu, true",
    })
    void d12TakesALocalPythonBuildForTheReleaseItIsOf(String version, boolean isAffected) {
        var torch = language("pypi", "torch", version);
        var listed =
                Affected.newBuilder(affected("PyPI", "torch", null))
                        .setVersions(List.of("1.9", "2.0.0"))
                        .build();

        assertThat(
                        matches(
                                torch,
                                advisory(
                                        "GHSA-1",
                                        affected(
                                                "PyPI",
                                                "torch",
                                                null,
                                                range(introduced("0"), lastAffected("2.0.0"))))))
                .hasSize(isAffected ? 1 : 0);
        assertThat(matches(torch, advisory("PYSEC-1", listed))).hasSize(isAffected ? 1 : 0);
    }

    @Test
    void takesTheWordOfGithubWhereThereIsNoVector() {
        var word = new PublishedSeverity("GHSA", "MODERATE");
        var vector = cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        var qs = language("npm", "qs", "6.11.0");
        var record = advisory("GHSA-1", unfixed("npm", "qs"));

        var byWord =
                matches(qs, AdvisoryChanged.newBuilder(record).setSeverity(List.of(word)).build());
        var byVector =
                matches(
                        qs,
                        AdvisoryChanged.newBuilder(record)
                                .setSeverity(List.of(word, vector))
                                .build());

        assertThat(List.of(byWord.getFirst(), byVector.getFirst()))
                .extracting(Match::severity, Match::severitySource, Match::score)
                .containsExactly(
                        tuple(Severity.MEDIUM, "ghsa", null),
                        tuple(Severity.CRITICAL, "ghsa", 9.8));
        assertThat(byVector.getFirst().ratings()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"unmaintained, NEGLIGIBLE", "notice, NEGLIGIBLE", "unsound, APPLICABLE"})
    void setsAsideWhatIsNoVulnerabilityOfACrate(String word, Applicability applicability) {
        var entry = affected("crates.io", "atty", word, range(introduced("0")));
        var rated =
                AdvisoryChanged.newBuilder(advisory("RUSTSEC-2", entry))
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")))
                        .build();
        var atty = language("cargo", "atty", "0.2.14");

        assertThat(matches(atty, advisory("RUSTSEC-1", entry)))
                .extracting(Match::applicability)
                .containsExactly(applicability);
        assertThat(matches(atty, rated))
                .extracting(Match::applicability)
                .containsExactly(Applicability.APPLICABLE);
    }

    @Test
    void d11IgnoresWithdrawnRecords() {
        var withdrawn =
                AdvisoryChanged.newBuilder(advisory("GHSA-1", unfixed("npm", "qs")))
                        .setWithdrawn(Instant.EPOCH)
                        .build();

        assertThat(matches(language("npm", "qs", "6.11.0"), withdrawn)).isEmpty();
    }

    @Test
    void d26MergesTheRecordsOfAllPublishersUnderTheCve() {
        var github =
                AdvisoryChanged.newBuilder(advisory("GHSA-aaaa", upTo("PyPI", "Django", "4.2.1")))
                        .setAliases(List.of("PYSEC-2024-1"))
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L")))
                        .build();
        var python =
                AdvisoryChanged.newBuilder(
                                advisory("PYSEC-2024-1", upTo("PyPI", "django", "4.2.1")))
                        .setAliases(List.of("CVE-2024-1001"))
                        .setSeverity(List.of(cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")))
                        .build();

        var matches = matches(language("pypi", "Django", "4.2"), github, python);

        assertThat(matches)
                .extracting(Match::vulnerability, Match::packageName, Match::advisories)
                .containsExactly(
                        tuple("CVE-2024-1001", "django", List.of("GHSA-aaaa", "PYSEC-2024-1")));
        assertThat(matches.getFirst().severitySource()).isEqualTo("ghsa");
        assertThat(matches.getFirst().severity()).isEqualTo(Severity.MEDIUM);
        assertThat(matches.getFirst().ratings()).hasSize(2);
    }

    @Test
    void d26NamesAVulnerabilityWithoutACveByOneOfItsRecords() {
        var github =
                AdvisoryChanged.newBuilder(advisory("GHSA-aaaa", upTo("Go", "a.b/c", "1.2.0")))
                        .setAliases(List.of("GO-2024-1"))
                        .build();
        var go =
                AdvisoryChanged.newBuilder(advisory("GO-2024-1", upTo("Go", "a.b/c", "1.2.0")))
                        .setAliases(List.of("GHSA-aaaa"))
                        .build();

        assertThat(matches(language("golang", "a.b/c", "v1.1.0"), github, go))
                .extracting(Match::vulnerability, Match::advisories)
                .containsExactly(tuple("GHSA-aaaa", List.of("GHSA-aaaa", "GO-2024-1")));
    }

    @Test
    void makesAMatchOfEachInstalledVersion() {
        var one = language("maven", "g:a", "1.0");
        var copy = Component.newBuilder(one).setPath("app/other.jar").build();
        var two = language("maven", "g:a", "1.1");
        var inventory = only(one, two, copy);
        var advisories =
                ListedAdvisories.of(List.of(advisory("GHSA-1", upTo("Maven", "g:a", "1.2"))));

        assertThat(((Matched) Matcher.match(inventory, advisories)).matches())
                .extracting(Match::version, match -> match.components().size())
                .containsExactly(tuple("1.0", 2), tuple("1.1", 1));
    }

    private static Affected semver(String ecosystem, String name, RangeEvent... events) {
        return affected(ecosystem, name, null, new AffectedRange("SEMVER", List.of(events)));
    }

    private static List<Match> matches(Component component, AdvisoryChanged... advisories) {
        var all = new ArrayList<>(List.of(advisories));
        for (var ecosystem : List.of("PyPI", "npm", "Maven", "Go", "crates.io")) {
            all.add(advisory("OTHER-" + ecosystem, unfixed(ecosystem, "other")));
        }
        return switch (Matcher.match(only(component), ListedAdvisories.of(all))) {
            case Matched matched -> matched.matches();
            case NotMatchable not -> throw new AssertionError(not.toString());
        };
    }
}
