/**
 * Follows every image and every line of images through time: what is in it now, what opened, closed
 * or was accepted, and so what people are told.
 *
 * <p>Lives here: the Kafka Streams topology {@code assess}, its state, and the fold it computes.
 * One way leads from an inventory to findings, whatever the reason to look again: a scan, a changed
 * advisory or rule, time passing, a base image that became known. No network in here.
 *
 * <p>Does not live here: what a finding is ({@code match}), where it came from ({@code classify}),
 * who lives with it ({@code accept}), and telling anyone.
 */
@NullMarked
package dev.plimsoll.analysis.track;

import org.jspecify.annotations.NullMarked;
