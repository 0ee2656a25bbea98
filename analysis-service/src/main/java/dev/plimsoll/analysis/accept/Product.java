package dev.plimsoll.analysis.accept;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a purl in a VEX document names. */
sealed interface Product {

    /**
     * @param glob as rules write it: name, and tag or digest
     */
    record Image(String glob, @Nullable String digest) implements Product {}

    /** A package that lies in images; it names none of them. */
    record Package(String purl) implements Product {}

    /**
     * @param why for whoever wrote it
     */
    record Unclear(String why) implements Product {}

    Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    static Product of(String text) {
        if (text.length() > Fields.LONGEST_WORD) {
            return new Unclear("'%s' is too long".formatted(Words.quoted(text)));
        }
        PackageURL purl;
        try {
            purl = new PackageURL(text);
        } catch (MalformedPackageURLException | IllegalArgumentException e) {
            return new Unclear("'%s' is no purl".formatted(Words.quoted(text)));
        }
        return switch (purl.getType()) {
            case "oci", "docker" -> image(purl, text);
            default -> new Package(text);
        };
    }

    /** Of the two types that purls of images have. */
    private static Product image(PackageURL purl, String text) {
        var qualifiers = Objects.requireNonNullElse(purl.getQualifiers(), Map.<String, String>of());
        var version = purl.getVersion();
        var digest =
                version != null && DIGEST.matcher(version.toLowerCase(Locale.ROOT)).matches()
                        ? version.toLowerCase(Locale.ROOT)
                        : null;
        var name = name(purl, qualifiers.get("repository_url"));
        if (digest != null) {
            return new Image((name == null ? "**" : name) + "@" + digest, digest);
        }
        if (name == null) {
            return new Unclear(
                    "'%s' names neither a repository (repository_url=…) nor a digest"
                            .formatted(Words.quoted(text)));
        }
        if (purl.getType().equals("oci") && version != null) {
            return new Unclear(
                    "'%s' has a version that is no digest (sha256:…)"
                            .formatted(Words.quoted(text)));
        }
        var tag = purl.getType().equals("oci") ? qualifiers.get("tag") : version;
        return new Image(tag == null ? name : name + ":" + tag, null);
    }

    /**
     * {@code repository_url} names the repository; some leave the name out, which stands in the
     * purl already.
     */
    private static @Nullable String name(PackageURL purl, @Nullable String repositoryUrl) {
        var path =
                purl.getNamespace() == null
                        ? purl.getName()
                        : purl.getNamespace() + "/" + purl.getName();
        if (repositoryUrl == null) {
            if (purl.getType().equals("oci")) {
                return null;
            }
            return "docker.io/" + (purl.getNamespace() == null ? "library/" : "") + path;
        }
        var repository = repositoryUrl.replaceFirst("^https?://", "").replaceFirst("/+$", "");
        if (repository.startsWith("index.docker.io")) {
            repository = repository.replaceFirst("^index\\.", "");
        }
        boolean whole = repository.endsWith("/" + path);
        return whole ? repository : repository + "/" + path;
    }

    /**
     * The images that a purl of an image means for a document.
     *
     * @return empty if it means another image than the one the document lies beside
     */
    static List<String> images(Image image, VexReader.@Nullable Subject subject) {
        if (subject == null) {
            return List.of(image.glob());
        }
        if (image.digest() != null) {
            return image.digest().equals(subject.digest()) ? List.of(subject.glob()) : List.of();
        }
        var name = subject.registry() + "/" + subject.repository();
        return image.glob().equals(name) || image.glob().startsWith(name + ":")
                ? List.of(subject.glob())
                : List.of();
    }
}
