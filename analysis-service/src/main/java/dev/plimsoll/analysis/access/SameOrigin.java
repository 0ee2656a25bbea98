package dev.plimsoll.analysis.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site makes a browser send: a browser sends the password of these pages along
 * by itself, whoever wrote the form.
 *
 * <p>Browsers tell where a request comes from: by <a
 * href="https://www.w3.org/TR/fetch-metadata/">{@code Sec-Fetch-Site}</a>, and older ones, or those
 * that read us without TLS, by {@code Origin}. A request with neither is not a browser's. The same
 * check as in <a href="https://pkg.go.dev/net/http#CrossOriginProtection">Go's standard
 * library</a>; it needs no session and no token in forms.
 */
final class SameOrigin extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!SAFE.contains(request.getMethod()) && isFromElsewhere(request)) {
            throw new AccessDeniedException("the request comes from the page of another site");
        }
        chain.doFilter(request, response);
    }

    private static boolean isFromElsewhere(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        var origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        var host = request.getHeader("Host");
        return host == null || !host.equalsIgnoreCase(authority(origin));
    }

    private static String authority(String origin) {
        try {
            var authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
