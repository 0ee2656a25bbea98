/**
 * Checks how an image is built and runs, beside what vulnerabilities are in it.
 *
 * <p>Each check passes, fails, or cannot be told ({@code passed} is null): what a scan did not look
 * for, as in events of earlier versions, never passes. Evidence changes only when the result or its
 * reason does, so that time alone makes no new event. How much a failed check matters:
 *
 * <table>
 * <caption>Checks and their severities</caption>
 * <tr><th>check</th><th>severity</th><th>why</th></tr>
 * <tr><td>no-secrets</td><td>high</td><td>whoever can pull the image has it; rotate it</td></tr>
 * <tr><td>supported-distribution</td><td>high</td><td>new flaws are neither fixed nor told</td></tr>
 * <tr><td>non-root</td><td>medium</td><td>an intruder is root in the container</td></tr>
 * <tr><td>dockerignore</td><td>medium</td><td>sources and credentials are published by accident</td></tr>
 * <tr><td>rebuilt-recently</td><td>medium</td><td>fixes arrive with a rebuild only; a month</td></tr>
 * <tr><td>security-updates</td><td>low</td><td>the base may be older than its fixes</td></tr>
 * <tr><td>pinned-tag</td><td>low</td><td>nobody knows what runs, or what to go back to</td></tr>
 * <tr><td>base-pinned</td><td>low</td><td>two builds of one source differ</td></tr>
 * <tr><td>healthcheck</td><td>low</td><td>orchestrators usually have checks of their own</td></tr>
 * <tr><td>signal-handling</td><td>low</td><td>stopping takes ten seconds and loses work</td></tr>
 * <tr><td>no-shell, no-package-manager</td><td>low</td><td>informational: tools for an intruder</td></tr>
 * </table>
 *
 * <p>Does not live here: finding the facts (ingest does), or deciding to live with a failed check
 * ({@code accept}).
 */
@NullMarked
package dev.plimsoll.analysis.posture;

import org.jspecify.annotations.NullMarked;
