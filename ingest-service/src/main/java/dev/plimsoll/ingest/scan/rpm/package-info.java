/**
 * Reads the databases in which rpm keeps what is installed, from bytes in memory.
 *
 * <p>Lives here: the four forms such a database has (SQLite, ndb, Berkeley DB, and the list of
 * Microsoft's images without rpm), and the package headers inside. Does not live here: finding the
 * file in an image, and what a package is vulnerable to.
 *
 * <p>No database is trusted: nothing in it is run, no name in it is used as a path of this machine,
 * every page is read once at most, and nothing recurses.
 */
@NullMarked
package dev.plimsoll.ingest.scan.rpm;

import org.jspecify.annotations.NullMarked;
