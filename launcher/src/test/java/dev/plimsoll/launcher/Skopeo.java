package dev.plimsoll.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The command {@code skopeo}, a registry client that we have not written. */
record Skopeo(String username, String password) {

    static boolean isInstalled() {
        return DebianRegistry.isOnPath("skopeo");
    }

    /** For example from "oci:/folder" to "docker://127.0.0.1:5000/team/web:1.0". */
    void copy(String from, String to) throws IOException, InterruptedException {
        run(
                "copy",
                "--all",
                "--src-tls-verify=false",
                "--src-creds",
                username + ":" + password,
                "--dest-tls-verify=false",
                "--dest-creds",
                username + ":" + password,
                from,
                to);
    }

    void delete(String image) throws IOException, InterruptedException {
        run("delete", "--tls-verify=false", "--creds", username + ":" + password, image);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("skopeo %s failed: %s".formatted(arguments[0], output));
        }
    }
}
