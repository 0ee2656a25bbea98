package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Where an image says its packages come from. */
public final class Repositories {

    private static final int MAX_NAMES = 1_000;

    /** The end of {@code https://dl-cdn.alpinelinux.org/alpine/v3.19/main}, on any mirror. */
    private static final Pattern ALPINE =
            Pattern.compile("/(v[0-9]{1,3}\\.[0-9]{1,3}|edge)/(?:main|community|testing)/?");

    private static final Pattern CONTENT_SET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private Repositories() {}

    /**
     * The Alpine releases in {@code etc/apk/repositories}, such as {@code v3.19} and {@code edge}
     * (A3). Repositories of others name no release of Alpine's and are left out.
     */
    public static List<String> alpineReleases(byte[] content) {
        var releases = new TreeSet<String>();
        var lines = new Lines(new ByteArrayInputStream(content));
        try {
            while (releases.size() < MAX_NAMES && lines.advance()) {
                var line = lines.text(0, 4_096);
                var matcher = ALPINE.matcher(line);
                if (!line.startsWith("#") && matcher.find() && matcher.end() == line.length()) {
                    releases.add(matcher.group(1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory throw no such thing", e);
        }
        return List.copyOf(releases);
    }

    /**
     * Red Hat's {@code root/buildinfo/content_manifests/*.json} and {@code
     * usr/share/buildinfo/content-sets.json} (R4).
     *
     * @throws ImageRefusedException CONTENT_SETS_INVALID
     */
    public static List<String> contentSets(byte[] content) {
        var sets =
                UntrustedJson.object(content, Reason.CONTENT_SETS_INVALID, "it")
                        .get("content_sets");
        var names = new TreeSet<String>();
        if (sets != null && sets.isArray()) {
            for (var set : sets) {
                if (names.size() < MAX_NAMES
                        && set.isString()
                        && CONTENT_SET.matcher(set.stringValue()).matches()) {
                    names.add(set.stringValue());
                }
            }
        }
        return List.copyOf(names);
    }
}
