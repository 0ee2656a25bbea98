package dev.plimsoll.ingest.coverage;

import static dev.plimsoll.ingest.coverage.Events.assessed;
import static dev.plimsoll.ingest.coverage.Events.deleted;
import static dev.plimsoll.ingest.coverage.Events.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant BEGUN = NOW.minusSeconds(60);
    private static final Instant DAYS_AGO = NOW.minus(Duration.ofDays(40));
    private static final Instant MINUTES_AGO = NOW.minus(Duration.ofMinutes(5));
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final TagName WEB = new TagName("registry.example.com", "team/web", "1.0");
    private static final String A = digest('a');
    private static final String B = digest('b');
    private static final String INDEX = digest('c');

    private final Seen seen = new Seen("registry.example.com"::equals);
    private final Judge judge = new Judge(seen, PATIENCE);

    @Test
    void whatNobodyToldUsOfIsMissed() {
        assertThat(standing(Present.Image.single(A)))
                .isEqualTo(
                        new Standing.Missed(
                                "NEVER_PUSHED", "no push of it was told since we watch", null));
    }

    @Test
    void whatMovedUnseenIsMissedAndSaysFromWhereToWhere() {
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.AFFECTED, DAYS_AGO));

        assertThat(standing(Present.Image.single(B)))
                .isEqualTo(
                        new Standing.Missed(
                                "OTHER_DIGEST",
                                "scanned is %s, the registry has %s".formatted(A, B),
                                null));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEAN", "AFFECTED", "STALE"})
    void whatWasScannedIsCoveredHoweverLongAgo(ImageStatus status) {
        seen.on(assessed(WEB, "linux/amd64", A, status, DAYS_AGO));

        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.Covered());
    }

    @Test
    void ofAnIndexEveryConfiguredPlatformHasToBeScanned() {
        var index = new Present.Image(INDEX, Set.of(A, B));
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.CLEAN, DAYS_AGO));

        assertThat(standing(index)).isInstanceOf(Standing.Missed.class);

        seen.on(assessed(WEB, "linux/arm64", B, ImageStatus.CLEAN, DAYS_AGO));

        assertThat(standing(index)).isEqualTo(new Standing.Covered());
    }

    @Test
    void theWorstPlatformSpeaksForAnIndex() {
        var index = new Present.Image(INDEX, Set.of(A, B));
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.CLEAN, DAYS_AGO));
        seen.on(assessed(WEB, "linux/arm64", B, ImageStatus.FAILED, "CORRUPT_GZIP", DAYS_AGO));

        assertThat(standing(index))
                .isEqualTo(
                        new Standing.Failed(
                                "CORRUPT_GZIP", "message of CORRUPT_GZIP", false, null));
    }

    @Test
    void aPushThatWasToldIsOnItsWayAndLostWhenPatienceEnds() {
        seen.on(pushed(WEB, A, MINUTES_AGO));
        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.OnItsWay(MINUTES_AGO));

        seen.on(pushed(WEB, A, DAYS_AGO));

        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.Lost(DAYS_AGO, null));
    }

    @Test
    void aPushThatIsNewerThanTheListingIsJudgedByWhatCameOfIt() {
        var pushedAt = BEGUN.plusSeconds(10);
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.CLEAN, DAYS_AGO));
        seen.on(pushed(WEB, B, pushedAt));
        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.OnItsWay(pushedAt));

        seen.on(assessed(WEB, "linux/amd64", B, ImageStatus.CLEAN, pushedAt.plusSeconds(5)));

        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.Covered());
    }

    @Test
    void aScanThatIsNewerThanTheListingCovers() {
        seen.on(assessed(WEB, "linux/amd64", B, ImageStatus.CLEAN, BEGUN.plusSeconds(1)));

        assertThat(standing(Present.Image.single(A))).isEqualTo(new Standing.Covered());
    }

    @Test
    void whatWasDeletedAndIsThereAgainIsMissed() {
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.CLEAN, DAYS_AGO));
        seen.on(deleted(WEB, DAYS_AGO));
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.DELETED, DAYS_AGO));

        assertThat(standing(Present.Image.single(A))).isInstanceOf(Standing.Missed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CORRUPT_GZIP, false",
        "PKGDB_CORRUPT, false",
        "LIMIT_TIME, false",
        "ANALYSIS_FAILED, false",
        "SCANNER_ERROR, false",
        "REGISTRY_UNAVAILABLE, true",
        "UNAUTHORIZED, true",
        "TLS_REFUSED, true",
        "GONE, true",
    })
    void aFailureIsAskedForAgainOnlyIfItSaysNothingOfTheImage(String reason, boolean again) {
        seen.on(assessed(WEB, "linux/amd64", A, ImageStatus.FAILED, reason, DAYS_AGO));

        assertThat(standing(Present.Image.single(A)))
                .isEqualTo(new Standing.Failed(reason, "message of " + reason, again, null));
    }

    @Test
    void aFailureThatNamesNoDigestIsAskedForAgainOnceInATurn() {
        seen.on(assessed(WEB, "linux/amd64", "", ImageStatus.FAILED, "SCANNER_ERROR", DAYS_AGO));
        assertThat(standing(Present.Image.single(A)).isToBeAskedFor()).isTrue();

        seen.on(pushed(WEB, null, Trigger.SCHEDULE, MINUTES_AGO));

        assertThat(standing(Present.Image.single(A)))
                .isEqualTo(
                        new Standing.Failed(
                                "SCANNER_ERROR", "message of SCANNER_ERROR", true, MINUTES_AGO));
    }

    @Test
    void whatIsAskedForIsNotAskedForAgainBeforePatienceEnds() {
        seen.on(pushed(WEB, null, Trigger.SCHEDULE, MINUTES_AGO));
        assertThat(standing(Present.Image.single(A)).isToBeAskedFor()).isFalse();

        seen.on(pushed(WEB, null, Trigger.SCHEDULE, NOW.minus(PATIENCE)));

        assertThat(standing(Present.Image.single(A)).isToBeAskedFor()).isTrue();
    }

    /** A registry that says one digest and gives another would be scanned for ever. */
    @Test
    void whatIsScannedAtAnotherDigestThanTheRegistrySaysIsNotAskedForInEveryLook() {
        seen.on(pushed(WEB, null, Trigger.SCHEDULE, NOW.minusSeconds(120)));
        seen.on(assessed(WEB, "linux/amd64", B, ImageStatus.CLEAN, NOW.minusSeconds(100)));

        assertThat(standing(Present.Image.single(A)).isToBeAskedFor()).isFalse();
    }

    @Test
    void whatMovedAgainAfterItWasAskedForIsAskedForAgain() {
        seen.on(asked(A));
        assertThat(standing(Present.Image.single(A)).isToBeAskedFor()).isFalse();

        assertThat(standing(Present.Image.single(B)).isToBeAskedFor()).isTrue();
    }

    @Test
    void whatIsNoImageOrNotWantedSaysSo() {
        assertThat(standing(new Present.NoImage("chart"))).isEqualTo(new Standing.NoImage("chart"));
        assertThat(standing(new Present.Excluded("why"))).isEqualTo(new Standing.Excluded("why"));
        assertThat(standing(new Present.Unreadable("UNAUTHORIZED", "why")))
                .isEqualTo(new Standing.Unreadable("UNAUTHORIZED", "why"));
        seen.on(
                assessed(
                        WEB,
                        "linux/amd64",
                        A,
                        ImageStatus.UNSUPPORTED,
                        "UNSUPPORTED_ARTIFACT",
                        DAYS_AGO));
        assertThat(standing(Present.Image.single(A)))
                .isEqualTo(new Standing.NoImage("message of UNSUPPORTED_ARTIFACT"));
        seen.on(
                assessed(
                        WEB, "linux/amd64", A, ImageStatus.UNSUPPORTED, "PKGDB_MISSING", DAYS_AGO));
        assertThat(standing(Present.Image.single(A)))
                .isEqualTo(new Standing.Unsupported("PKGDB_MISSING", "message of PKGDB_MISSING"));
    }

    /** Whatever else was pushed, asked for or deleted: what was read is never read again. */
    @Test
    void aDigestThatWasReadIsNeverAskedForAgain() {
        var random = new Random(20260301);
        var digests = List.of(A, B, INDEX);
        for (int round = 0; round < 5_000; round++) {
            var state = new Seen("registry.example.com"::equals);
            for (int i = random.nextInt(8); i > 0; i--) {
                var at = NOW.minusSeconds(random.nextInt(400_000));
                var digest = digests.get(random.nextInt(3));
                switch (random.nextInt(4)) {
                    case 0 -> state.on(pushed(WEB, digest, at));
                    case 1 -> state.on(pushed(WEB, null, Trigger.SCHEDULE, at));
                    case 2 -> state.on(deleted(WEB, at));
                    default ->
                            state.on(
                                    assessed(
                                            WEB,
                                            "linux/arm64",
                                            digest,
                                            ImageStatus.values()[random.nextInt(3)],
                                            at));
                }
            }
            state.on(
                    assessed(
                            WEB,
                            "linux/amd64",
                            A,
                            ImageStatus.values()[random.nextInt(3)],
                            NOW.minusSeconds(random.nextInt(4_000_000))));

            var begun = NOW.minusSeconds(random.nextInt(100_000));
            var standing =
                    new Judge(state, PATIENCE).standing(WEB, Present.Image.single(A), begun, NOW);

            if (standing.isToBeAskedFor()) {
                // Only because the tag has moved since it was listed.
                var told = state.told(WEB);
                assertThat(told.digest()).as("round %d", round).isNotEqualTo(A);
                assertThat(told.at()).as("round %d", round).isAfterOrEqualTo(begun);
            }
        }
    }

    private static ImagePushed asked(String digest) {
        var missed = new Standing.Missed("NEVER_PUSHED", "", null);
        var entry = new Coverage.Entry(WEB, digest, missed);
        var request = Requests.of(List.of(entry), 1, PATIENCE, MINUTES_AGO).getFirst();
        return (ImagePushed) request.event().event();
    }

    private Standing standing(Present present) {
        return judge.standing(WEB, present, BEGUN, NOW);
    }

    private static String digest(char digit) {
        return "sha256:" + String.valueOf(digit).repeat(64);
    }
}
