/**
 * How senders prove who they are: by something only they know, by a signature over what they sent,
 * or by somebody we both trust.
 *
 * <p>Does not live here: which sender can do what ({@code format}), and what it has to say.
 */
@NullMarked
package dev.plimsoll.ingest.push.proof;

import org.jspecify.annotations.NullMarked;
