/** Who should know, where, how often? */
@NullMarked
package dev.plimsoll.notify;

import org.jspecify.annotations.NullMarked;
