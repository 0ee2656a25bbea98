package dev.plimsoll.analysis.match;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A kind of packages: how they are named, ordered and spoken of in advisories. */
enum Family {
    DEBIAN("deb", VersionOrder.DPKG, Naming.SOURCE, "Debian:", "debian"),
    UBUNTU("deb", VersionOrder.DPKG, Naming.SOURCE, "Ubuntu:", "ubuntu"),
    ALPINE("apk", VersionOrder.APK, Naming.SOURCE, "Alpine:", "alpine"),
    ALMALINUX("rpm", VersionOrder.RPM, Naming.BINARY, "AlmaLinux:", "almalinux"),
    ROCKY("rpm", VersionOrder.RPM, Naming.SOURCE, "Rocky Linux:", "rocky"),
    RED_HAT("rpm", VersionOrder.RPM, Naming.BINARY, "Red Hat:", "redhat"),
    PYPI("pypi", VersionOrder.PYTHON, Naming.LANGUAGE, "PyPI", ""),
    NPM("npm", VersionOrder.SEMVER, Naming.LANGUAGE, "npm", ""),
    MAVEN("maven", VersionOrder.MAVEN, Naming.LANGUAGE, "Maven", ""),
    GO("golang", VersionOrder.GO, Naming.LANGUAGE, "Go", ""),
    CRATES("cargo", VersionOrder.SEMVER, Naming.LANGUAGE, "crates.io", "");

    private static final Set<String> OS_TYPES = Set.of("deb", "apk", "rpm");

    /** What the advisories of a family name. */
    enum Naming {
        /** The source package, from which many packages are built (D9, A2). */
        SOURCE,
        /** Each installed package. */
        BINARY,
        /** The package of a language's registry. */
        LANGUAGE
    }

    private final String componentType;
    private final VersionOrder order;
    private final Naming naming;
    private final String ecosystem;
    private final String ratingSource;

    Family(
            String componentType,
            VersionOrder order,
            Naming naming,
            String ecosystem,
            String ratingSource) {
        this.componentType = componentType;
        this.order = order;
        this.naming = naming;
        this.ecosystem = ecosystem;
        this.ratingSource = ratingSource;
    }

    /** The family of a language's packages; empty for other types. */
    static Optional<Family> ofLanguage(String componentType) {
        return Arrays.stream(values())
                .filter(family -> family.naming == Naming.LANGUAGE)
                .filter(family -> family.componentType.equals(componentType))
                .findFirst();
    }

    static boolean isOsType(String componentType) {
        return OS_TYPES.contains(componentType);
    }

    boolean isLanguage() {
        return naming == Naming.LANGUAGE;
    }

    /** The purl type of its packages. */
    String componentType() {
        return componentType;
    }

    VersionOrder order() {
        return order;
    }

    Naming naming() {
        return naming;
    }

    /** The ecosystem of a language; of a distribution what its ecosystems start with. */
    String ecosystem() {
        return ecosystem;
    }

    /** Whether {@code name} is an ecosystem of the family, of whatever release. */
    boolean hasEcosystem(String name) {
        return isLanguage() ? name.equals(ecosystem) : name.startsWith(ecosystem);
    }

    /** Who rates for the distribution; empty for languages, which have nobody. */
    String ratingSource() {
        return ratingSource;
    }

    /**
     * Whether the entries of one record for one package are builds of the same fix, any of which is
     * enough: the rebuilds of an rpm, the regular and the extended archive of Ubuntu. Elsewhere a
     * second one means that the first was not enough (A6, D27).
     */
    boolean hasAlternativeFixes() {
        return order == VersionOrder.RPM || this == UBUNTU;
    }

    /** The rule by which versions are compared, and what is compared, as evidence begins. */
    String comparison() {
        return switch (this) {
            case DEBIAN, UBUNTU, ALPINE -> "D15: source version ";
            case ALMALINUX, ROCKY, RED_HAT -> "R1: version ";
            case PYPI, NPM, MAVEN, GO, CRATES -> "D12: version ";
        };
    }
}
