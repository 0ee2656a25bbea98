/**
 * Slack, by <a
 * href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">incoming
 * webhook</a>.
 */
@NullMarked
package dev.plimsoll.notify.channel.slack;

import org.jspecify.annotations.NullMarked;
