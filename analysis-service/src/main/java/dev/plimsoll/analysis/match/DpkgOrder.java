package dev.plimsoll.analysis.match;

import io.github.nscuro.versatile.VersionFactory;
import io.github.nscuro.versatile.spi.InvalidVersionException;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of <a href="https://manpages.debian.org/bookworm/dpkg-dev/deb-version.7.en.html">Debian
 * versions</a> (D14, D16): the versatile library, corrected where it differs from dpkg
 * (docs/adr/0004-version-order.md).
 */
final class DpkgOrder {

    private static final int MAX_LENGTH = 1024;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9.+~:-]+");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,18}");

    /** The library keeps numbers in an int, dpkg compares any number of digits (D17). */
    private static final Pattern TOO_LONG_FOR_INT = Pattern.compile("(?<![0-9])0*([1-9][0-9]{9,})");

    private static final int FIRST_STAND_IN = 1_000_000_000;

    private DpkgOrder() {}

    static int compare(String left, String right) {
        check(left);
        check(right);
        if (left.equals(right)) {
            return 0;
        }
        var numbers = longNumbers(left, right);
        return numbers.isEmpty()
                ? ofLibrary(left, right)
                : ofLibrary(withStandIns(left, numbers), withStandIns(right, numbers));
    }

    static boolean isVersion(String text) {
        return problem(text) == null;
    }

    private static int ofLibrary(String left, String right) {
        try {
            return VersionFactory.forScheme("deb", left)
                    .compareTo(VersionFactory.forScheme("deb", right));
        } catch (InvalidVersionException e) {
            throw new UncomparableVersionException(
                    "'%s' and '%s' have no order: %s".formatted(left, right, e.getMessage()));
        }
    }

    /**
     * The numbers of both versions that do not fit the library, without leading zeros, in order.
     */
    private static NavigableSet<String> longNumbers(String left, String right) {
        var numbers =
                new TreeSet<String>(
                        Comparator.comparingInt(String::length)
                                .thenComparing(Comparator.naturalOrder()));
        for (var version : new String[] {left, right}) {
            TOO_LONG_FOR_INT
                    .matcher(version)
                    .results()
                    .forEach(number -> numbers.add(number.group(1)));
        }
        return numbers;
    }

    /**
     * Puts a number that fits in the place of each that does not: above every number that was left
     * as it is (those have at most nine digits), and in the same order among themselves.
     */
    private static String withStandIns(String version, NavigableSet<String> numbers) {
        return TOO_LONG_FOR_INT
                .matcher(version)
                .replaceAll(
                        number ->
                                String.valueOf(
                                        FIRST_STAND_IN + numbers.headSet(number.group(1)).size()));
    }

    private static void check(String version) {
        var problem = problem(version);
        if (problem != null) {
            throw new UncomparableVersionException(
                    "'%s' is no Debian version: %s".formatted(version, problem));
        }
    }

    /** What dpkg would refuse; the library takes some of it. Null if there is none. */
    private static @Nullable String problem(String version) {
        if (version.isEmpty() || version.length() > MAX_LENGTH) {
            return "it has %d characters, expected 1 to %d".formatted(version.length(), MAX_LENGTH);
        }
        if (!ALLOWED.matcher(version).matches()) {
            return "it has a character other than letters, digits and . + - : ~";
        }
        int colon = version.indexOf(':');
        if (colon >= 0 && !isEpoch(version.substring(0, colon))) {
            return "its epoch is no number up to " + Integer.MAX_VALUE;
        }
        var rest = version.substring(colon + 1);
        int dash = rest.lastIndexOf('-');
        if (rest.isEmpty() || dash == 0) {
            return "its upstream part is empty";
        }
        if (dash == rest.length() - 1 || (dash > 0 && rest.indexOf(':', dash) >= 0)) {
            return "its revision is empty or has a colon";
        }
        return null;
    }

    /** dpkg holds epochs in an int. */
    private static boolean isEpoch(String text) {
        return EPOCH.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
    }
}
