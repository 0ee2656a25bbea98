package dev.plimsoll.analysis.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every order must be, whatever its rules; and Maven's, which has no rules of ours. */
class OrderLawsTest {

    private static final int TRIPLES = 20_000;

    @ParameterizedTest
    @EnumSource(VersionOrder.class)
    void isTheSameFromBothSides(VersionOrder order) {
        var random = new Random(1);

        for (int i = 0; i < TRIPLES; i++) {
            var left = version(order, random);
            var right = other(order, left, random);

            assertThat(sign(order, left, right))
                    .as("%s %s", left, right)
                    .isEqualTo(-sign(order, right, left));
            assertThat(sign(order, left, left)).as(left).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(VersionOrder.class)
    void hasNoCircles(VersionOrder order) {
        var random = new Random(2);
        var circles = new ArrayList<String>();

        for (int i = 0; i < TRIPLES; i++) {
            var one = version(order, random);
            var two = other(order, one, random);
            var three = other(order, two, random);
            if (sign(order, one, two) <= 0
                    && sign(order, two, three) <= 0
                    && sign(order, one, three) > 0) {
                circles.add("%s <= %s <= %s".formatted(one, two, three));
            }
        }

        assertThat(circles).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, =, 1.0.0",
        "1.0-alpha-1, <, 1.0-beta-1",
        "1.0-m3, =, 1.0-milestone-3",
        "1.0-rc1, =, 1.0-cr1",
        "1.0-SNAPSHOT, <, 1.0",
        "1.0-rc1, <, 1.0-SNAPSHOT",
        "1.0.Final, =, 1.0",
        "1.0-GA, =, 1.0",
        "1.0, <, 1.0-sp1",
        "1.0-sp, <, 1.0-jre",
        "2.9.10, <, 2.9.10.8",
        "31.0-jre, >, 31.0-android",
        "5.3.18.RELEASE, =, 5.3.18",
        "1.99999999999999999999, <, 1.100000000000000000000",
        "2.14.1, <, 2.15.0",
    })
    void ordersAsMavenSays(String left, String sign, String right) {
        int expected = sign.equals("<") ? -1 : sign.equals(">") ? 1 : 0;

        assertThat(sign(VersionOrder.MAVEN, left, right)).isEqualTo(expected);
    }

    @Test
    void d18OrdersGeneratedVersionsAsMavensOwnClassDoes() {
        var random = new Random(18);
        var wrong = new ArrayList<String>();

        for (int i = 0; i < 100_000; i++) {
            var left = version(VersionOrder.MAVEN, random);
            var right = Versions.mutated(left, random);
            int expected =
                    Integer.signum(
                            new ComparableVersion(left).compareTo(new ComparableVersion(right)));
            if (VersionOrder.MAVEN.isVersion(right)
                    && sign(VersionOrder.MAVEN, left, right) != expected) {
                wrong.add("%s %s".formatted(left, right));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "${project.version}"})
    void d17RefusesToOrderWhatIsNoMavenVersion(String version) {
        assertThat(VersionOrder.MAVEN.isVersion(version)).isFalse();
    }

    /** A version that the order takes. */
    private static String version(VersionOrder order, Random random) {
        while (true) {
            var version = generated(order, random);
            if (order.isVersion(version)) {
                return version;
            }
        }
    }

    /** Mostly one that is close to {@code version}. */
    private static String other(VersionOrder order, String version, Random random) {
        // Maven's own order runs in circles on odd characters: "0 <= 0+ <= 0.alpha-1"
        int tries = order == VersionOrder.MAVEN ? 0 : 20;
        for (int i = 0; i < tries && random.nextInt(3) > 0; i++) {
            var mutated = Versions.mutated(version, random);
            if (order.isVersion(mutated)) {
                return mutated;
            }
        }
        return version(order, random);
    }

    private static String generated(VersionOrder order, Random random) {
        return switch (order) {
            case DPKG, RPM -> withRevision(random, order == VersionOrder.RPM ? "._~^+" : ".+~-");
            case APK -> apk(random);
            case PYTHON -> Pep440OrderTest.version(random);
            case SEMVER -> SemverOrderTest.version(random);
            case GO ->
                    random.nextInt(4) == 0
                            ? "go1.%d%s%d"
                                    .formatted(
                                            random.nextInt(3),
                                            List.of(".", "rc", "beta").get(random.nextInt(3)),
                                            random.nextInt(4))
                            : SemverOrderTest.version(random);
            case MAVEN -> maven(random);
        };
    }

    private static String withRevision(Random random, String marks) {
        var version = new StringBuilder(random.nextInt(5) == 0 ? "1:" : "");
        version.append(random.nextInt(3));
        Versions.append(version, random, marks);
        if (random.nextBoolean()) {
            version.append('-').append(random.nextInt(3));
        }
        return version.toString();
    }

    private static String apk(Random random) {
        var version = new StringBuilder().append(random.nextInt(3));
        for (int i = random.nextInt(3); i > 0; i--) {
            version.append('.')
                    .append(random.nextInt(4) == 0 ? "0" : "")
                    .append(random.nextInt(30));
        }
        version.append(random.nextInt(4) == 0 ? "b" : "");
        if (random.nextInt(3) == 0) {
            version.append(
                    List.of("_alpha", "_rc1", "_p2", "_git", "_pre3").get(random.nextInt(5)));
        }
        return version.append(random.nextBoolean() ? "-r" + random.nextInt(3) : "").toString();
    }

    private static String maven(Random random) {
        var version = new StringBuilder().append(random.nextInt(3));
        for (int i = random.nextInt(4); i > 0; i--) {
            version.append('.').append(random.nextInt(12));
        }
        if (random.nextInt(2) == 0) {
            version.append(random.nextBoolean() ? "-" : ".")
                    .append(
                            List.of(
                                            "alpha-1",
                                            "beta2",
                                            "M3",
                                            "rc1",
                                            "CR2",
                                            "SNAPSHOT",
                                            "Final",
                                            "GA",
                                            "RELEASE",
                                            "sp1",
                                            "jre",
                                            "android")
                                    .get(random.nextInt(12)));
        }
        return version.toString();
    }

    private static int sign(VersionOrder order, String left, String right) {
        return Integer.signum(order.compare(left, right));
    }
}
