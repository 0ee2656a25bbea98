package dev.plimsoll.analysis.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/** Says to whoever is not let in what is missing, and tells the decision log of it. */
final class Door implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final int LONGEST_PATH = 200;

    /** What a validator says, and what that means. */
    private static final Map<String, String> KINDS =
            Map.of(
                    "expired", "expired",
                    "aud claim", "for somebody else (audience)",
                    "iss claim", "of another issuer",
                    "belongs to somebody else", "its name is taken here",
                    "names nobody", "it names nobody");

    private final Predicate<String> names;
    private final ApplicationEventPublisher events;
    private final JsonMapper json = JsonMapper.shared();

    /**
     * @param names of our accounts
     */
    Door(Predicate<String> names, ApplicationEventPublisher events) {
        this.names = names;
        this.events = events;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws IOException {
        var sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = sent != null && sent.toLowerCase(Locale.ROOT).startsWith("bearer");
        if (sent != null) {
            var reason =
                    bearer
                            ? "bearer token not accepted: " + why(failure)
                            : "unknown user name or password";
            events.publishEvent(
                    new RefusedRequest(
                            bearer ? "sender of a bearer token" : claimedName(sent),
                            Set.of(),
                            false,
                            told(request),
                            reason));
        }
        response.addHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                bearer ? "Bearer error=\"invalid_token\"" : "Basic realm=\"Plimsoll\"");
        answer(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "Sign in",
                sent == null
                        ? "Send a bearer token, or a user name and password."
                        : "The credentials of this request are not known, or no longer valid.");
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        var account = account();
        var reason = reason(denied, account);
        if (account != null) {
            events.publishEvent(
                    new RefusedRequest(
                            account.name(), account.roles(), true, told(request), reason));
        }
        answer(request, response, HttpStatus.FORBIDDEN, "Not allowed", sentence(reason));
    }

    /** Spring's own words say nothing; ours name what is missing. */
    private static String reason(AccessDeniedException denied, @Nullable Account account) {
        var words = String.valueOf(denied.getMessage());
        if (words.contains("another site")) {
            return words;
        }
        return account == null || account.roles().isEmpty()
                ? "no role of Plimsoll is granted to this account"
                : "the roles of this account do not allow it";
    }

    private static String sentence(String reason) {
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }

    private static @Nullable Account account() {
        var known = SecurityContextHolder.getContext().getAuthentication();
        return known != null && known.getPrincipal() instanceof Account account ? account : null;
    }

    /** Kinds of errors only: descriptions may quote the token. */
    private static String why(AuthenticationException failure) {
        var words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (!(failure instanceof OAuth2AuthenticationException)) {
            return "it could not be checked";
        }
        return KINDS.entrySet().stream()
                .filter(kind -> words.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("unknown, malformed or badly signed");
    }

    private String claimedName(String authorization) {
        try {
            var encoded = authorization.replaceFirst("(?i)^basic\\s+", "").strip();
            var decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var name = decoded.substring(0, Math.max(0, decoded.indexOf(':')));
            return names.test(name) ? name : "unknown";
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }

    private static String told(HttpServletRequest request) {
        var path = request.getRequestURI();
        var head = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
        return request.getMethod() + " " + head.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            String title,
            String detail)
            throws IOException {
        response.setStatus(status.value());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE)) {
            response.setContentType(MediaType.TEXT_PLAIN_VALUE);
            response.getWriter().write(title + ". " + detail + "\n");
            return;
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter()
                .write(
                        json.writeValueAsString(
                                Map.of(
                                        "title", title,
                                        "status", status.value(),
                                        "detail", detail)));
    }
}
