package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.system.PackageDatabase;
import dev.plimsoll.ingest.scan.system.OsRelease;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import dev.plimsoll.ingest.scan.system.DpkgDatabase;
import dev.plimsoll.ingest.scan.system.ApkDatabase;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts layers on top of each other and reads what the result has installed. Which layer brought a
 * package in is told by the first layer whose package database lists that version.
 */
final class ImageContents {

    private static final String DPKG_STATUS = "var/lib/dpkg/status";
    private static final String DPKG_STATUS_D = "var/lib/dpkg/status.d";
    private static final List<String> APK =
            List.of("lib/apk/db/installed", "usr/lib/apk/db/installed");
    private static final String ETC_OS_RELEASE = "etc/os-release";
    private static final String USR_OS_RELEASE = "usr/lib/os-release";
    private static final String DEBIAN_VERSION = "etc/debian_version";

    private static final List<String> RPM =
            List.of(
                    "var/lib/rpm/Packages",
                    "var/lib/rpm/Packages.db",
                    "var/lib/rpm/rpmdb.sqlite",
                    "usr/lib/sysimage/rpm/Packages",
                    "usr/lib/sysimage/rpm/Packages.db",
                    "usr/lib/sysimage/rpm/rpmdb.sqlite",
                    "var/lib/rpmmanifest/container-manifest-2");

    /** What every layer is asked for. */
    static final Wanted WANTED =
            Wanted.of(
                    List.of(
                            DPKG_STATUS,
                            APK.get(0),
                            APK.get(1),
                            ETC_OS_RELEASE,
                            USR_OS_RELEASE,
                            DEBIAN_VERSION),
                    RPM,
                    List.of(DPKG_STATUS_D));

    private final ImageTree tree;
    private final Set<String> unreadFiles = new LinkedHashSet<>();
    private final Set<String> unreadDirectories = new LinkedHashSet<>();
    private final Map<Installed, Integer> firstLayer = new HashMap<>();
    private final Map<String, Node.File> files = new LinkedHashMap<>();
    private final Map<String, PackageDatabase> databases = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long entries;

    /** A version of a package, which a layer lists for the first time. */
    private record Installed(InstalledPackage.Key key, String version) {}

    /**
     * @param components at least one
     */
    record Installation(Distribution distribution, List<Component> components, List<Gap> gaps) {}

    private ImageContents(Wanted wanted) {
        this.tree = new ImageTree(wanted);
    }

    /**
     * @param layers lowest first, as read with {@code wanted}
     */
    static ImageContents of(List<LayerContents> layers, Wanted wanted) {
        var contents = new ImageContents(wanted);
        for (int index = 0; index < layers.size(); index++) {
            contents.apply(layers.get(index), index);
        }
        contents.readStatusD();
        contents.find(ETC_OS_RELEASE);
        contents.find(USR_OS_RELEASE);
        contents.find(DEBIAN_VERSION);
        return contents;
    }

    /** Files that links lead to and no layer was asked for: the layers have to be read again. */
    Collection<String> unreadFiles() {
        return List.copyOf(unreadFiles);
    }

    Collection<String> unreadDirectories() {
        return List.copyOf(unreadDirectories);
    }

    /**
     * @throws ImageRefusedException if nothing can be said of what is installed
     */
    Installation installation() {
        for (var path : tree.dangling()) {
            gaps.add(new Gap(Reason.DANGLING_LINK.name(), "%s links to nothing".formatted(path)));
        }
        var packages = new LinkedHashMap<InstalledPackage.Key, InstalledPackage>();
        for (var database : databases.values()) {
            gaps.addAll(database.gaps());
            for (var installed : database.packages()) {
                packages.put(installed.key(), installed);
            }
        }
        boolean hasRpm = RPM.stream().anyMatch(path -> find(path) != null);
        if (packages.isEmpty()) {
            throw nothingFound(hasRpm);
        }
        if (hasRpm) {
            gaps.add(
                    new Gap(
                            Reason.PKGDB_UNSUPPORTED.name(),
                            "an rpm database beside the one that was read"));
        }
        var distribution = distribution();
        var components =
                packages.values().stream()
                        .map(installed -> installed.component(distribution, layer(installed)))
                        .toList();
        return new Installation(distribution, components, List.copyOf(gaps));
    }

    private void apply(LayerContents layer, int index) {
        entries += layer.entries();
        for (var path : layer.duplicates()) {
            gaps.add(
                    new Gap(
                            Reason.DUPLICATE_ENTRY.name(),
                            "layer %d has %s more than once, the last counts"
                                    .formatted(index, path)));
        }
        tree.apply(layer);
        readDatabase(DPKG_STATUS, index);
        for (var path : APK) {
            readDatabase(path, index);
        }
    }

