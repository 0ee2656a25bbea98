/**
 * The topics this service reads and writes: their configured names, and that they are as they have
 * to be before anything starts.
 */
@NullMarked
package dev.plimsoll.notify.topic;

import org.jspecify.annotations.NullMarked;
