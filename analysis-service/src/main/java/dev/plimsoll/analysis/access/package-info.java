/**
 * Who may read: HTTP Basic for everything but the health check, and the headers that keep a browser
 * from doing anything the pages do not need.
 *
 * <p>Does not live here: what is read ({@code report}).
 */
@NullMarked
package dev.plimsoll.analysis.access;

import org.jspecify.annotations.NullMarked;
