/**
 * One POST to one address, shared by the channels that speak HTTP: no redirects, bounded in time
 * and size, and the address in no message, since it holds a secret.
 */
@NullMarked
package dev.plimsoll.notify.channel.http;

import org.jspecify.annotations.NullMarked;
