package dev.plimsoll.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

/** Passwords and tokens, made once and kept in a file that only its owner reads. */
record Secrets(
        String pages,
        String registry,
        String registryEvents,
        String scans,
        String webhook,
        Path file) {

    static final String PAGES_USER = "reader";
    static final String REGISTRY_USER = "plimsoll";

    private static final SecureRandom RANDOM = new SecureRandom();

    static Secrets in(Path directory) throws IOException {
        var file = directory.resolve("credentials");
        var kept = new Properties();
        if (Files.exists(file)) {
            kept.load(new StringReader(Files.readString(file)));
        }
        kept.putIfAbsent("pages.username", PAGES_USER);
        kept.putIfAbsent("registry.username", REGISTRY_USER);
        make(kept, "pages.password", Secrets::readable);
        make(kept, "registry.password", Secrets::readable);
        make(kept, "registry-events.token", Secrets::token);
        make(kept, "scans.token", Secrets::token);
        make(
                kept,
                "webhook.secret",
                () -> "whsec_" + Base64.getEncoder().encodeToString(bytes(32)));
        var text = new StringWriter();
        kept.store(text, "Made by ./quickstart for this machine only.");
        PrivateFile.write(file, text.toString());
        return new Secrets(
                kept.getProperty("pages.password"),
                kept.getProperty("registry.password"),
                kept.getProperty("registry-events.token"),
                kept.getProperty("scans.token"),
                kept.getProperty("webhook.secret"),
                file);
    }

    private static void make(Properties kept, String name, Supplier<String> maker) {
        kept.computeIfAbsent(name, _ -> maker.get());
    }

    private static String token() {
        return HexFormat.of().formatHex(bytes(24));
    }

    /** Typed by people: without letters that look alike. */
    private static String readable() {
        var letters = List.of("abcdefghkmnpqrstuvwxyz23456789".split(""));
        var text = new StringBuilder();
        for (var i = 0; i < 16; i++) {
            text.append(letters.get(RANDOM.nextInt(letters.size())));
        }
        return text.toString();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
