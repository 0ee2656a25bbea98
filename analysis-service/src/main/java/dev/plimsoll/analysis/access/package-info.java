/**
 * Who may come in, and what for: accounts with passwords for people, tokens and an OpenID Connect
 * provider for programs, the roles, and the headers that keep a browser from doing anything the
 * pages do not need.
 *
 * <p>Does not live here: what is read ({@code report}), and which rules an owner may decide about
 * ({@code decide}). Nothing that comes out of here holds a password or token.
 */
@NullMarked
package dev.plimsoll.analysis.access;

import org.jspecify.annotations.NullMarked;
