package dev.plimsoll.embedded.registry;

import dev.plimsoll.embedded.image.Digest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a request path of the distribution API speaks of. */
sealed interface Route {

    record Base() implements Route {}

    record Catalog() implements Route {}

    record Tags(String repository) implements Route {}

    /** {@code reference} is a tag or a digest. */
    record Manifest(String repository, String reference) implements Route {

        Optional<Digest> digest() {
            return Digest.isDigest(reference)
                    ? Optional.of(new Digest(reference))
                    : Optional.empty();
        }
    }

    record Blob(String repository, Digest digest) implements Route {}

    record Uploads(String repository) implements Route {}

    record Upload(String repository, UUID id) implements Route {}

    record Unknown() implements Route {}

    /** Grammar of the distribution specification; none of these can leave a folder. */
    String COMPONENT = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";

    String NAME = "(?<name>" + COMPONENT + "(?:/" + COMPONENT + ")*)";
    String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    String DIGEST = "sha256:[0-9a-f]{64}";

    Pattern TAGS = Pattern.compile("/v2/" + NAME + "/tags/list");
    Pattern MANIFEST =
            Pattern.compile("/v2/" + NAME + "/manifests/(?<reference>" + DIGEST + "|" + TAG + ")");
    Pattern BLOB = Pattern.compile("/v2/" + NAME + "/blobs/(?<digest>" + DIGEST + ")");
    Pattern UPLOADS = Pattern.compile("/v2/" + NAME + "/blobs/uploads/?");
    Pattern UPLOAD =
            Pattern.compile(
                    "/v2/"
                            + NAME
                            + "/blobs/uploads/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    static Route of(String path) {
        if (path.equals("/v2/") || path.equals("/v2")) {
            return new Base();
        }
        if (path.equals("/v2/_catalog")) {
            return new Catalog();
        }
        if (path.length() > 1024) {
            return new Unknown();
        }
        var tags = TAGS.matcher(path);
        if (tags.matches()) {
            return new Tags(tags.group("name"));
        }
        var manifest = MANIFEST.matcher(path);
        if (manifest.matches()) {
            return new Manifest(manifest.group("name"), manifest.group("reference"));
        }
        var blob = BLOB.matcher(path);
        if (blob.matches()) {
            return new Blob(blob.group("name"), new Digest(blob.group("digest")));
        }
        var uploads = UPLOADS.matcher(path);
        if (uploads.matches()) {
            return new Uploads(uploads.group("name"));
        }
        var upload = UPLOAD.matcher(path);
        if (upload.matches()) {
            return new Upload(upload.group("name"), UUID.fromString(upload.group("id")));
        }
        return new Unknown();
    }
}
