package dev.plimsoll.analysis.match;

import static dev.plimsoll.analysis.match.Samples.advisory;
import static dev.plimsoll.analysis.match.Samples.affected;
import static dev.plimsoll.analysis.match.Samples.deb;
import static dev.plimsoll.analysis.match.Samples.debian;
import static dev.plimsoll.analysis.match.Samples.introduced;
import static dev.plimsoll.analysis.match.Samples.inventory;
import static dev.plimsoll.analysis.match.Samples.range;
import static dev.plimsoll.analysis.match.Samples.unfixed;
import static dev.plimsoll.analysis.match.Samples.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.match.Matching.Matched;
import dev.plimsoll.analysis.match.Matching.NotMatchable;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.Triage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tracker says of a release beside the records of vulnerabilities and updates. */
class TrackerRulesTest {

    private static final Component TAR = deb("tar", "1.34-1", "tar", "1.34-1");

    @Test
    void d13TakesARangeOfAnotherOrderForAnErrorAndNotForAMatch() {
        var semver = new AffectedRange("SEMVER", List.of(introduced("0")));
        var wrong = affected("Debian:12", "tar", null, semver);
        var both = affected("Debian:12", "tar", null, semver, upTo("1.34-2"));

        assertThat(matches(TAR, osv(wrong))).isEmpty();
        assertThat(matches(TAR, osv(both)).getFirst().evidence())
                .contains(
                        "D15: source version 1.34-1 < fixed 1.34-2 (DEBIAN-CVE-2024-1001, Debian:12)");
        assertThat(
                        Matcher.explain(
                                        inventory(debian("12"), TAR),
                                        ListedAdvisories.of(List.of(osv(wrong))),
                                        "CVE-2024-1001")
                                .getFirst()
                                .evidence())
                .contains(
                        "D13: range of type SEMVER has no dpkg order (DEBIAN-CVE-2024-1001, Debian:12)");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_DSA, NOT_FIXED, APPLICABLE, 'D21: minor, no advisory of its own: why (DEBIAN-TRACKER-CVE-2024-1001, Debian:12)'",
        "POSTPONED, DEFERRED, APPLICABLE, 'D21: postponed: why (DEBIAN-TRACKER-CVE-2024-1001, Debian:12)'",
        "IGNORED, WONT_FIX, APPLICABLE, 'D21: will not be fixed: why (DEBIAN-TRACKER-CVE-2024-1001, Debian:12)'",
        "END_OF_LIFE, END_OF_LIFE, APPLICABLE, 'D21: no longer supported in this release: why (DEBIAN-TRACKER-CVE-2024-1001, Debian:12)'",
        "UNDETERMINED, NOT_FIXED, UNDETERMINED, 'D21: nobody has found out yet whether it is affected: why (DEBIAN-TRACKER-CVE-2024-1001, Debian:12)'",
    })
    void d21TellsWhatIsDoneAboutIt(
            Triage triage, FixState state, Applicability applicability, String evidence) {
        var match =
                matches(TAR, osv(unfixed("Debian:12", "tar")), tracker(triaged(triage))).getFirst();

        assertThat(match.fixState()).isEqualTo(state);
        assertThat(match.applicability()).isEqualTo(applicability);
        assertThat(match.evidence()).contains(evidence);
        assertThat(match.advisories())
                .containsExactly("DEBIAN-CVE-2024-1001", "DEBIAN-TRACKER-CVE-2024-1001");
    }

    @Test
    void d21MakesAFindingOfWhatTheTrackerAloneKnows() {
        var match = matches(TAR, tracker(triaged(Triage.UNDETERMINED))).getFirst();

        assertThat(match.vulnerability()).isEqualTo("CVE-2024-1001");
        assertThat(match.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(match.applicability()).isEqualTo(Applicability.UNDETERMINED);
        assertThat(match.advisories()).containsExactly("DEBIAN-TRACKER-CVE-2024-1001");
    }

    @Test
    void d21BelievesAFixMoreThanTheTriage() {
        var match =
                matches(
                                TAR,
                                osv(upTo("Debian:12", "tar", "1.34-2")),
                                tracker(triaged(Triage.UNDETERMINED)))
                        .getFirst();

        assertThat(match.fixState()).isEqualTo(FixState.FIXED);
        assertThat(match.applicability()).isEqualTo(Applicability.APPLICABLE);
    }

    @Test
    void d19SuppressesWhatTheDistributionSaysIsNotAffected() {
        assertThat(
                        matches(
                                TAR,
                                osv(unfixed("Debian:12", "tar")),
                                tracker(triaged(Triage.NOT_AFFECTED))))
                .isEmpty();
    }

    @Test
    void d22VoidsATriageOnceTheReleaseHasTheFix() {
        var ignored =
                Affected.newBuilder(upTo("Debian:12", "tar", "1.34-1"))
                        .setTriage(Triage.IGNORED)
                        .build();

        assertThat(matches(TAR, tracker(ignored))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.34-1, false", "1.33-9, false", "1.35-1, true"})
    void d22VoidsATriageWhereTheInstalledVersionHasTheFixOfSid(String sid, boolean isAffected) {
        var records =
                new AdvisoryChanged[] {
                    osv(unfixed("Debian:12", "tar")),
                    tracker(triaged(Triage.NO_DSA), upTo("Debian:sid", "tar", sid))
                };

        assertThat(matches(TAR, records)).hasSize(isAffected ? 1 : 0);
    }

    @Test
    void d22KeepsAFixOfTheReleaseItselfWhateverSidHas() {
        var records =
                tracker(
                        upTo("Debian:12", "tar", "1.34-1+deb12u1"),
                        upTo("Debian:sid", "tar", "1.34-1"));

        assertThat(matches(TAR, records))
                .extracting(Match::fixedVersion)
                .containsExactly("1.34-1+deb12u1");
    }

    @ParameterizedTest
    @CsvSource({"1.34-1, NOT_RELEASED", "1.34-2, FIXED", "1.34-3, FIXED"})
    void d23TellsThatAFixIsNotReleasedYet(String archive, FixState state) {
        var entry =
                Affected.newBuilder(upTo("Debian:12", "tar", "1.34-2"))
                        .setArchiveVersion(archive)
                        .build();

        var match =
                matches(TAR, osv(upTo("Debian:12", "tar", "1.34-2")), tracker(entry)).getFirst();

        assertThat(match.fixState()).isEqualTo(state);
        assertThat(match.fixedVersion()).isEqualTo("1.34-2");
        assertThat(match.evidence().stream().filter(one -> one.startsWith("D23:")))
                .hasSize(state == FixState.FIXED ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.34-1nodesource1",
                "1.34-1.pgdg120+1",
                "1.34-1+0~20240101.1+debian12~1.gbp1+deb.sury.org+1",
                "5:1.34-1~debian.12~bookworm",
                "1.34-1ubuntu1",
                "1.34-1+0~20231221.32+debian12~1.gbp7d5d1e",
                "1.34-1rl1~bookworm1",
                "1:1.34-1+debian12"
            })
    void d7SetsAsideWhatAnotherPublisherBuilt(String version) {
        var foreign = deb("tar", version, "tar", version);

        var match = matches(foreign, osv(unfixed("Debian:12", "tar"))).getFirst();

        assertThat(match.applicability()).isEqualTo(Applicability.UNDETERMINED);
        assertThat(match.fixState()).isEqualTo(FixState.UNKNOWN);
        assertThat(match.evidence())
                .contains(
                        "D7: not from Debian:12 itself, says version %s: its advisories may not know its fixes"
                                .formatted(version));
    }

    @Test
    void d7KnowsAnotherPublisherByMaintainerAndVendor() {
        var byMaintainer =
                Component.newBuilder(TAR).setMaintainer("Docker <support@docker.com>").build();
        var byVendor = Component.newBuilder(TAR).setVendor("Example Corp").build();
        var own =
                Component.newBuilder(TAR)
                        .setVendor("Debian")
                        .setMaintainer("Someone <someone@example.org>")
                        .build();

        assertThat(
                        List.of(byMaintainer, byVendor, own).stream()
                                .map(
                                        one ->
                                                matches(one, osv(unfixed("Debian:12", "tar")))
                                                        .getFirst())
                                .map(Match::applicability))
                .containsExactly(
                        Applicability.UNDETERMINED,
                        Applicability.UNDETERMINED,
                        Applicability.APPLICABLE);
    }

    @Test
    void d7HoldsABackportAgainstTheSourceThatItIsOf() {
        var backport = deb("tar", "1.35-1~bpo12+1", "tar", "1.35-1~bpo12+1");
        var fixedInReleaseOnly =
                tracker(upTo("Debian:12", "tar", "1.34-2"), upTo("Debian:sid", "tar", "1.35-2"));
        var fixedInBoth =
                tracker(upTo("Debian:12", "tar", "1.34-2"), upTo("Debian:sid", "tar", "1.34-9"));

        assertThat(matches(backport, fixedInReleaseOnly))
                .extracting(Match::fixedVersion)
                .containsExactly("1.35-2");
        assertThat(matches(backport, fixedInBoth)).isEmpty();
    }

    @Test
    void d32TellsThatAPackageIsTransitional() {
        var transitional = Component.newBuilder(TAR).setSection("oldlibs").build();

        assertThat(matches(transitional, osv(unfixed("Debian:12", "tar"))).getFirst().evidence())
                .contains(
                        "D32: only transitional packages of it are installed, they hold no code: low confidence");
        assertThat(matches(TAR, osv(unfixed("Debian:12", "tar"))).getFirst().evidence())
                .noneMatch(sentence -> sentence.startsWith("D32"));
    }

    private static AdvisoryChanged osv(Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory("DEBIAN-CVE-2024-1001", affected))
                .setUpstream(List.of("CVE-2024-1001"))
                .build();
    }

    private static AdvisoryChanged tracker(Affected... affected) {
        return AdvisoryChanged.newBuilder(advisory("DEBIAN-TRACKER-CVE-2024-1001", affected))
                .setUpstream(List.of("CVE-2024-1001"))
                .build();
    }

    private static Affected triaged(Triage triage) {
        return Affected.newBuilder(affected("Debian:12", "tar", null, range(introduced("0"))))
                .setTriage(triage)
                .setTriageReason("why")
                .build();
    }

    private static List<Match> matches(Component component, AdvisoryChanged... advisories) {
        var all = new ArrayList<>(List.of(advisories));
        all.add(advisory("OTHER-1", unfixed("Debian:12", "other")));
        return switch (Matcher.match(
                inventory(debian("12"), component), ListedAdvisories.of(all))) {
            case Matched matched -> matched.matches();
            case NotMatchable not -> throw new AssertionError(not.toString());
        };
    }
}
