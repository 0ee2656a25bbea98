package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.RemovedComponent;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an image has installed, or why that cannot be said.
 *
 * @param distribution with an empty ID if the image names none and has no packages of one
 * @param components at least one
 */
record Installation(
        Distribution distribution,
        List<Component> components,
        List<RemovedComponent> removed,
        List<String> repositories,
        List<Gap> gaps) {

    /** An image of programs and libraries alone belongs to no distribution. */
    private static final Distribution NONE = new Distribution("", null, null, null);

    Installation {
        components = List.copyOf(components);
        removed = List.copyOf(removed);
        repositories = List.copyOf(repositories);
        gaps = List.copyOf(gaps);
    }

    /**
     * @throws ImageRefusedException if nothing can be said of what is installed
     */
    static Installation of(ImageContents contents) {
        var gaps = new ArrayList<>(contents.gaps());
        var found = contents.languages().found();
        var installed = contents.system().installed();
        if (installed.isEmpty() && found.isEmpty()) {
            throw nothingFound(contents);
        }
        var distribution =
                distribution(
                        contents.distributionFiles(), installed.isEmpty(), !found.isEmpty(), gaps);
        if (installed.isEmpty()) {
            gaps.addAll(withoutDatabase(contents, distribution));
        }
        var owners = owners(contents);
        contents.languages()
                .fileGaps()
                .forEach(
                        (path, gapsOfFile) -> {
                            // Its package is matched instead, so nothing is missed (D31).
                            if (!owners.containsKey(path)) {
                                gaps.addAll(gapsOfFile);
                            }
                        });
        var components = new ArrayList<Component>(installed.size() + found.size());
        for (var each : installed) {
            components.add(each.component(distribution, contents.system().layer(each)));
        }
        components.addAll(languageComponents(found, owners, distribution));
        return new Installation(
                distribution,
                components,
                removed(contents, components, distribution),
                contents.repositories(),
                gaps);
    }

    /** The installed packages that own files which name language packages, by path. */
    private static Map<String, InstalledPackage> owners(ImageContents contents) {
        var paths = new HashSet<>(contents.languages().fileGaps().keySet());
        contents.languages().found().forEach(each -> paths.add(each.file()));
        var owners =
                new HashMap<>(
                        new Owners(
                                        contents.system().installed(),
                                        contents.owned(),
                                        contents.diversions())
                                .of(paths));
        // What a later layer put there did not come with the package, whatever its list says.
        owners.entrySet()
                .removeIf(
                        owned ->
                                contents.languages().layer(owned.getKey())
                                        > contents.system().layer(owned.getValue()));
        return owners;
    }

    private static List<Component> languageComponents(
            List<LanguagePackages.Found> found,
            Map<String, InstalledPackage> owners,
            Distribution distribution) {
        var purls = new IdentityHashMap<InstalledPackage, String>();
        return found.stream()
                .map(
                        each -> {
                            var owner = owners.get(each.file());
                            return component(
                                    each,
                                    owner == null
                                            ? null
                                            : purls.computeIfAbsent(
                                                    owner, owned -> owned.purl(distribution)));
                        })
                .distinct()
                .toList();
    }

    private static Component component(LanguagePackages.Found each, @Nullable String coveredBy) {
        var found = each.found();
        return new Component(
                found.purl(),
                found.type().purl(),
                found.name(),
                found.version(),
                found.name(),
                found.version(),
                null,
                each.layer(),
                shown(each.path()),
                null,
                null,
                false,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                coveredBy);
    }

    /** Paths of an image are bytes; what cannot be shown of them is replaced. */
    static String shown(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }

    private static List<RemovedComponent> removed(
            ImageContents contents, List<Component> components, Distribution distribution) {
        var removed = new LinkedHashMap<String, RemovedComponent>();
        for (var gone : contents.system().gone()) {
            var purl = gone.installed().purl(distribution);
            removed.put(purl, new RemovedComponent(purl, gone.layer(), gone.removedIn()));
        }
        contents.languages()
                .gone()
                .forEach(
                        (purl, gone) ->
                                removed.put(
                                        purl,
                                        new RemovedComponent(
                                                purl, gone.layer(), gone.removedIn())));
        for (var component : components) {
            removed.remove(component.getPurl());
        }
        return List.copyOf(removed.values());
    }

    /** An image that has something else may still hide an operating system (row 23). */
    private static List<Gap> withoutDatabase(ImageContents contents, Distribution distribution) {
        if (contents.system().isDamaged()) {
            return List.of();
        }
        if (!contents.system().databases().isEmpty()) {
            return List.of(
                    new Gap(
                            Reason.PKGDB_EMPTY.name(),
                            "%s lists no installed package"
                                    .formatted(contents.system().databases().keySet())));
        }
        if (!distribution.getId().isEmpty()) {
            return List.of(
                    new Gap(
                            Reason.PKGDB_MISSING.name(),
                            "it is %s, but there is no package database of dpkg, apk or rpm"
                                    .formatted(distribution.getId())));
        }
        if (contents.languages().hasUnexplainedPrograms()) {
            return List.of(
                    new Gap(
                            Reason.PKGDB_MISSING.name(),
                            "there are programs that nothing explains, and no package database of dpkg, apk or rpm"));
        }
        return List.of();
    }

    /** Row 22: never guessed. What does not depend on the distribution is still worth telling. */
    private static Distribution distribution(
            DistributionFiles files, boolean needless, boolean partly, List<Gap> gaps) {
        return switch (files.answer()) {
            case DistributionFiles.Answer.Named(var distribution) -> distribution;
            case DistributionFiles.Answer.Silent(var why) -> {
                if (!needless) {
                    unknown(why, partly, gaps);
                }
                yield NONE;
            }
            case DistributionFiles.Answer.Contradiction(var why) -> {
                unknown(why, partly, gaps);
                yield NONE;
            }
        };
    }

    private static void unknown(String why, boolean partly, List<Gap> gaps) {
        if (!partly) {
            throw new ImageRefusedException(Reason.DISTRO_UNKNOWN, why);
        }
        gaps.add(new Gap(Reason.DISTRO_UNKNOWN.name(), why));
    }

    private static ImageRefusedException nothingFound(ImageContents contents) {
        var system = contents.system();
        if (system.isDamaged()) {
            var gap = system.gaps().getFirst();
            return new ImageRefusedException(
                    gap.getReason().equals(Reason.LIMIT_PKGDB.name())
                            ? Reason.LIMIT_PKGDB
                            : Reason.PKGDB_CORRUPT,
                    "no package can be read: " + gap.getMessage());
        }
        if (!system.databases().isEmpty()) {
            return new ImageRefusedException(
                    Reason.PKGDB_EMPTY,
                    "%s lists no installed package".formatted(system.databases().keySet()));
        }
        if (contents.entries() == 0) {
            return new ImageRefusedException(Reason.EMPTY_IMAGE, "the image has no files");
        }
        for (var gaps : contents.languages().fileGaps().values()) {
            return new ImageRefusedException(
                    Reason.valueOf(gaps.getFirst().getReason()),
                    "no package can be read: " + gaps.getFirst().getMessage());
        }
        return new ImageRefusedException(
                Reason.PKGDB_MISSING,
                "none of its %d files is a package database of dpkg, apk or rpm, or names packages of a programming language"
                        .formatted(contents.entries()));
    }
}
