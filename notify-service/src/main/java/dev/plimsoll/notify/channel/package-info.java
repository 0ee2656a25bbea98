/**
 * The ways an alert reaches people: where to ({@link dev.plimsoll.notify.channel.Destination}),
 * what it says ({@link dev.plimsoll.notify.channel.Announcement}), and a folder for each channel.
 *
 * <p>A new channel is a new folder, a record in {@code Destination}, and the line that the compiler
 * then misses in {@code Channels}. Does not live here: retries and order ({@code deliver}).
 */
@NullMarked
package dev.plimsoll.notify.channel;

import org.jspecify.annotations.NullMarked;
