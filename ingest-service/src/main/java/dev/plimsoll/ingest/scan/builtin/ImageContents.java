package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.system.Diversions;
import dev.plimsoll.ingest.scan.system.OwnedFiles;
import dev.plimsoll.ingest.scan.system.PackageDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts layers on top of each other and finds what tells of packages in the result. */
final class ImageContents {

    private static final String ETC_OS_RELEASE = "etc/os-release";
    private static final String USR_OS_RELEASE = "usr/lib/os-release";
    private static final String DEBIAN_VERSION = "etc/debian_version";
    private static final String DIVERSIONS = "var/lib/dpkg/diversions";
    private static final String APK_REPOSITORIES = "etc/apk/repositories";
    private static final String CONTENT_SETS = "usr/share/buildinfo/content-sets.json";

    private static final String CONTENT_MANIFESTS = "root/buildinfo/content_manifests";
    private static final String DPKG_INFO = "var/lib/dpkg/info";
    private static final String STATUS_D = "var/lib/dpkg/status.d";
    private static final String CHECKSUMS = ".md5sums";
    private static final String RPM_LOG = "-wal";

    /** D1, A1; in the order in which they are read, so that of one package the last counts. */
    private static final Map<String, FileKind> DATABASES = databasePaths();

    private static final Map<String, FileKind> DIRECTORIES =
            Map.of(
                    STATUS_D, FileKind.DPKG_STATUS_D,
                    DPKG_INFO, FileKind.DPKG_LIST,
                    CONTENT_MANIFESTS, FileKind.CONTENT_SETS);

    /** What every layer is asked for. */
    static final Wanted WANTED = wanted();

    private final ImageTree tree;
    private final Map<String, Wanted.Want> unreadFiles = new TreeMap<>();
    private final Map<String, FileKind> unreadDirectories = new TreeMap<>();
    private final SystemPackages system = new SystemPackages();
    private final LanguagePackages languages = new LanguagePackages();
    private final MergedTraces traces = new MergedTraces();
    private final List<Gap> gaps = new ArrayList<>();
    private long entries;

    private ImageContents(Wanted wanted) {
        this.tree = new ImageTree(wanted);
    }

    /**
     * @param layers lowest first, as read with {@code wanted}
     */
    static ImageContents of(List<LayerContents> layers, Wanted wanted, Deadline deadline) {
        var contents = new ImageContents(wanted);
        for (int index = 0; index < layers.size(); index++) {
            deadline.check();
            contents.apply(layers.get(index), index);
        }
        contents.distributionFiles();
        contents.owned();
        contents.diversions();
        contents.repositories();
        return contents;
    }

    /** Files that links lead to and no layer was asked for: the layers have to be read again. */
    Map<String, Wanted.Want> unreadFiles() {
        return Map.copyOf(unreadFiles);
    }

    Map<String, FileKind> unreadDirectories() {
        return Map.copyOf(unreadDirectories);
    }

    SystemPackages system() {
        return system;
    }

    LanguagePackages languages() {
        return languages;
    }

    MergedTraces traces() {
        return traces;
    }

    long entries() {
        return entries;
    }

    DistributionFiles distributionFiles() {
        return new DistributionFiles(
                text(ETC_OS_RELEASE), text(USR_OS_RELEASE), text(DEBIAN_VERSION));
    }

    /** The files of every package. */
    List<OwnedFiles> owned() {
        var owned = new ArrayList<OwnedFiles>();
        for (var database : system.databases().entrySet()) {
            owned.addAll(database.getValue().owned());
            // The checksums beside a stanza have its file's name, which need not be the package's.
            if (find(database.getKey() + CHECKSUMS)
                    instanceof Node.File(FileContent.Owned(var files), _)) {
                for (var installed : database.getValue().packages()) {
                    owned.add(new OwnedFiles(installed.name(), "", files.paths()));
                }
            }
        }
        for (var path : members(DPKG_INFO)) {
            if (find(path) instanceof Node.File(FileContent.Owned(var files), _)) {
                owned.add(files);
            }
        }
        return owned;
    }

    List<Diversions.Diversion> diversions() {
        return find(DIVERSIONS) instanceof Node.File(FileContent.Diverted(var diversions), _)
                ? diversions.all()
                : List.of();
    }

    /** Where packages come from, by what the image says (A3, R4). */
    List<String> repositories() {
        var names = new TreeSet<String>();
        repositoryFiles().forEach(file -> names.addAll(file.names()));
        return List.copyOf(names);
    }

    /** What could not be read although the rest could. */
    List<Gap> gaps() {
        var all = new ArrayList<>(gaps);
        for (var path : tree.dangling()) {
            all.add(new Gap(Reason.DANGLING_LINK.name(), "%s links to nothing".formatted(path)));
        }
        all.addAll(system.gaps());
        all.addAll(languages.gaps());
        repositoryFiles().stream()
                .map(FileContent.Names::gap)
                .filter(Objects::nonNull)
                .forEach(all::add);
        all.addAll(logs());
        return all;
    }

