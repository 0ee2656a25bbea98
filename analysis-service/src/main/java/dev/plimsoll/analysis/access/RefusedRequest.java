package dev.plimsoll.analysis.access;

import java.util.Set;

/**
 * Somebody was not let in, or not let do what they asked for. Published, so that it can be logged.
 *
 * @param account the name, where one of ours was given; else in words. Names that nobody has may be
 *     passwords in the wrong field, so they are not told
 * @param known whether the sender proved to be that account
 * @param request method and path, without what may be secret
 * @param reason in words
 */
public record RefusedRequest(
        String account, Set<Role> roles, boolean known, String request, String reason) {}
