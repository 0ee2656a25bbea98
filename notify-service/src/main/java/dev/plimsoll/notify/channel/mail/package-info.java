/** E-mail by SMTP: plain text with an HTML alternative. */
@NullMarked
package dev.plimsoll.notify.channel.mail;

import org.jspecify.annotations.NullMarked;
