package dev.plimsoll.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        String decider,
        String webhook,
        Path file) {

    static final String PAGES_USER = "reader";
    static final String REGISTRY_USER = "plimsoll";

    /** The token of the one who may decide, alone in a file for {@code ./plimsoll}. */
    private static final String DECIDER_FILE = "decider-token";

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
        make(kept, "decider.token", Secrets::token);
        make(
                kept,
                "webhook.secret",
                () -> "whsec_" + Base64.getEncoder().encodeToString(bytes(32)));
        var text = new StringWriter();
        kept.store(text, "Made by ./quickstart for this machine only.");
        PrivateFile.write(file, text.toString());
        PrivateFile.write(directory.resolve(DECIDER_FILE), kept.getProperty("decider.token"));
        return new Secrets(
                kept.getProperty("pages.password"),
                kept.getProperty("registry.password"),
                kept.getProperty("registry-events.token"),
                kept.getProperty("scans.token"),
                kept.getProperty("decider.token"),
                kept.getProperty("webhook.secret"),
                file);
    }

    Path deciderFile() {
        return file.resolveSibling(DECIDER_FILE);
    }

    /** SHA-256 of the token, in hexadecimal digits: all that analysis-service needs of it. */
    String deciderDigest() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(decider.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
