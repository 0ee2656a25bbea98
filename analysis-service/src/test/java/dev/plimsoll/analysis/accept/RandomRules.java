package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rules, statements and findings over so few words that they meet often. */
final class RandomRules {

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final List<String> REGISTRIES =
            List.of("r.example.com", "r.example.com:5000", "r");
    private static final List<String> REPOSITORIES =
            List.of(
                    "web",
                    "team/web",
                    "team/web-2",
                    "team/a/web",
                    "tea",
                    "team",
                    "r/web",
                    "b/aab/ab");
    private static final List<String> TAGS = List.of("1.0", "1.1", "main", "", "1");
    private static final List<String> DIGESTS =
            List.of("sha256:" + "0".repeat(64), "sha256:" + "1".repeat(64));
    private static final List<String> GLOBS =
            List.of(
                    "web",
                    "team/web",
                    "r.example.com/team/web",
                    "r/web",
                    "r/r/web",
                    "team/*",
                    "**/web",
                    "*/web",
                    "**web",
                    "r*/team/**",
                    "r.example.com/**",
                    "**/a/*",
                    "t*",
                    "te**b",
                    "**",
                    "*",
                    "?eb",
                    "team/we?",
                    "**/w*-?",
                    "team/web:1.*",
                    "**/web:main",
                    "team/web:*",
                    "r.example.com:5000/team/web",
                    "**a**/**b",
                    "***",
                    "b/*a*b/a?",
                    "**ab",
                    "*b/*a*/*b",
                    "**@" + DIGESTS.getFirst(),
                    "team/web@" + DIGESTS.getFirst(),
                    "**/web@" + DIGESTS.getLast());
    private static final List<String> VULNERABILITIES =
            List.of("CVE-1", "CVE-2", "cve-3", "CVE-4", "GHSA-a", "ghsa-B");
    private static final List<String> PACKAGES = List.of("a", "b", "c", "libd", "E");
    private static final List<String> PURLS =
            List.of("pkg:deb/debian/a", "pkg:deb/debian/b", "pkg:deb/debian/a@1", "pkg:npm/a");
    private static final List<String> CONDITIONS =
            List.of(
                    "severity == 'high'",
                    "packages.exists(p, p.startsWith('lib'))",
                    "epss < 0.3",
                    "kev || score > 5.0",
                    "tag.startsWith('1') && layer != 'own'");

    private final Random random;

    RandomRules(long seed) {
        this.random = new Random(seed);
    }

    List<RuleChanged> rules() {
        int count = random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(12);
        return Stream.generate(this::rule).limit(count).toList();
    }

    List<VexStated> statements() {
        return Stream.generate(this::statement).limit(random.nextInt(5)).toList();
    }

    Finding finding() {
        var packages = some(PACKAGES, 2);
        return Finding.newBuilder()
                .setId("0")
                .setTrackingId("0")
                .setImage(
                        new ImageRef(
                                one(REGISTRIES),
                                one(REPOSITORIES),
                                random.nextInt(4) == 0 ? null : one(TAGS),
                                one(DIGESTS),
                                "linux/amd64",
                                "main"))
                .setVulnerability(one(VULNERABILITIES))
                .setAliases(some(VULNERABILITIES, 2))
                .setEcosystem("Debian:12")
                .setPackage$(one(PACKAGES))
                .setVersion("9")
                .setPackages(packages)
                .setPurls(packages.stream().map(name -> "pkg:deb/debian/" + name + "@1").toList())
                .setFixState(one(FixState.values()))
                .setSeverity(one(Severity.values()))
                .setSeveritySource("nvd")
                .setScore(maybe(() -> random.nextInt(100) / 10.0))
                .setLayer(one(LayerOrigin.values()))
                .setRole(one(Role.values()))
                .setKev(maybe(random::nextBoolean))
                .setEpss(maybe(() -> random.nextInt(10) / 10.0))
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(NOW)
                .build();
    }

    private RuleChanged rule() {
        boolean never = random.nextInt(6) == 0;
        return new RuleChanged(
                "rule-" + random.nextInt(1_000_000),
                random.nextInt(15) == 0 ? one(RuleState.values()) : RuleState.ACTIVE,
                never ? RuleKind.NEVER : RuleKind.ACCEPT,
                scope(),
                new RuleGuards(
                        maybe(random::nextBoolean),
                        maybe(() -> (1 + random.nextInt(10)) / 10.0),
                        random.nextInt(4) == 0 ? false : null),
                "reason",
                "owner",
                null,
                null,
                null,
                never ? null : NOW.plusSeconds(random.nextInt(400) - 100),
                null,
                "test",
                "test",
                NOW,
                random.nextInt(40) == 0 ? one(CONDITIONS) : null,
                null);
    }

    private RuleScope scope() {
        while (true) {
            var scope =
                    new RuleScope(
                            list(GLOBS, 2),
                            words(LayerOrigin.values()),
                            words(Role.values()),
                            words(Severity.values()),
                            words(FixState.values()),
                            list(PACKAGES, 2),
                            list(VULNERABILITIES, 2),
                            random.nextInt(8) == 0 ? random.nextBoolean() : null,
                            List.of());
            if (!scope.equals(RuleEntry.emptyScope())) {
                return scope;
            }
        }
    }

    private VexStated statement() {
        return new VexStated(
                "vex:" + random.nextInt(1_000_000),
                random.nextInt(15) == 0 ? RuleState.REMOVED : RuleState.ACTIVE,
                atLeastOne(VULNERABILITIES),
                atLeastOne(GLOBS),
                list(PURLS, 2),
                one(VexStatus.values()),
                null,
                "statement",
                "author",
                NOW.minusSeconds(random.nextInt(3)),
                null,
                "test",
                "test",
                NOW);
    }

    private List<String> list(List<String> from, int atMost) {
        return random.nextInt(3) == 0 ? some(from, atMost) : List.of();
    }

    private List<String> atLeastOne(List<String> from) {
        var some = new ArrayList<>(some(from, 2));
        some.add(one(from));
        return some;
    }

    private List<String> some(List<String> from, int atMost) {
        return Stream.generate(() -> one(from)).limit(random.nextInt(atMost + 1)).toList();
    }

    private List<String> words(Enum<?>[] values) {
        return random.nextInt(5) == 0
                ? Stream.of(values).filter(_ -> random.nextBoolean()).map(Words::word).toList()
                : List.of();
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> T one(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
