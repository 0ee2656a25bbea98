package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.TarEntry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which paths are those of shells and package managers, and which were left over by a build. */
final class TracePaths {

    private static final Set<String> PROGRAM_DIRECTORIES =
            Set.of(
                    "bin",
                    "sbin",
                    "usr/bin",
                    "usr/sbin",
                    "usr/local/bin",
                    "usr/local/sbin",
                    "busybox",
                    "opt/conda/bin",
                    "opt/venv/bin",
                    "venv/bin",
                    "app/.venv/bin",
                    "app/venv/bin");

    private static final Set<String> TOOLS =
            Set.of(
                    // Shells.
                    "sh",
                    "bash",
                    "dash",
                    "ash",
                    "busybox",
                    "toybox",
                    "ksh",
                    "mksh",
                    "zsh",
                    "csh",
                    "tcsh",
                    "fish",
                    "pwsh",
                    // Package managers.
                    "apt",
                    "apt-get",
                    "dpkg",
                    "apk",
                    "rpm",
                    "dnf",
                    "dnf5",
                    "microdnf",
                    "tdnf",
                    "yum",
                    "zypper",
                    "pacman",
                    "opkg",
                    "emerge",
                    "nix-env",
                    "pip",
                    "pip3",
                    "uv",
                    "pipenv",
                    "poetry",
                    "conda",
                    "mamba",
                    "npm",
                    "yarn",
                    "pnpm",
                    "gem",
                    "bundle",
                    "composer",
                    "cargo",
                    "mvn",
                    "gradle");

    /** Where the files of installed packages lie: what is there comes from elsewhere. */
    private static final List<String> INSTALLED =
            List.of(
                    "usr/lib/",
                    "usr/lib32/",
                    "usr/lib64/",
                    "usr/libexec/",
                    "usr/share/",
                    "usr/include/",
                    "usr/local/lib/",
                    "usr/local/lib64/",
                    "usr/local/share/",
                    "usr/local/include/",
                    "usr/local/go/",
                    "usr/local/bundle/",
                    "usr/local/rustup/",
                    "usr/local/cargo/",
                    "usr/src/linux",
                    "usr/src/kernels/",
                    "lib/",
                    "lib64/",
                    "var/lib/",
                    "var/cache/",
                    "opt/conda/",
                    "opt/venv/lib/",
                    "go/pkg/mod/",
                    "proc/",
                    "sys/",
                    "dev/",
                    "run/",
                    "boot/");

    /** The same, wherever the application lies. */
    private static final Set<String> DEPENDENCIES =
            Set.of(
                    "site-packages",
                    "dist-packages",
                    "node_modules",
                    "bower_components",
                    "vendor",
                    "gems",
                    ".cargo",
                    ".rustup",
                    ".m2",
                    ".gradle",
                    ".cache",
                    ".nvm",
                    ".oh-my-zsh");

    private static final Set<String> REPOSITORIES = Set.of(".git", ".svn", ".hg");

    private static final Set<String> LEFTOVERS =
            Set.of(
                    ".dockerignore",
                    "Dockerfile",
                    "Containerfile",
                    "docker-compose.yml",
                    "docker-compose.yaml",
                    "docker-compose.override.yml",
                    "compose.yml",
                    "compose.yaml",
                    ".env",
                    ".npmrc",
                    ".pypirc",
                    ".netrc",
                    ".git-credentials",
                    ".htpasswd",
                    ".vault-token",
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519",
                    "terraform.tfstate");

    /** Settings of one environment; those of an example are meant to be there. */
    private static final Set<String> EXAMPLES =
            Set.of("example", "sample", "template", "dist", "defaults", "schema");

    private TracePaths() {}

    /** Whether a program at this path is a shell or a package manager. */
    static boolean isTool(String path, String name) {
        return TOOLS.contains(name)
                && path.length() > name.length()
                && PROGRAM_DIRECTORIES.contains(
                        path.substring(0, path.length() - name.length() - 1));
    }

    /**
     * The file or directory that a {@code .dockerignore} file would have kept out.
     *
     * @param name the last part of the path
     * @return null if there is nothing to say against it
     */
    static @Nullable String leftover(String path, String name, boolean directory) {
        var leftover =
                directory
                        ? (isRepository(name) ? path : null)
                        : switch (name) {
                            // The directory may have no entry of its own.
                            case "HEAD" ->
                                    path.endsWith("/.git/HEAD") ? TarEntry.parent(path) : null;
                            case "credentials" -> path.endsWith("/.aws/credentials") ? path : null;
                            case "config.json" ->
                                    path.endsWith("/.docker/config.json") ? path : null;
                            case "config" -> path.endsWith("/.kube/config") ? path : null;
                            default ->
                                    LEFTOVERS.contains(name) || isEnvironment(name) ? path : null;
                        };
        return leftover != null && isOwn(leftover) ? leftover : null;
    }

    /** A directory of a version control system. */
    static boolean isRepository(String name) {
        return REPOSITORIES.contains(name);
    }

    private static boolean isEnvironment(String name) {
        return name.startsWith(".env.")
                && !EXAMPLES.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** Whether a path is the application's own. */
    private static boolean isOwn(String path) {
        for (var directory : INSTALLED) {
            if (path.startsWith(directory)) {
                return false;
            }
        }
        for (var segment : path.split("/")) {
            if (DEPENDENCIES.contains(segment)) {
                return false;
            }
        }
        return true;
    }
}
