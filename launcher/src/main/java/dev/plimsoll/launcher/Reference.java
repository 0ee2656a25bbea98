package dev.plimsoll.launcher;

import java.net.URI;

/** An image elsewhere, with everything that people leave out of its name. */
record Reference(String host, String rest) {

    private static final String DOCKER_HUB = "docker.io";

    /** "alpine" is "docker.io/library/alpine:latest", as every client reads it. */
    static Reference parse(String text) throws RefusedException {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._:/@\\[\\]-]*")) {
            throw new RefusedException(
                    "option --image: '%s' is not an image reference".formatted(text));
        }
        var slash = text.indexOf('/');
        var first = slash < 0 ? "" : text.substring(0, slash);
        var named = first.contains(".") || first.contains(":") || first.equals("localhost");
        var host = named ? first : DOCKER_HUB;
        var rest = named ? text.substring(slash + 1) : text;
        if (host.equals(DOCKER_HUB) && !rest.contains("/")) {
            rest = "library/" + rest;
        }
        var tagged = rest.contains("@") || rest.indexOf(':', rest.lastIndexOf('/') + 1) > 0;
        return new Reference(host, tagged ? rest : rest + ":latest");
    }

    /** Plain HTTP only on this machine. */
    URI baseUrl() {
        if (host.equals(DOCKER_HUB)) {
            return URI.create("https://registry-1.docker.io");
        }
        var local = host.startsWith("127.0.0.1:") || host.startsWith("localhost:");
        return URI.create((local ? "http://" : "https://") + host);
    }

    boolean dockerHub() {
        return host.equals(DOCKER_HUB);
    }

    @Override
    public String toString() {
        return host + "/" + rest;
    }
}
