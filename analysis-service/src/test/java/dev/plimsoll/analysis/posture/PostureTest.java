package dev.plimsoll.analysis.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.SecretFound;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostureTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    /** Its base's digest is told, its tools are gone, it was upgraded and rebuilt this month. */
    private static final Inventory GOOD =
            Inventory.newBuilder()
                    .setDistribution(
                            new Distribution("debian", "12", "bookworm", "Debian GNU/Linux 12"))
                    .setComponents(List.of())
                    .setLayers(
                            layers("ADD rootfs.tar /", "RUN apt-get update && apt-get -y upgrade"))
                    .setConfig(
                            ImageConfig.newBuilder()
                                    .setUser("10001:10001")
                                    .setHealthcheck(true)
                                    .setShellForm(false)
                                    .setEnvironmentNames(List.of("PATH", "DB_PASSWORD"))
                                    .setCreated(Instant.parse("2026-11-01T10:00:00Z"))
                                    .build())
                    .setDeclaredBase(new DeclaredBase("docker.io/library/debian:12", DIGEST))
                    .setTools(List.of())
                    .setLeftovers(List.of())
                    .build();

    @Test
    void aWellBuiltImageFailsNoCheck() {
        assertThat(Posture.check("1.4.2", GOOD, NOW))
                .containsExactly(
                        check("non-root", true, "runs as '10001:10001'", Severity.MEDIUM),
                        check("pinned-tag", true, "tag '1.4.2'", Severity.LOW),
                        check(
                                "base-pinned",
                                true,
                                "built on 'docker.io/library/debian:12' as " + DIGEST,
                                Severity.LOW),
                        check("healthcheck", true, "a health check is configured", Severity.LOW),
                        check(
                                "signal-handling",
                                true,
                                "starts its program without a shell between",
                                Severity.LOW),
                        check(
                                "no-secrets",
                                true,
                                "nothing in environment, labels and build history looks like a secret",
                                Severity.HIGH),
                        check(
                                "dockerignore",
                                true,
                                "nothing that a .dockerignore file usually keeps out",
                                Severity.MEDIUM),
                        check(
                                "security-updates",
                                true,
                                "the build ran 'apt-get -y upgrade' (layer 1)",
                                Severity.LOW),
                        check("rebuilt-recently", true, "built on 2026-11-01", Severity.MEDIUM),
                        check(
                                "supported-distribution",
                                true,
                                "Debian GNU/Linux 12 gets security updates until 2028-06-30",
                                Severity.HIGH),
                        check("no-shell", true, "no shell in it", Severity.LOW),
                        check(
                                "no-package-manager",
                                true,
                                "no package manager in it",
                                Severity.LOW));
    }

    @Test
    void whatAnEarlierScanDidNotLookForNeverPasses() {
        var old =
                Inventory.newBuilder(GOOD)
                        .setTools(null)
                        .setLeftovers(null)
                        .setConfig(
                                ImageConfig.newBuilder(GOOD.getConfig())
                                        .setShellForm(null)
                                        .setEnvironmentNames(List.of("PATH"))
                                        .build())
                        .build();

        assertThat(
                        List.of(
                                check("no-shell", old),
                                check("no-package-manager", old),
                                check("dockerignore", old),
                                check("no-secrets", old),
                                check("signal-handling", old)))
                .allSatisfy(
                        check -> {
                            assertThat(check.getPassed()).isNull();
                            assertThat(check.getEvidence()).isNotBlank();
                        });
        assertThat(check("no-secrets", config(old, c -> c.setEnvironmentNames(List.of("API_KEY")))))
                .isEqualTo(
                        check(
                                "no-secrets",
                                false,
                                "environment variables named like secrets: API_KEY",
                                Severity.HIGH));
    }

    @ParameterizedTest
    @CsvSource({"root", "0", "0:0", "root:staff", "''", "000", ":1"})
    void rootIsRootByAnyName(String user) {
        assertThat(check("non-root", config(GOOD, config -> config.setUser(user))).getPassed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "latest, false",
        "main, false",
        "1.x, false",
        "latest-alpine, false",
        "1.2-SNAPSHOT, false",
        "feature-dev, false",
        "1.4.2, true",
        "main-3f2a1b9, true",
        "3.13.1-slim-bookworm, true",
        "2026-11-01, true",
        "v2, true",
        "1.4.2-stable, true"
    })
    void aTagThatMovesPinsNothing(String tag, boolean pinned) {
        var checks = Posture.check(tag, GOOD, NOW);

        assertThat(checks.get(1).getId()).isEqualTo("pinned-tag");
        assertThat(checks.get(1).getPassed()).isEqualTo(pinned);
    }

    @Test
    void anImageKnownByItsDigestIsPinned() {
        assertThat(Posture.check(null, GOOD, NOW).get(1).getPassed()).isTrue();
    }

    @Test
    void aBaseIsPinnedByItsDigestOnly() {
        var named = Inventory.newBuilder(GOOD).setDeclaredBase(new DeclaredBase("debian:12", null));
        var missing = Inventory.newBuilder(GOOD).setDeclaredBase(null);
        var base = Inventory.newBuilder(GOOD).setDeclaredBase(null).setLayers(layers("ADD x /"));

        assertThat(check("base-pinned", named.build()).getPassed()).isFalse();
        assertThat(check("base-pinned", named.build()).getEvidence())
                .startsWith("mutable base pin: built on 'debian:12'");
        assertThat(check("base-pinned", missing.build()).getPassed()).isFalse();
        assertThat(check("base-pinned", missing.build()).getEvidence())
                .startsWith("missing base pin");
        assertThat(check("base-pinned", base.build()).getPassed()).isNull();
    }

    @Test
    void secretsAreToldByPlaceAndKind() {
        var leaky =
                config(
                        GOOD,
                        config ->
                                config.setSecrets(
                                        List.of(
                                                new SecretFound("instruction 4", "github-token"),
                                                new SecretFound("instruction 4", "github-token"),
                                                new SecretFound(
                                                        "environment variable A", "password"))));

        assertThat(check("no-secrets", leaky))
                .isEqualTo(
                        check(
                                "no-secrets",
                                false,
                                "looks like secrets: instruction 4 (github-token), environment variable A (password)",
                                Severity.HIGH));
    }

    @Test
    void toolsAndLeftoversAreToldApart() {
        var image =
                Inventory.newBuilder(GOOD)
                        .setTools(List.of("bin/busybox", "bin/sh", "sbin/apk", "usr/bin/npm"))
                        .setLeftovers(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
                        .build();

        assertThat(check("no-shell", image).getEvidence()).isEqualTo("shells: bin/busybox, bin/sh");
        assertThat(check("no-package-manager", image).getEvidence())
                .isEqualTo("package managers: sbin/apk, usr/bin/npm");
        assertThat(check("dockerignore", image).getEvidence())
                .isEqualTo(
                        "a .dockerignore file would keep out: a, b, c, d, e, f, g, h and 2 more");
        assertThat(check("dockerignore", image).getPassed()).isFalse();
    }

    @Test
    void aShellBetweenIsTold() {
        assertThat(check("signal-handling", config(GOOD, c -> c.setShellForm(true))).getPassed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN /bin/sh -c apt-get update && apt-get dist-upgrade -y",
                "RUN /bin/sh -c apt -qq -y full-upgrade",
                "RUN /bin/sh -c apk --no-cache upgrade",
                "RUN /bin/sh -c apk -U upgrade",
                "RUN /bin/sh -c microdnf update -y",
                "/bin/sh -c yum -y update && yum clean all",
                "RUN zypper --non-interactive patch"
            })
    void anUpgradeInTheHistoryIsAnUpdate(String instruction) {
        assertThat(securityUpdates(List.of("usr/bin/apt-get"), "ADD x /", instruction)).isTrue();
    }

    @Test
    void withoutAnUpgradeThereMayBeNothingToUpgradeWith() {
        var install = "RUN apt-get update && apt-get install -y upgrade-helper";

        assertThat(securityUpdates(List.of("usr/bin/apt-get"), install)).isFalse();
        assertThat(securityUpdates(null, install)).isFalse();
        assertThat(securityUpdates(List.of("bin/sh"), install)).isNull();
        assertThat(securityUpdates(List.of("usr/bin/apt-get"), (String) null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-26T09:00:00Z, true",
                "2026-10-26T10:00:00Z, true",
                "2026-10-26T09:59:59Z, false",
                "2019-01-01T00:00:00Z, false",
                "1970-01-01T00:00:00Z, -",
                "1980-01-01T00:00:01Z, -",
                "2027-01-01T00:00:00Z, -",
                "-, -"
            })
    void anImageIsRebuiltWithinAMonthOrNobodyKnows(
            @Nullable Instant created, @Nullable Boolean recent) {
        var check = check("rebuilt-recently", config(GOOD, c -> c.setCreated(created)));

        assertThat(check.getPassed()).isEqualTo(recent);
    }

    @Test
    void timePassesAndTheEvidenceStaysUntilTheResultChanges() {
        var first = Posture.check("1", GOOD, NOW);

        assertThat(Posture.check("1", GOOD, NOW.plusSeconds(86_400))).isEqualTo(first);
        assertThat(Posture.check("1", GOOD, NOW.plusSeconds(30 * 86_400L)))
                .filteredOn(check -> Boolean.FALSE.equals(check.getPassed()))
                .extracting(PostureCheck::getId)
                .containsExactly("rebuilt-recently");
    }

    @Test
    void aDistributionEndsWithItsLastDay() {
        var ended =
                Inventory.newBuilder(GOOD)
                        .setDistribution(new Distribution("debian", "11", "bullseye", "Debian 11"))
                        .build();
        var unknown =
                Inventory.newBuilder(GOOD)
                        .setDistribution(new Distribution("wolfi", "20230201", null, "Wolfi"))
                        .build();
        var none =
                Inventory.newBuilder(GOOD)
                        .setDistribution(new Distribution("", null, null, null))
                        .build();

        assertThat(check("supported-distribution", ended).getEvidence())
                .isEqualTo("Debian 11 has had no security updates since 2026-08-31");
        assertThat(check("supported-distribution", ended).getPassed()).isFalse();
        assertThat(check("supported-distribution", unknown).getPassed()).isNull();
        assertThat(check("supported-distribution", none).getPassed()).isNull();
    }

    private static @Nullable Boolean securityUpdates(
            @Nullable List<String> tools, @Nullable String... instructions) {
        return check(
                        "security-updates",
                        Inventory.newBuilder(GOOD)
                                .setTools(tools)
                                .setLayers(layers(instructions))
                                .build())
                .getPassed();
    }

    private static List<Layer> layers(@Nullable String... instructions) {
        return Arrays.stream(instructions)
                .map(instruction -> new Layer(DIGEST, null, 1L, instruction))
                .toList();
    }

    private static Inventory config(
            Inventory inventory, UnaryOperator<ImageConfig.Builder> change) {
        return Inventory.newBuilder(inventory)
                .setConfig(change.apply(ImageConfig.newBuilder(inventory.getConfig())).build())
                .build();
    }

    private static PostureCheck check(String id, Inventory inventory) {
        return Posture.check("1.4.2", inventory, NOW).stream()
                .filter(check -> check.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static PostureCheck check(
            String id, boolean passed, String evidence, Severity severity) {
        return new PostureCheck(id, passed, evidence, severity, null, null);
    }
}
