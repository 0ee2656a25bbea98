package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.failure;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static dev.plimsoll.analysis.track.Samples.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.track.Explanations.Answer;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationsTest {

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis =
                new Analysis(folder)
                        .feed(feed(false))
                        .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                        .advisory(advisory("CVE-2026-0002", Severity.HIGH, "curl", "8.0"))
                        .advisory(advisory("CVE-2026-0003", Severity.HIGH, "zlib", null))
                        .rule(accepting("known", "CVE-2026-0001", START.plus(Duration.ofDays(1))))
                        .scan(scan("web", "main", 1, inventory("openssl=3.0.1", "curl=8.1")));
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    @Test
    void saysWhoAcceptedAFinding() {
        assertThat(explained("CVE-2026-0001")).containsExactly("FINDING openssl ACCEPTED known");
    }

    @Test
    void saysWhyAVulnerabilityIsNotHere() {
        assertThat(explained("CVE-2026-0002")).containsExactly("FIXED curl - -");
        assertThat(explained("CVE-2026-0003"))
                .singleElement()
                .asString()
                .startsWith("NO_SUCH_COMPONENT");
        assertThat(explained("CVE-2026-9999")).containsExactly("ADVISORY_UNKNOWN null - -");
    }

    @Test
    void knowsAnAdvisoryByEachOfItsNamesAsTheyAreNow() {
        assertThat(explained("DEBIAN-CVE-2026-0002")).containsExactly("FIXED curl - -");

        analysis.advisory(withdrawn(advisory("CVE-2026-0002", Severity.HIGH, "curl", "8.0")));

        assertThat(explained("CVE-2026-0002")).singleElement().asString().startsWith("WITHDRAWN");
    }

    @Test
    void saysWhatCannotBeToldHere() {
        analysis.scan(scan("broken", "main", 2, failure("DIGEST_MISMATCH")));

        assertThat(explain("elsewhere", "CVE-2026-0001"))
                .isInstanceOfSatisfying(
                        Answer.NotHere.class,
                        answer -> assertThat(answer.why()).contains("ask another instance"));
        assertThat(explain("broken", "CVE-2026-0001"))
                .isEqualTo(
                        new Answer.NotHere(
                                "What is in the image is not known: no scan of it has succeeded."));
        assertThat(
                        new Explanations(Optional::empty, InstantSource.system())
                                .explain("r", "p", "t", "d", "l", "CVE-2026-0001"))
                .isEqualTo(new Answer.NotHere("The analysis is starting: ask again in a moment."));
    }

    private List<String> explained(String vulnerability) {
        return ((Answer.Explained) explain("web", vulnerability))
                .answers().stream()
                        .map(
                                one ->
                                        "%s %s %s %s"
                                                .formatted(
                                                        one.explanation().kind(),
                                                        one.explanation().packageName(),
                                                        one.finding() == null
                                                                ? "-"
                                                                : one.finding().getDecision(),
                                                        one.finding() == null
                                                                ? "-"
                                                                : one.finding().getRule()))
                        .toList();
    }

    private Answer explain(String repository, String vulnerability) {
        return analysis.explanations()
                .explain(
                        Samples.REGISTRY,
                        repository,
                        "main",
                        "sha256:any",
                        Samples.PLATFORM,
                        vulnerability);
    }
}
