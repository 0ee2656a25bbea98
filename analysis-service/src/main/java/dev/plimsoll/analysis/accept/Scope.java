package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.VexStated;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The findings a rule or a statement speaks of, with its patterns read. Every condition must hold;
 * within one, any of its words. Asking allocates nothing.
 */
final class Scope {

    private static final int ANY = -1;

    private final ImageGlob[] images;
    private final String[] vulnerabilities;
    private final Set<String> packages;
    private final Purls components;

    /** A bit for each value of the closed set. */
    private final int severities;

    private final int layers;
    private final int roles;
    private final int fixStates;
    private final @Nullable Boolean kev;

    private Scope(
            List<String> images,
            List<String> vulnerabilities,
            List<String> packages,
            Purls components,
            int severities,
            int layers,
            int roles,
            int fixStates,
            @Nullable Boolean kev) {
        this.images = images.stream().map(ImageGlob::parse).toArray(ImageGlob[]::new);
        this.vulnerabilities = vulnerabilities.toArray(String[]::new);
        this.packages = Set.copyOf(packages);
        this.components = components;
        this.severities = severities;
        this.layers = layers;
        this.roles = roles;
        this.fixStates = fixStates;
        this.kev = kev;
    }

    /**
     * @throws IllegalArgumentException if an image pattern is malformed or the scope is empty
     */
    static Scope of(RuleScope scope) {
        if (scope.equals(RuleEntry.emptyScope())) {
            throw new IllegalArgumentException(
                    "the rule names nothing, so it would match everything");
        }
        return new Scope(
                scope.getImages(),
                scope.getVulnerabilities(),
                scope.getPackages(),
                Purls.of(List.of()),
                bits(scope.getSeverities(), Severity.values()),
                bits(scope.getLayers(), LayerOrigin.values()),
                bits(scope.getRoles(), Role.values()),
                bits(scope.getFixStates(), FixState.values()),
                scope.getKev());
    }

    /**
     * @throws IllegalArgumentException if an image pattern or a purl is malformed, or if it names
     *     no vulnerability or no image
     */
    static Scope of(VexStated statement) {
        if (statement.getVulnerabilities().isEmpty() || statement.getImages().isEmpty()) {
            throw new IllegalArgumentException("the statement names no vulnerability or no image");
        }
        return new Scope(
                statement.getImages(),
                statement.getVulnerabilities(),
                List.of(),
                Purls.of(statement.getComponents()),
                ANY,
                ANY,
                ANY,
                ANY,
                null);
    }

    boolean includes(Finding finding) {
        return includesInItsImages(finding) && includesImage(finding.getImage());
    }

    boolean includesImage(ImageRef image) {
        if (images.length == 0) {
            return true;
        }
        for (var glob : images) {
            if (glob.matches(image)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it includes a finding of an image that it includes. */
    boolean includesInItsImages(Finding finding) {
        return has(severities, finding.getSeverity())
                && has(fixStates, finding.getFixState())
                && has(layers, finding.getLayer())
                && has(roles, finding.getRole())
                && (kev == null || kev.equals(finding.getKev()))
                && (packages.isEmpty() || isPackage(finding))
                && (vulnerabilities.length == 0 || isVulnerability(finding))
                && components.include(finding);
    }

    ImageGlob[] images() {
        return images;
    }

    String[] vulnerabilities() {
        return vulnerabilities;
    }

    Set<String> packages() {
        return packages;
    }

    /** Words of a later release match nothing here; without words, everything matches. */
    private static int bits(List<String> words, Enum<?>[] values) {
        if (words.isEmpty()) {
            return ANY;
        }
        int bits = 0;
        for (var value : values) {
            if (words.contains(Words.word(value))) {
                bits |= 1 << value.ordinal();
            }
        }
        return bits;
    }

    private static boolean has(int bits, Enum<?> value) {
        return (bits & 1 << value.ordinal()) != 0;
    }

    private boolean isPackage(Finding finding) {
        if (packages.contains(finding.getPackage$())) {
            return true;
        }
        var installed = finding.getPackages();
        for (int i = 0; i < installed.size(); i++) {
            if (packages.contains(installed.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isVulnerability(Finding finding) {
        var aliases = finding.getAliases();
        for (var id : vulnerabilities) {
            if (id.equalsIgnoreCase(finding.getVulnerability())) {
                return true;
            }
            for (int i = 0; i < aliases.size(); i++) {
                if (id.equalsIgnoreCase(aliases.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
