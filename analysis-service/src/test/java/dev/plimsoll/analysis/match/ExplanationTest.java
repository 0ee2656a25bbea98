package dev.plimsoll.analysis.match;

import static dev.plimsoll.analysis.match.Samples.advisory;
import static dev.plimsoll.analysis.match.Samples.affected;
import static dev.plimsoll.analysis.match.Samples.deb;
import static dev.plimsoll.analysis.match.Samples.debian;
import static dev.plimsoll.analysis.match.Samples.inventory;
import static dev.plimsoll.analysis.match.Samples.language;
import static dev.plimsoll.analysis.match.Samples.unfixed;
import static dev.plimsoll.analysis.match.Samples.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.match.Explanation.Kind;
import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Triage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Component TAR = deb("tar", "1.34-1", "tar", "1.34-1");

    @Test
    void tellsWhyThereIsAFinding() {
        var answers = explain(TAR, cve(upTo("Debian:12", "tar", "1.34-2")));

        assertThat(answers)
                .extracting(
                        Explanation::kind,
                        Explanation::vulnerability,
                        Explanation::packageName,
                        Explanation::version,
                        Explanation::packages)
                .containsExactly(
                        tuple(Kind.FINDING, "CVE-2024-1001", "tar", "1.34-1", List.of("tar")));
        assertThat(answers.getFirst().match()).isNotNull();
        assertThat(answers.getFirst().evidence())
                .contains(
                        "D15: source version 1.34-1 < fixed 1.34-2 (DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @Test
    void findsAVulnerabilityByTheNameOfAnyOfItsRecords() {
        var inventory = inventory(debian("12"), TAR);
        var advisories = advisories(cve(upTo("Debian:12", "tar", "1.34-2")));

        assertThat(Matcher.explain(inventory, advisories, "DEBIAN-CVE-2024-1001"))
                .isEqualTo(Matcher.explain(inventory, advisories, "CVE-2024-1001"));
    }

    @Test
    void d26TellsOfTheVulnerabilityThatWasAskedForAlone() {
        var update =
                AdvisoryChanged.newBuilder(advisory("DSA-1", upTo("Debian:12", "tar", "1.34-2")))
                        .setUpstream(List.of("CVE-2024-1001", "CVE-2024-1002"))
                        .build();
        var inventory = inventory(debian("12"), TAR);

        assertThat(Matcher.explain(inventory, advisories(update), "CVE-2024-1001"))
                .extracting(Explanation::vulnerability)
                .containsExactly("CVE-2024-1001");
        assertThat(Matcher.explain(inventory, advisories(update), "cve-2024-1002"))
                .extracting(Explanation::vulnerability)
                .containsExactly("CVE-2024-1002");
        assertThat(Matcher.explain(inventory, advisories(update), "DSA-1"))
                .extracting(Explanation::vulnerability)
                .containsExactly("CVE-2024-1001", "CVE-2024-1002");
    }

    @Test
    void tellsThatAnArchiveOfUnknownGroupMayBeMeant() {
        var jar = language("maven", "log4j-core", "2.14.1");
        var record =
                cve(
                        unfixed("Maven", "org.apache.logging.log4j:log4j-core"),
                        unfixed("Maven", "org.ops4j.pax.logging:pax-logging-log4j2"));

        assertThat(
                        Matcher.explain(
                                inventory(debian("12"), TAR, jar),
                                advisories(record),
                                "CVE-2024-1001"))
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.NOT_MATCHED,
                                List.of(
                                        "D9: nothing tells the group of 'log4j-core' 2.14.1 in var/lib/dpkg/status: it may be org.apache.logging.log4j:log4j-core, which the records name")));
    }

    @Test
    void d15TellsThatTheFixIsInstalled() {
        assertThat(explain(TAR, cve(upTo("Debian:12", "tar", "1.34-1"))))
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.FIXED,
                                List.of(
                                        "D15: source version 1.34-1 >= fixed 1.34-1 (DEBIAN-CVE-2024-1001, Debian:12)")));
    }

    @Test
    void d19TellsThatTheVersionIsNotAffected() {
        assertThat(explain(TAR, cve(upTo("Debian:12", "tar", "0"))))
                .extracting(Explanation::kind)
                .containsExactly(Kind.NOT_AFFECTED);
    }

    @Test
    void d8TellsThatOnlyOtherReleasesAreAffected() {
        var answer = explain(TAR, cve(unfixed("Debian:11", "tar"), unfixed("Debian:13", "tar")));

        assertThat(answer)
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.OTHER_RELEASE,
                                List.of(
                                        "D8: the records name tar in Debian:11, Debian:13, the image is of Debian:12")));
    }

    @Test
    void d11TellsThatARecordWasWithdrawn() {
        var withdrawn =
                AdvisoryChanged.newBuilder(cve(unfixed("Debian:12", "tar")))
                        .setWithdrawn(Instant.EPOCH)
                        .build();

        assertThat(explain(TAR, withdrawn))
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.WITHDRAWN,
                                List.of(
                                        "D11: DEBIAN-CVE-2024-1001 was withdrawn at 1970-01-01T00:00:00Z")));
    }

    @Test
    void tellsThatNothingOfItIsInstalled() {
        assertThat(explain(TAR, cve(unfixed("Debian:12", "nginx"))))
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.NO_SUCH_COMPONENT,
                                List.of(
                                        "the records name Debian:12 nginx; nothing of that is installed")));
    }

    @Test
    void tellsThatNoAdvisoryKnowsIt() {
        assertThat(Matcher.explain(inventory(debian("12"), TAR), advisories(), "CVE-1999-0001"))
                .extracting(Explanation::kind)
                .containsExactly(Kind.ADVISORY_UNKNOWN);
    }

    @Test
    void tellsWhatCouldNotBeMatched() {
        var inventory = inventory(debian("12"), TAR, language("npm", "qs", "6.11.0"));

        assertThat(
                        Matcher.explain(
                                inventory,
                                advisories(cve(upTo("Debian:12", "tar", "1.34-1"))),
                                "CVE-2024-1001"))
                .extracting(Explanation::kind)
                .containsExactly(Kind.FIXED, Kind.NOT_MATCHED);
    }

    @Test
    void tellsWhatIsSetAsideAndWhy() {
        var headers = deb("linux-libc-dev", "6.1-1", "linux", "6.1-1");
        var foreign = deb("tar", "1.34-1nodesource1", "tar", "1.34-1nodesource1");
        var undetermined =
                Affected.newBuilder(unfixed("Debian:12", "tar"))
                        .setTriage(Triage.UNDETERMINED)
                        .build();

        assertThat(explain(headers, cve(unfixed("Debian:12", "linux"))))
                .extracting(Explanation::kind)
                .containsExactly(Kind.HEADER_PACKAGE);
        assertThat(
                        explain(
                                TAR,
                                cve(
                                        affected(
                                                "Debian:12",
                                                "tar",
                                                "unimportant",
                                                Samples.upTo("9")))))
                .extracting(Explanation::kind)
                .containsExactly(Kind.NEGLIGIBLE);
        assertThat(explain(TAR, cve(undetermined)))
                .extracting(Explanation::kind)
                .containsExactly(Kind.UNDETERMINED);
        assertThat(explain(foreign, cve(unfixed("Debian:12", "tar"))))
                .extracting(Explanation::kind)
                .containsExactly(Kind.THIRD_PARTY);
    }

    @Test
    void d31TellsWhichPackageCoversIt() {
        var owner = deb("python3-yaml", "6.0-3", "pyyaml", "6.0-3");
        var covered =
                Component.newBuilder(language("pypi", "PyYAML", "6.0"))
                        .setPath("usr/lib/python3/dist-packages/PyYAML-6.0.egg-info")
                        .setCoveredBy(owner.getPurl())
                        .build();

        assertThat(
                        Matcher.explain(
                                inventory(debian("12"), owner, covered),
                                advisories(cve(unfixed("PyPI", "pyyaml"))),
                                "CVE-2024-1001"))
                .extracting(Explanation::kind, Explanation::evidence)
                .containsExactly(
                        tuple(
                                Kind.COVERED,
                                List.of(
                                        "D31: usr/lib/python3/dist-packages/PyYAML-6.0.egg-info comes with the operating system package pkg:deb/python3-yaml@6.0-3, which is matched in its stead")));
    }

    /** What is changed at random: who is affected, up to where, and under which names. */
    @Test
    void answersWithAMatchExactlyWhereThereIsOneAndMatchesPackagesAloneAsAmongOthers() {
        var random = new Random(3);

        for (int i = 0; i < 300; i++) {
            var advisories = ListedAdvisories.of(records(random));
            var inventory =
                    inventory(
                            debian("12"),
                            List.of(
                                    installed("a", random),
                                    installed("b", random),
                                    installed("linux", random),
                                    language("pypi", "A_b", "1." + random.nextInt(4))));
            var all = ((Matched) Matcher.match(inventory, advisories)).matches();

            var names = new TreeSet<String>();
            all.forEach(match -> names.add(match.vulnerability()));
            for (int n = 1000; n < 1006; n++) {
                names.add("CVE-2024-" + n);
            }
            for (var name : names) {
                assertThat(
                                Matcher.explain(inventory, advisories, name).stream()
                                        .map(Explanation::match)
                                        .filter(match -> match != null)
                                        .filter(match -> match.vulnerability().equals(name))
                                        .toList())
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(
                                all.stream()
                                        .filter(match -> match.vulnerability().equals(name))
                                        .toList());
            }
            assertMatchesPackagesAlone(inventory, advisories, all, random);
        }
    }

    private static void assertMatchesPackagesAlone(
            Inventory inventory, Advisories advisories, List<Match> all, Random random) {
        var every =
                List.of(
                        new AdvisedPackage("Debian:12", "a"),
                        new AdvisedPackage("Debian:sid", "b"),
                        new AdvisedPackage("Debian:12", "linux"),
                        new AdvisedPackage("Debian:12", "none"),
                        new AdvisedPackage("PyPI", "a-B"));
        Set<AdvisedPackage> chosen =
                every.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
        var concerned = Matcher.concerned(inventory, advisories, chosen);

        assertThat(Matcher.matchOnly(inventory, advisories, chosen))
                .isEqualTo(
                        all.stream()
                                .filter(
                                        match ->
                                                concerned.contains(
                                                        new AdvisedPackage(
                                                                match.ecosystem(),
                                                                match.packageName())))
                                .toList());
        assertThat(concerned)
                .hasSize((int) chosen.stream().filter(one -> !one.name().equals("none")).count());
    }

    private static Component installed(String source, Random random) {
        var version = "1." + random.nextInt(4) + (random.nextInt(5) == 0 ? "nodesource1" : "");
        var name = source.equals("linux") ? "linux-libc-dev" : source;
        return deb(name, version, source, version);
    }

    private static List<AdvisoryChanged> records(Random random) {
        var records = new ArrayList<AdvisoryChanged>();
        records.add(advisory("OTHER-1", unfixed("Debian:12", "other"), unfixed("PyPI", "other")));
        for (int i = random.nextInt(8); i >= 0; i--) {
            var id =
                    List.of("DSA-%d-1", "DEBIAN-TRACKER-CVE-2024-100%d", "GHSA-%d")
                            .get(random.nextInt(3));
            var record =
                    AdvisoryChanged.newBuilder(
                            advisory(id.formatted(i), entry(random), entry(random), entry(random)));
            if (random.nextInt(3) > 0) {
                record.setUpstream(List.of("CVE-2024-100" + random.nextInt(6)));
            }
            if (random.nextInt(3) == 0) {
                record.setAliases(List.of("GHSA-" + random.nextInt(8)));
            }
            if (random.nextInt(8) == 0) {
                record.setWithdrawn(Instant.EPOCH);
            }
            records.add(record.build());
        }
        return records;
    }

    private static Affected entry(Random random) {
        var python = random.nextInt(4) == 0;
        var ecosystem =
                python
                        ? "PyPI"
                        : List.of("Debian:12", "Debian:12", "Debian:11", "Debian:sid")
                                .get(random.nextInt(4));
        var name = python ? "a.B" : List.of("a", "b", "linux", "none").get(random.nextInt(4));
        var entry =
                Affected.newBuilder(
                        random.nextInt(3) == 0
                                ? unfixed(ecosystem, name)
                                : upTo(
                                        ecosystem,
                                        name,
                                        random.nextInt(6) == 0 ? "0" : "1." + random.nextInt(4)));
        if (random.nextInt(3) == 0) {
            entry.setTriage(Triage.values()[random.nextInt(Triage.values().length)]);
        }
        return entry.build();
    }

    private static AdvisoryChanged cve(Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory("DEBIAN-CVE-2024-1001", affected))
                .setUpstream(List.of("CVE-2024-1001"))
                .build();
    }

    private static ListedAdvisories advisories(AdvisoryChanged... advisories) {
        var all = new ArrayList<>(List.of(advisories));
        all.add(advisory("OTHER-1", unfixed("Debian:12", "other")));
        return ListedAdvisories.of(all);
    }

    private static List<Explanation> explain(Component component, AdvisoryChanged... advisories) {
        return Matcher.explain(
                inventory(debian("12"), component), advisories(advisories), "CVE-2024-1001");
    }
}
