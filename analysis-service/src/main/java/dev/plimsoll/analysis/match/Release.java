package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Inventory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The distribution release of an image, as far as advisories are concerned. */
sealed interface Release {

    /** A release with advisories of its own. */
    record Supported(Target target) implements Release {}

    /** Advisories of no ecosystem may be used; {@code message} quotes what the image says. */
    record Unknown(String message) implements Release {}

    Pattern DEBIAN_VERSION = Pattern.compile("([1-9][0-9]?)(\\.[0-9]+)*");
    Pattern ALPINE_VERSION = Pattern.compile("([0-9]{1,3}\\.[0-9]{1,3})(\\.[0-9]+)*");
    Pattern ALPINE_EDGE = Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]+)?_alpha[0-9]*");
    Pattern ALPINE_REPOSITORY = Pattern.compile("edge|v[0-9]{1,3}\\.[0-9]{1,3}");
    Pattern UBUNTU_VERSION = Pattern.compile("([0-9]{2})\\.(04|10)(\\.[0-9]+)?");
    Pattern RPM_VERSION = Pattern.compile("([1-9][0-9]?)(?:\\.([0-9]{1,2}))?(\\.[0-9]+)*");

    /** "rhel-9-for-x86_64-baseos-rpms", "rhel-8-for-aarch64-appstream-eus-rpms". */
    Pattern CONTENT_SET =
            Pattern.compile(
                    "(?:rhel|rhui|ubi|codeready-builder-for-rhel)-([0-9]+)(?:-for)?.*?(baseos|appstream|codeready-builder|crb)?(?:-(eus|e4s|aus|tus))?(?:-rpms)?(?:__.*)?");

    /**
     * Goes by ID alone: ID_LIKE is no proof that a derivative shares the packages of the
     * distribution that it is like (D6, A9).
     */
    static Release of(Inventory inventory) {
        var distribution = inventory.getDistribution();
        var versionId = distribution.getVersionId();
        var repositories = new TreeSet<>(inventory.getRepositories());
        return switch (distribution.getId().toLowerCase(Locale.ROOT)) {
            case "debian" -> debian(versionId, distribution.getCodename());
            case "ubuntu" -> ubuntu(versionId);
            case "alpine" -> alpine(versionId, repositories);
            case "almalinux" -> rpm(Family.ALMALINUX, distribution);
            case "rocky" -> rpm(Family.ROCKY, distribution);
            case "rhel", "centos" -> redHat(distribution, repositories);
            default ->
                    new Unknown(
                            "no advisories are known for distribution '%s'; supported are debian, ubuntu, alpine, almalinux, rocky, rhel and centos"
                                    .formatted(distribution.getId()));
        };
    }

    private static Release debian(@Nullable String versionId, @Nullable String codename) {
        var matcher = DEBIAN_VERSION.matcher(versionId == null ? "" : versionId);
        if (matcher.matches()) {
            return supported(Family.DEBIAN, matcher.group(1));
        }
        var major =
                codename == null
                        ? null
                        : DebianReleases.BY_CODENAME.get(codename.toLowerCase(Locale.ROOT));
        return (versionId == null || versionId.isBlank()) && major != null
                ? supported(Family.DEBIAN, major)
                : new Unknown(
                        "Debian release with VERSION_ID '%s' and VERSION_CODENAME '%s' is not known"
                                .formatted(versionId, codename));
    }

    /**
     * Releases of April in even years are LTS. Packages that get their fixes from the extended
     * archive are listed there only, installed or not: it is always asked, too (U2).
     */
    private static Release ubuntu(@Nullable String versionId) {
        var matcher = UBUNTU_VERSION.matcher(versionId == null ? "" : versionId);
        if (!matcher.matches()) {
            return unknown("Ubuntu", versionId);
        }
        var version = matcher.group(1) + "." + matcher.group(2);
        boolean longTerm =
                matcher.group(2).equals("04") && Integer.parseInt(matcher.group(1)) % 2 == 0;
        if (!longTerm) {
            return supported(Family.UBUNTU, version);
        }
        var regular = "Ubuntu:" + version + ":LTS";
        return new Supported(
                new Target(
                        Family.UBUNTU,
                        regular,
                        List.of(regular, "Ubuntu:Pro:" + version + ":LTS"),
                        List.of()));
    }

    /** Where packages come from tells more than the release file, which comes with one of them. */
    private static Release alpine(@Nullable String versionId, Set<String> repositories) {
        var own = alpineRelease(versionId == null ? "" : versionId);
        var releases =
                repositories.stream()
                        .filter(name -> ALPINE_REPOSITORY.matcher(name).matches())
                        .toList();
        if (own == null && releases.isEmpty()) {
            return unknown("Alpine", versionId);
        }
        if (releases.isEmpty() || (releases.size() == 1 && releases.getFirst().equals(own))) {
            return supported(Family.ALPINE, Objects.requireNonNull(own));
        }
        if (releases.size() == 1) {
            return alpine(
                    releases.getFirst(),
                    "A3: the repositories are of %s, VERSION_ID says '%s': the repositories count"
                            .formatted(releases.getFirst(), versionId));
        }
        var chosen = own != null && releases.contains(own) ? own : releases.getLast();
        return alpine(
                chosen,
                "A3: the repositories are of mixed releases, %s: packages are held against %s"
                        .formatted(String.join(", ", releases), chosen));
    }

    private static Release alpine(String release, String note) {
        var ecosystem = "Alpine:" + release;
        return new Supported(
                new Target(Family.ALPINE, ecosystem, List.of(ecosystem), List.of(note)));
    }

    private static @Nullable String alpineRelease(String versionId) {
        if (ALPINE_EDGE.matcher(versionId).matches()) {
            return "edge";
        }
        var matcher = ALPINE_VERSION.matcher(versionId);
        return matcher.matches() ? "v" + matcher.group(1) : null;
    }

    private static Release rpm(Family family, Distribution distribution) {
        var versionId = distribution.getVersionId();
        var matcher = RPM_VERSION.matcher(versionId == null ? "" : versionId);
        return matcher.matches()
                ? supported(family, matcher.group(1))
                : unknown(distribution.getId(), versionId);
    }

    /**
     * Red Hat's ecosystems are <a href="https://ossf.github.io/osv-schema/#defined-ecosystems">CPE
     * names</a> of products and repositories (R4): those of the content sets of the image, or of
     * the regular repositories where it names none. From release 10 on there is one for each minor
     * release.
     */
    private static Release redHat(Distribution distribution, Set<String> contentSets) {
        var versionId = distribution.getVersionId();
        var matcher = RPM_VERSION.matcher(versionId == null ? "" : versionId);
        if (!matcher.matches()) {
            return unknown(distribution.getId(), versionId);
        }
        var major = matcher.group(1);
        var minor = matcher.group(2);
        var notes = new ArrayList<String>();
        if (distribution.getId().equalsIgnoreCase("centos")) {
            notes.add(
                    "R4: CentOS %s is held against the advisories of Red Hat Enterprise Linux %s"
                            .formatted(versionId, major));
        }
        var consulted = new LinkedHashSet<String>();
        var product = "Red Hat:enterprise_linux:" + major;
        consulted.add(product);
        for (var contentSet : contentSets) {
            var parts = CONTENT_SET.matcher(contentSet);
            if (!parts.matches() || !parts.group(1).equals(major)) {
                continue;
            }
            var stream = parts.group(3);
            var base =
                    stream == null || minor == null
                            ? product
                            : "Red Hat:rhel_%s:%s.%s".formatted(stream, major, minor);
            consulted.add(base + repository(parts.group(2)));
        }
        if (consulted.size() == 1) {
            for (var repository : List.of("baseos", "appstream", "crb", "server")) {
                consulted.add(product + "::" + repository);
            }
        }
        if (Integer.parseInt(major) >= 10) {
            int last = minor == null ? 0 : Integer.parseInt(minor);
            for (int i = 0; i <= last; i++) {
                consulted.add(product + "." + i);
            }
        }
        return new Supported(new Target(Family.RED_HAT, product, List.copyOf(consulted), notes));
    }

    private static String repository(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.equals("codeready-builder") ? "::crb" : "::" + name;
    }

    private static Release supported(Family family, String release) {
        return new Supported(Target.of(family, family.ecosystem() + release));
    }

    private static Release unknown(String distribution, @Nullable String versionId) {
        return new Unknown(
                "%s release with VERSION_ID '%s' is not known".formatted(distribution, versionId));
    }
}
