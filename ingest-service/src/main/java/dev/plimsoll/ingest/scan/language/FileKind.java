package dev.plimsoll.ingest.scan.language;

import java.util.Set;

/** What a file's name makes us expect of it. */
enum FileKind {
    JAVA_ARCHIVE,
    PYTHON_ARCHIVE,
    PYTHON_METADATA,
    NPM_PACKAGE,
    NPM_LOCK,
    YARN_LOCK,
    PNPM_LOCK,
    PROGRAM,
    NONE;

    private static final Set<String> JAVA =
            Set.of("jar", "war", "ear", "par", "sar", "hpi", "jpi", "kar");

    private static final String MODULES = "node_modules/";

    /** Also of an archive's entry. */
    static FileKind of(String path) {
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        if (path.startsWith("._", slash + 1)) {
            return NONE; // what macOS keeps beside a file
        }
        return switch (dot > slash ? path.substring(dot + 1) : "") {
            case "json" -> json(path, slash);
            case "lock" -> lock(path, slash, "yarn.lock", YARN_LOCK);
            case "yaml" -> lock(path, slash, "pnpm-lock.yaml", PNPM_LOCK);
            case "whl", "egg" -> PYTHON_ARCHIVE;
            case "egg-info" -> PYTHON_METADATA;
            case "" -> isPythonMetadata(path) ? PYTHON_METADATA : NONE;
            case "so", "node" -> PROGRAM;
            case String suffix when JAVA.contains(suffix) -> JAVA_ARCHIVE;
            default -> NONE;
        };
    }

    private static boolean isPythonMetadata(String path) {
        return path.endsWith(".dist-info/METADATA")
                || path.endsWith(".egg-info/PKG-INFO")
                || path.endsWith("/EGG-INFO/PKG-INFO")
                || path.equals("EGG-INFO/PKG-INFO");
    }

    private static FileKind json(String path, int slash) {
        return switch (path.substring(slash + 1)) {
            case "package.json" -> isInstalled(path, slash) ? NPM_PACKAGE : NONE;
            case "package-lock.json", "npm-shrinkwrap.json" ->
                    isInside(path, MODULES) ? NONE : NPM_LOCK;
            default -> NONE;
        };
    }

    /** A lock file that came with a package is that package's own business, not what is there. */
    private static FileKind lock(String path, int slash, String name, FileKind kind) {
        return path.startsWith(name, slash + 1)
                        && path.length() == slash + 1 + name.length()
                        && !isInside(path, MODULES)
                ? kind
                : NONE;
    }

    private static boolean isInside(String path, String folder) {
        return path.startsWith(folder) || path.contains("/" + folder);
    }

    /** {@code …/node_modules/name/package.json} or {@code …/node_modules/@scope/name/…}. */
    private static boolean isInstalled(String path, int slash) {
        int modules = path.lastIndexOf(MODULES, slash);
        if (modules < 0 || (modules > 0 && path.charAt(modules - 1) != '/')) {
            return false;
        }
        int from = modules + MODULES.length();
        int deeper = path.indexOf('/', from);
        return deeper == slash
                || (path.startsWith("@", from) && path.indexOf('/', deeper + 1) == slash);
    }
}