    private List<FileContent.Names> repositoryFiles() {
        var paths = new ArrayList<>(members(CONTENT_MANIFESTS));
        paths.add(APK_REPOSITORIES);
        paths.add(CONTENT_SETS);
        var files = new ArrayList<FileContent.Names>();
        for (var path : paths) {
            if (find(path) instanceof Node.File(FileContent.Names names, _)) {
                files.add(names);
            }
        }
        return files;
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
        system.apply(databases(), index);
        languages.apply(layer, index);
        traces.apply(layer);
    }

    private Map<String, PackageDatabase> databases() {
        var databases = new LinkedHashMap<String, PackageDatabase>();
        DATABASES.forEach((path, _) -> addDatabase(databases, path));
        for (var path : members(STATUS_D)) {
            addDatabase(databases, path);
        }
        return databases;
    }

    private void addDatabase(Map<String, PackageDatabase> databases, String path) {
        switch (tree.resolve(path)) {
            case Resolution.Found(var real, Node.File(FileContent.Packages(var database), _)) ->
                    databases.put(real, database);
            case Resolution.Unread(var real) -> unread(path, real);
            case Resolution.Found _, Resolution.Absent _, Resolution.Circular _ -> {
                // There is no such database.
            }
        }
    }

    /** A log above its database changes it in a way that only the database would tell. */
    private List<Gap> logs() {
        var found = new ArrayList<Gap>();
        DATABASES.forEach(
                (path, kind) -> {
                    if (kind == FileKind.RPM_SQLITE
                            && find(path) instanceof Node.File(_, int databaseLayer)
                            && find(path + RPM_LOG)
                                    instanceof Node.File(FileContent.Log(boolean empty), int layer)
                            && !empty
                            && layer != databaseLayer) {
                        found.add(
                                new Gap(
                                        Reason.PKGDB_CORRUPT.name(),
                                        "%s%s is of layer %d, its database of layer %d: what it changes is not known"
                                                .formatted(path, RPM_LOG, layer, databaseLayer)));
                    }
                });
        return found;
    }

    /** The files of a directory that is wanted as a whole, by their paths in it. */
    private List<String> members(String directory) {
        return switch (tree.resolveDirectory(directory)) {
            case Resolution.Absent(var real) -> tree.children(real);
            case Resolution.Unread(var real) -> {
                unreadDirectories.put(real, DIRECTORIES.get(directory));
                yield List.of();
            }
            // A file or a circle in its place.
            case Resolution.Found _, Resolution.Circular _ -> List.of();
        };
    }

    private byte @Nullable [] text(String path) {
        return find(path) instanceof Node.File(FileContent.Text(var bytes), _) ? bytes : null;
    }

    private Node.@Nullable File find(String path) {
        return switch (tree.resolve(path)) {
            case Resolution.Found(_, var file) -> file;
            case Resolution.Unread(var real) -> {
                unread(path, real);
                yield null;
            }
            case Resolution.Absent _, Resolution.Circular _ -> null;
        };
    }

    private void unread(String path, String real) {
        var want = tree.want(path);
        if (want != null) {
            unreadFiles.putIfAbsent(real, want);
        }
    }

    private static Map<String, FileKind> databasePaths() {
        var paths = new LinkedHashMap<String, FileKind>();
        paths.put("usr/lib/opkg/status", FileKind.DPKG_STATUS);
        paths.put("var/lib/opkg/status", FileKind.DPKG_STATUS);
        paths.put("var/lib/dpkg/status", FileKind.DPKG_STATUS);
        paths.put("lib/apk/db/installed", FileKind.APK_INSTALLED);
        paths.put("usr/lib/apk/db/installed", FileKind.APK_INSTALLED);
        for (var directory : List.of("var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/")) {
            paths.put(directory + "Packages", FileKind.RPM_BERKELEY);
            paths.put(directory + "Packages.db", FileKind.RPM_NDB);
            paths.put(directory + "rpmdb.sqlite", FileKind.RPM_SQLITE);
        }
        paths.put("var/lib/rpmmanifest/container-manifest-2", FileKind.RPM_MANIFEST);
        return paths;
    }

    private static Wanted wanted() {
        var files = new HashMap<>(DATABASES);
        DATABASES.forEach(
                (path, kind) -> {
                    if (kind == FileKind.RPM_SQLITE) {
                        files.put(path + RPM_LOG, FileKind.RPM_SQLITE_LOG);
                    }
                });
        files.put(ETC_OS_RELEASE, FileKind.OS_RELEASE);
        files.put(USR_OS_RELEASE, FileKind.OS_RELEASE);
        files.put(DEBIAN_VERSION, FileKind.DEBIAN_VERSION);
        files.put(DIVERSIONS, FileKind.DPKG_DIVERSIONS);
        files.put(APK_REPOSITORIES, FileKind.APK_REPOSITORIES);
        files.put(CONTENT_SETS, FileKind.CONTENT_SETS);
        return Wanted.of(files, DIRECTORIES);
    }
}
