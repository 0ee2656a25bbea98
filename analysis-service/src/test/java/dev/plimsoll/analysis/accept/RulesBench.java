package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Findings judged in a second on one core, at 10, 1,000 and 10,000 rules, side by side: {@code
 * bench/rules}. Findings are the same for all.
 */
final class RulesBench {

    private static final int[] SIZES = {10, 1_000, 10_000};
    private static final int FINDINGS = 20_000;
    private static final int ROUNDS = 11;
    private static final int PASSES = 25;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private RulesBench() {}

    public static void main(String[] arguments) {
        var findings = findings();
        var policies =
                Arrays.stream(SIZES)
                        .mapToObj(size -> AcceptancePolicy.of(rules(size), List.of()))
                        .toList();
        var nanos = new double[SIZES.length][ROUNDS];
        long accepted = 0;
        for (int round = -5; round < ROUNDS; round++) {
            for (int i = 0; i < SIZES.length; i++) {
                long start = cpuNanos();
                for (int pass = 0; pass < PASSES; pass++) {
                    for (var finding : findings) {
                        accepted +=
                                policies.get(i).judge(finding, NOW) instanceof Verdict.Accepted
                                        ? 1
                                        : 0;
                    }
                }
                if (round >= 0) {
                    nanos[i][round] = (cpuNanos() - start) / (double) (PASSES * findings.length);
                }
            }
        }
        System.out.println("| rules | findings/s, median | best | worst | ns each, median |");
        System.out.println("|---:|---:|---:|---:|---:|");
        for (int i = 0; i < SIZES.length; i++) {
            Arrays.sort(nanos[i]);
            System.out.printf(
                    "| %,d | %,.0f | %,.0f | %,.0f | %.0f |%n",
                    SIZES[i],
                    1e9 / nanos[i][ROUNDS / 2],
                    1e9 / nanos[i][0],
                    1e9 / nanos[i][ROUNDS - 1],
                    nanos[i][ROUNDS / 2]);
        }
        System.out.printf(
                "cost(10,000)/cost(10): %.2f of medians, %.2f of the best (%,d accepted)%n",
                nanos[2][ROUNDS / 2] / nanos[0][ROUNDS / 2], nanos[2][0] / nanos[0][0], accepted);
    }

    /** Of this thread alone: what others do on the machine counts only through the caches. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /**
     * A rule more speaks of one vulnerability, image, team or package more: as an organisation
     * grows, so do its rules.
     */
    private static List<RuleChanged> rules(int count) {
        var rules = new ArrayList<RuleChanged>();
        rules.add(rule(0, scope(List.of(), List.of(), List.of(), true), RuleKind.NEVER));
        for (int i = 1; i < count; i++) {
            var scope =
                    switch (i % 5) {
                        case 0 -> scope(List.of(), List.of(), List.of("CVE-2024-" + i), null);
                        case 1 ->
                                scope(
                                        List.of("team-%d/app-%d".formatted(i, i)),
                                        List.of(),
                                        List.of(),
                                        null);
                        case 2 ->
                                scope(
                                        List.of("registry.example.com/team-%d/*".formatted(i)),
                                        List.of(),
                                        List.of(),
                                        null);
                        case 3 ->
                                scope(
                                        List.of("**/app-" + i),
                                        List.of("package-" + i),
                                        List.of(),
                                        null);
                        default -> scope(List.of(), List.of("package-" + i), List.of(), null);
                    };
            rules.add(rule(i, scope, RuleKind.ACCEPT));
        }
        return rules;
    }

    private static RuleScope scope(
            List<String> images, List<String> packages, List<String> vulnerabilities, Boolean kev) {
        return RuleScope.newBuilder()
                .setImages(images)
                .setPackages(packages)
                .setVulnerabilities(vulnerabilities)
                .setSeverities(kev == null ? List.of("low", "medium", "high") : List.of())
                .setKev(kev)
                .build();
    }

    private static RuleChanged rule(int number, RuleScope scope, RuleKind kind) {
        return RuleChanged.newBuilder()
                .setId("rule-%05d".formatted(number))
                .setState(RuleState.ACTIVE)
                .setKind(kind)
                .setScope(scope)
                .setGuards(new RuleGuards(false, 0.1, null))
                .setReason("reason")
                .setOwner("owner")
                .setUntil(kind == RuleKind.NEVER ? null : NOW.plusSeconds(86_400))
                .setBy("bench")
                .setOrigin("bench")
                .setAt(NOW)
                .build();
    }

    /** Of 200 images with 100 findings each; words of every size of rules among them. */
    private static Finding[] findings() {
        var random = new Random(1);
        var findings = new Finding[FINDINGS];
        ImageRef image = null;
        for (int i = 0; i < FINDINGS; i++) {
            if (i % 100 == 0) {
                int app = random.nextInt(12_000);
                image =
                        new ImageRef(
                                "registry.example.com",
                                "team-%d/app-%d".formatted(app, app),
                                "1.0",
                                "sha256:" + "0".repeat(64),
                                "linux/amd64",
                                "1.x");
            }
            int number = random.nextInt(20_000);
            var name = "package-" + number;
            findings[i] =
                    PolicySamples.finding()
                            .setImage(image)
                            .setVulnerability("CVE-2024-" + random.nextInt(50_000))
                            .setAliases(List.of("GHSA-%06d".formatted(number)))
                            .setPackage$(name)
                            .setPackages(List.of("lib" + name, name))
                            .setSeverity(one(random, Severity.values()))
                            .setFixState(one(random, FixState.values()))
                            .setLayer(one(random, LayerOrigin.values()))
                            .setRole(one(random, Role.values()))
                            .setKev(false)
                            .setEpss(0.01)
                            .build();
        }
        return findings;
    }

    private static <E> E one(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }
}