    /** Parses a database when it has changed with the layer. */
    private void readDatabase(String path, int layer) {
        switch (tree.resolve(path)) {
            case Resolution.Found(var real, var file) -> {
                if (files.put(path, file) == file) {
                    return;
                }
                var database =
                        path.equals(DPKG_STATUS)
                                ? DpkgDatabase.readStatus(real, file.content())
                                : ApkDatabase.read(real, file.content());
                databases.put(path, database);
                for (var installed : database.packages()) {
                    firstLayer.putIfAbsent(
                            new Installed(installed.key(), installed.version()), layer);
                }
            }
            case Resolution.Unread(var real) -> unreadFiles.add(real);
            case Resolution.Absent _, Resolution.Circular _ -> {
                files.remove(path);
                databases.remove(path);
            }
        }
    }

    private void readStatusD() {
        switch (tree.resolveDirectory(DPKG_STATUS_D)) {
            case Resolution.Absent(var real) -> {
                for (var path : tree.children(real)) {
                    var file = path.endsWith(".md5sums") ? null : find(path);
                    if (file != null) {
                        var database = DpkgDatabase.readStatusD(path, file.content());
                        databases.put(path, database);
                        for (var installed : database.packages()) {
                            firstLayer.put(
                                    new Installed(installed.key(), installed.version()),
                                    file.layer());
                        }
                    }
                }
            }
            case Resolution.Unread(var real) -> unreadDirectories.add(real);
            case Resolution.Found _, Resolution.Circular _ -> {
                // A file or a circle in its place: there is no such database.
            }
        }
    }

    private Node.@Nullable File find(String path) {
        return switch (tree.resolve(path)) {
            case Resolution.Found(_, var file) -> file;
            case Resolution.Unread(var real) -> {
                unreadFiles.add(real);
                yield null;
            }
            case Resolution.Absent _, Resolution.Circular _ -> null;
        };
    }

    private int layer(InstalledPackage installed) {
        return firstLayer.getOrDefault(new Installed(installed.key(), installed.version()), -1);
    }

    /** D5, D6: ID and VERSION_ID as written; two files that disagree are believed neither. */
    private Distribution distribution() {
        var etc = osRelease(ETC_OS_RELEASE);
        var usr = osRelease(USR_OS_RELEASE);
        var debianVersion = find(DEBIAN_VERSION);
        if (etc.isPresent()
                && usr.isPresent()
                && !(etc.get().getId().equals(usr.get().getId())
                        && Objects.equals(etc.get().getVersionId(), usr.get().getVersionId()))) {
            throw new ImageRefusedException(
                    Reason.DISTRO_UNKNOWN,
                    "etc/os-release says %s %s, usr/lib/os-release says %s %s"
                            .formatted(
                                    etc.get().getId(),
                                    etc.get().getVersionId(),
                                    usr.get().getId(),
                                    usr.get().getVersionId()));
        }
        var found =
                etc.or(() -> usr)
                        .or(
                                () ->
                                        debianVersion == null
                                                ? Optional.empty()
                                                : OsRelease.parseDebianVersion(
                                                        debianVersion.content()))
                        .orElseThrow(
                                () ->
                                        new ImageRefusedException(
                                                Reason.DISTRO_UNKNOWN,
                                                "there are packages, but neither os-release nor debian_version says of which distribution"));
        if (found.getId().equals("debian")
                && found.getVersionId() == null
                && found.getCodename() == null
                && debianVersion != null) {
            return OsRelease.parseDebianVersion(debianVersion.content())
                    .map(
                            release ->
                                    new Distribution(
                                            found.getId(),
                                            release.getVersionId(),
                                            release.getCodename(),
                                            found.getName()))
                    .orElse(found);
        }
        return found;
    }

    private Optional<Distribution> osRelease(String path) {
        var file = find(path);
        return file == null ? Optional.empty() : OsRelease.parse(file.content());
    }

    private ImageRefusedException nothingFound(boolean hasRpm) {
        if (gaps.stream().anyMatch(gap -> gap.getReason().equals(Reason.CORRUPT_STANZA.name()))) {
            return new ImageRefusedException(
                    Reason.PKGDB_CORRUPT,
                    "no package can be read: " + gaps.getFirst().getMessage());
        }
        if (hasRpm) {
            return new ImageRefusedException(
                    Reason.PKGDB_UNSUPPORTED, "rpm databases cannot be read yet");
        }
        if (!databases.isEmpty()) {
            return new ImageRefusedException(
                    Reason.PKGDB_EMPTY,
                    "%s lists no installed package".formatted(databases.keySet()));
        }
        if (entries == 0) {
            return new ImageRefusedException(Reason.EMPTY_IMAGE, "the image has no files");
        }
        return new ImageRefusedException(
                Reason.PKGDB_MISSING,
                "none of its %d files is a package database of dpkg, apk or rpm"
                        .formatted(entries));
    }
}
